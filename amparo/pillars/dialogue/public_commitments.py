"""Commitments that anybody may read: those that were published, nothing else of them.

Who recorded, reported or reviewed them is never among it. What an institution reported stands
beside what somebody else reviewed.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from amparo.foundation.core.models import Organization
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query

from .commitment_parts import with_published_parts
from .models import Commitment, ProgressLine


@dataclass(frozen=True)
class PublicReport:
    """What an institution reported of one commitment, for a period that ended on a day."""

    institution: str
    until: date
    progress: str
    label: str
    text: str
    figure: Decimal | None


def public_commitments() -> QuerySet[Commitment]:
    """Returns published ones, with their document and office."""
    return Commitment.objects.filter(is_public=True).select_related("document", "office")


def public_commitment(ref: UUID) -> Commitment | None:
    """Returns one with its authors, bearers, positions, reviews, translations, and `reported`, the
    latest first; None where it is not public.
    """
    rows = with_published_parts(public_commitments().prefetch_related("texts"))
    found: Any = rows.filter(ref=ref).first()
    if found is not None:
        found.reported = public_reports([found]).get(found.pk, [])
    return found


def public_reports(commitments: Iterable[Commitment]) -> dict[int, list[PublicReport]]:
    """Returns what was reported of published commitments, the latest first, by their keys."""
    facts = _report_facts(tuple(each.pk for each in commitments if each.is_public))
    lines = ProgressLine.objects.in_bulk([line for _pk, line, _by, _until in facts])
    institutions = Organization.objects.in_bulk({by for _pk, _line, by, _until in facts})
    found: dict[int, list[PublicReport]] = defaultdict(list)
    for pk, key, by, until in facts:
        line = lines[key]
        found[pk].append(
            PublicReport(
                institutions[by].name, until, line.progress, str(line.get_progress_display()),
                line.text, line.figure,
            )
        )  # fmt: skip
    return found


@aggregate_query("a report is its institution's; what it says of a published commitment is public")
def _report_facts(keys: tuple[int, ...]) -> tuple[tuple[int, int, int, date], ...]:
    """Commitment, line, institution and last day of each report that counts, the latest first."""
    rows = ProgressLine.objects.filter(
        commitment__in=keys, commitment__is_public=True, report__is_apart=False
    ).order_by("-pk")
    return tuple(rows.values_list("commitment", "pk", "report__organization", "report__until"))
