"""How many issues are open, by kind and colleague: for who answers for the figures of an office.

Restricted files are in no count: of them nobody but the colleague who is asked learns anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, QuerySet
from django.utils.timezone import localtime

from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.ui.pagination import up_to

from .models import DataIssue

MOST = 100


@dataclass(frozen=True)
class IssueCount:
    """So many open issues of a kind, asked of a colleague (None: nobody holds the files)."""

    kind: str
    office: int
    colleague: int | None
    count: int
    oldest: date


@dataclass(frozen=True)
class ExplainedCount:
    """So many of which a colleague said why nobody knows."""

    kind: str
    reason: str
    count: int


def count_issues(offices: Iterable[int], month: date, over: date) -> list[IssueCount]:
    """Counts what is open and matters for a month, which ended before `over`. One query."""
    return [IssueCount(*row) for row in _open_rows(tuple(offices), month, over)]


@aggregate_query("who answers for figures learns how much is missing, and opens no file")
def _open_rows(offices: tuple[int, ...], month: date, over: date) -> tuple:
    rows = _ordinary(offices).open().about(month, over).order_by()
    counted = rows.values_list("kind", "office", "colleague").annotate(
        count=Count("pk"), oldest=Min("found_at")
    )
    return tuple((*row, localtime(oldest).date()) for *row, oldest in counted)


def count_explained(offices: Iterable[int], month: date, over: date) -> list[ExplainedCount]:
    """Counts what colleagues said nobody knows. One query."""
    return [ExplainedCount(*row) for row in _explained_rows(tuple(offices), month, over)]


@aggregate_query("who answers for figures learns how much nobody knows, and opens no file")
def _explained_rows(offices: tuple[int, ...], month: date, over: date) -> tuple:
    rows = _ordinary(offices).filter(end=DataIssue.End.EXPLAINED).about(month, over).order_by()
    return tuple(rows.values_list("kind", "reason").annotate(count=Count("pk")))


@aggregate_query("how much is missing is written beside the figures of a month")
def count_open(offices: tuple[int, ...], month: date, over: date) -> int:
    return _ordinary(offices).open().about(month, over).count()


@aggregate_query("a reminder says how much is missing")
def count_open_of(colleague: User, offices: tuple[int, ...]) -> int:
    return _ordinary(offices).of(colleague).count()


def _ordinary(offices: tuple[int, ...]):
    return DataIssue.objects.filter(office__in=offices, is_restricted=False)


def offices_within(office: Office, *, is_with_branches: bool) -> tuple[int, ...]:
    """The keys of an office, and of those below it."""
    if not is_with_branches:
        return (office.pk,)
    below = Office.objects.filter(parent=office) | Office.objects.filter(parent__parent=office)
    return (office.pk, *below.values_list("pk", flat=True))


def issues_of(user: User) -> dict[str, QuerySet]:
    """What this colleague is asked, for `count_groups`."""
    return {"open": up_to(DataIssue.objects.of(user), MOST)}
