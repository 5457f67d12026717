"""Asks that anybody may read: those that were put in public, with the answer once a colleague has
read it. Who wrote, cleared or put them is never among it; a quiet ask never is.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.links.models import Link

from .models import Ask, AskStep
from .models.asks import ASK

MOST_SHOWN = 50


@dataclass(frozen=True)
class PublicAsk:
    """One ask as the public reads it: `sheet` is what reached the desk, in the language of the
    words; `commitment` the ref of what came of it.
    """

    ask: Ask
    issue: str
    wording: str
    language: str
    answers: list[AskStep]
    sheet: dict[str, Any] | None
    commitment: UUID | None

    @property
    def is_translated(self) -> bool:
        return self.language != self.ask.language


def has_public_asks() -> bool:
    return Ask.objects.public().exists()


def public_asks() -> list[Ask]:
    """Returns the latest."""
    rows = Ask.objects.public().prefetch_related("texts", "bearers__organization")
    return list(rows.order_by("-put_on", "-pk")[:MOST_SHOWN])


def public_ask(ref: UUID) -> PublicAsk | None:
    """Returns one; None where it is not public."""
    rows = Ask.objects.public().select_related("place", "office")
    found = rows.prefetch_related("texts", "bearers__organization").filter(ref=ref).first()
    if found is None:
        return None
    issue, wording, language = found.text_for_reader
    answers = AskStep.objects.filter(
        ask=found, kind=AskStep.Kind.ANSWER, released_at__isnull=False
    ).select_related("organization")
    sheet = found.sheets.filter(language=language).first()
    return PublicAsk(
        found, issue, wording, language, list(answers), sheet.said if sheet else None,
        _result_ref(found.ref),
    )  # fmt: skip


@aggregate_query("links are read by colleagues; that a published commitment results is public")
def _result_ref(ref: UUID) -> UUID | None:
    rows = Link.objects.to_records(ASK, [ref]).filter(relation=Link.Relation.RESULTS_FROM)
    return rows.values_list("source_ref", flat=True).order_by("pk").first()
