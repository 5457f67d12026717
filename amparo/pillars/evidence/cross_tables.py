"""Cross tables: which are stored already, how one is counted, and what the 5W is counted from."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import checkpoint
from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats

from .activity_funding import cuts_by_funding
from .engine import Cut, Figure, Period, compute
from .figures import ACTIVITY, FOR_WHOM, WHOLE_MONTHS, Figures, collect, cuts_of, earlier
from .freezing import open_store
from .grammar import Definition
from .models import Computation, CrossTable, IndicatorVersion
from .models.cross_tables import TOO_LARGE
from .presenters import Scope
from .store import FactStore

MOST_BREAKDOWNS = 3
# So many cells are counted, and shown, at once.
MOST_CELLS = 3_000
# Of the 5W: counted each night for this month and the two before, one of which may be signed.
ACTIVITIES = tuple(sorted({*ACTIVITY, *FOR_WHOM}))
ACTIVITY_MONTHS = 3


def cuts_of_table(definition: Definition, names: Cut) -> list[Cut]:
    """The breakdowns that a table shows: itself and all its margins, each counted. The 5W has
    those by funding beside it.
    """
    if set(names) == set(ACTIVITIES):
        return [(), ACTIVITY, names, *cuts_by_funding(definition)]
    sizes = range(len(names) + 1)
    return [cut for size in sizes for cut in combinations(sorted(names), size)]


def is_stored(definition: Definition, month: date, names: Cut, today: date) -> bool:
    """Whether the night counts this breakdown of the month, with its margins."""
    is_recent = month >= earlier(today, WHOLE_MONTHS - 1)
    return is_recent and tuple(sorted(names)) in cuts_of(definition)


def find_table(
    user: User, computation: Computation | None, version: IndicatorVersion, scope: Scope,
    month: date, names: Cut,
) -> CrossTable | None:  # fmt: skip
    """The table that was asked for of this computation; None where nobody has."""
    found = CrossTable.objects.accessible_to(user).filter(
        computation=computation, version=version, office=scope.office, month=month,
        is_with_branches=scope.is_with_branches, breakdowns=",".join(sorted(names)),
    )  # fmt: skip
    return found.first()


def check_size(figures: Figures, month: date, names: Cut) -> None:
    """Raises Refusal where the table would be too large, for all that is stored."""
    cells = 1
    for name in names:
        cells *= max(len(figures.cells(Period.MONTH, month, (name,))), 1)
    if cells > MOST_CELLS:
        raise Refusal(too_large())


def too_large() -> str:
    words = {"count": formats.number(MOST_CELLS)}
    return _("This table would have more than %(count)s cells. Choose fewer breakdowns.") % words


# Counting.


def compute_table(table: CrossTable) -> None:
    """Counts a table from the sealed facts; twice is once. One that is gone is not counted."""
    definition = table.version.parsed
    with open_store(table.computation, definition.fact) as store:
        found = dict(_figures_of(store, definition, table.month, table.names))
    data = found.get((table.office_id, table.is_with_branches), {})
    cells = Figures(data).cells(Period.MONTH, table.month, table.names)
    with transaction.atomic():
        checkpoint()
        if not CrossTable.objects.filter(pk=table.pk).exists():
            return  # a newer computation took its place
        if len(cells) > MOST_CELLS and table.names != ACTIVITIES:
            table.failed_at, table.failure = now(), TOO_LARGE
        else:
            table.figures, table.finished_at = data, now()
        table.save()


def fail(table: CrossTable, fault: Exception) -> None:
    """Says that it ended without figures."""
    CrossTable.objects.filter(pk=table.pk).update(failed_at=now(), failure=type(fault).__name__)


def _figures_of(
    store: FactStore, definition: Definition, month: date, names: Cut
) -> Iterator[tuple[tuple[int, bool], dict]]:
    last = earlier(month, -1) - timedelta(days=1)
    cuts = cuts_of_table(definition, names)
    yield from collect(_of_months(compute(store, definition, cuts, since=month, until=last)))


def _of_months(figures: Iterable[Figure]) -> Iterator[tuple[Period, Figure]]:
    return ((Period.MONTH, each) for each in figures)


def store_activities(
    store: FactStore, computation: Computation, versions: Iterable[IndicatorVersion]
) -> None:
    """Stores who did what where, for whom, in the last months: what the page of the 5W shows."""
    months = [earlier(localdate(), back) for back in range(ACTIVITY_MONTHS)]
    tables = []
    for version in versions:
        definition = version.parsed
        if not set(ACTIVITIES) <= set(definition.by):
            continue
        for month in months:
            for (office, is_with_branches), data in _figures_of(
                store, definition, month, ACTIVITIES
            ):
                tables.append(
                    CrossTable(
                        computation=computation,
                        version=version,
                        office_id=office,
                        is_with_branches=is_with_branches,
                        month=month,
                        breakdowns=",".join(ACTIVITIES),
                        figures=data,
                        finished_at=now(),
                    )
                )
    with transaction.atomic():
        checkpoint()
        CrossTable.objects.bulk_create(tables)
