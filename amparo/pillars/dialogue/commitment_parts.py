"""Commitments with everything that a report or a public page says of each."""

from django.db.models import F, Prefetch, QuerySet

from .models import (
    Commitment,
    CommitmentBearer,
    CommitmentTag,
    Position,
    ProgressLine,
    Review,
)

# The latest is last; one of an unknown day comes before all others.
BY_DAY = (F("stated_on").asc(nulls_first=True), F("pk"))


def with_parts(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """As `with_published_parts`, and `reported`, the latest report first."""
    lines = ProgressLine.objects.filter(report__is_apart=False).select_related(
        "report__organization"
    )
    return with_published_parts(rows).prefetch_related(
        Prefetch("progress", lines.order_by("-pk"), to_attr="reported")
    )


def with_published_parts(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Adds `bearers_now`, `positions_now` (the latest last), `reviewed` (the latest first), with
    authors, tags, document, office and place. Seven queries, however many they are.
    """
    bearers = CommitmentBearer.objects.filter(until=None).select_related("organization")
    return rows.select_related("document", "place", "office").prefetch_related(
        "authors__organization",
        Prefetch("bearers", bearers, to_attr="bearers_now"),
        Prefetch("positions", Position.objects.order_by(*BY_DAY), to_attr="positions_now"),
        Prefetch("reviews", Review.objects.order_by("-pk"), to_attr="reviewed"),
        Prefetch("tags", CommitmentTag.objects.select_related("item__framework")),
    )
