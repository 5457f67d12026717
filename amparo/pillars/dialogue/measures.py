"""What evidence may count of dialogue: commitments adopted; and the published ones that have an
indicator of their own, for reports to donors.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Prefetch, Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.extension_points import reported_indicators
from amparo.foundation.core.measures import (
    Column,
    ColumnType,
    Fact,
    ListedRecord,
    RecordListing,
    RecordSource,
    ReportedIndicator,
    Unit,
    register_fact,
)
from amparo.foundation.core.models import Office, User

from .models import Commitment, ProgressLine, Review

FULFILLED = Commitment.State.FULFILLED


def _describe(commitments: Sequence[Commitment], user: User) -> list[ListedRecord]:
    return [
        ListedRecord(
            each.get_absolute_url(), each.title, each.number, str(each.get_state_display())
        )
        for each in commitments
    ]


def _adopted() -> Iterator[tuple]:
    """A commitment knows no person. It counts from the day on which it was adopted."""
    rows = Commitment.objects.exclude(adopted_on=None).order_by()
    for pk, office, place, day, at, origin, state, is_public in rows.values_list(
        "pk", "office_id", "place_id", "adopted_on", "at", "origin", "state", "is_public"
    ).iterator(chunk_size=5_000):
        yield (
            pk, day, at, None, None, office, None, None, False, place, None,
            origin, state == FULFILLED, is_public,
        )  # fmt: skip


register_fact(
    Fact(
        "commitments", gettext_lazy("Commitments of institutions that were adopted"),
        (Unit("commitments", gettext_lazy("Commitments")),), _adopted,
        (
            Column(
                "origin", pgettext_lazy("commitment", "Origin"),
                get_label=lambda code: str(Commitment.Origin(code).label),
            ),
            Column("is_fulfilled", pgettext_lazy("commitment", "Fulfilled"), ColumnType.FLAG),
            Column("is_public", pgettext_lazy("commitment", "Public"), ColumnType.FLAG),
        ),
        left_out=gettext_lazy("commitments of which no day of adoption is recorded"),
        records=RecordSource(
            listing=RecordListing(
                "commitment.see", "commitment.listed",
                lambda user: Commitment.objects.accessible_to(user), _describe,
            ),
            rows=lambda user: Commitment.objects.accessible_to(user).exclude(adopted_on=None),
            day="adopted_on", office="office", place="place",
            columns={
                "origin": "origin", "is_public": "is_public",
                "is_fulfilled": lambda: Q(state=FULFILLED),
            },
        ),
    )
)  # fmt: skip


def published_indicators(office: Office, until: date) -> list[ReportedIndicator]:
    """Returns the indicators of the published commitments of an office that were adopted by a day
    and had not ended before its month, with the figure known then: what somebody else found,
    else what the institution reported. A commitment without a target has none. Four queries.
    """
    # Days are those of the office, wherever this is asked.
    month = datetime.combine(until.replace(day=1), time.min, office.zone)
    over = datetime.combine(until + timedelta(days=1), time.min, office.zone)
    found = Commitment.objects.filter(
        Q(ended_at=None) | Q(ended_at__gte=month),
        office=office, is_public=True, target__isnull=False, adopted_on__lte=until,
    )  # fmt: skip
    figures = Q(figure__isnull=False)
    found = found.prefetch_related(
        "texts",
        Prefetch("reviews", Review.objects.filter(figures, at__lt=over).order_by("-pk")),
        Prefetch(
            "progress",
            ProgressLine.objects.filter(
                figures, report__is_apart=False, report__sent_at__lt=over
            ).order_by("-pk"),
        ),
    )
    return [
        _indicator(each, each.target, each.adopted_on)
        for each in found.order_by("year", "serial")
        if each.target is not None and each.adopted_on
    ]


def _indicator(commitment: Commitment, target: Decimal, adopted_on: date) -> ReportedIndicator:
    words = {commitment.language: commitment.text}
    words |= {each.language: each.text for each in commitment.texts.all()}
    reviewed = next(iter(commitment.reviews.all()), None)
    said = reviewed or next(iter(commitment.progress.all()), None)
    unit = {commitment.language: commitment.unit} if commitment.unit else {}
    return ReportedIndicator(
        titles={code: f"{commitment.number}: {text}" for code, text in words.items()},
        descriptions=unit, baseline=commitment.baseline, target=target, starts_on=adopted_on,
        ends_on=commitment.deadline,
        actual=said.figure if said else None, sources=_sources(said is not None, reviewed),
    )  # fmt: skip


def _sources(is_known: bool, reviewed: Review | None) -> dict[str, str]:
    """Whose figure it is, in every language."""
    texts = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            if reviewed is not None:
                texts[code] = _("Found in a review by somebody else.")
            elif is_known:
                texts[code] = _("Reported by the institution; nobody has reviewed it.")
            else:
                texts[code] = _("No figure has been reported yet.")
    return texts


reported_indicators.register(published_indicators)
