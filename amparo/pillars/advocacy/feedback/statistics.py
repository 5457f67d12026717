"""What people tell us, in figures: by what it is about, by month and by place.

Small counts are not shown: a figure below five may be somebody. Neither is what would lead to it
by taking one figure from another: where there is one hidden cell, no sum of its row is shown.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

SMALL_COUNT = 5


@dataclass(frozen=True)
class Cell:
    """One figure; `shown` is empty where it is too small to be shown."""

    count: int
    is_hidden: bool = False

    @property
    def shown(self) -> int | None:
        return None if self.is_hidden else self.count


@dataclass(frozen=True)
class Row:
    """One kind at one place, month by month."""

    kind: str
    place: str
    cells: list[Cell]
    total: Cell


type Entry = tuple[str, str, date]


def build_table(entries: Iterable[Entry], months: list[date], *, is_exact: bool) -> list[Row]:
    """Rows by kind and place. An entry is a kind, a place and the first day of a month."""
    counted = Counter(entries)
    rows = []
    for kind, place in sorted({(kind, place) for kind, place, _month in counted}):
        counts = [counted[kind, place, month] for month in months]
        rows.append(_row(kind, place, counts, is_exact=is_exact))
    return [row for row in rows if row.total.count]


def _row(kind: str, place: str, counts: list[int], *, is_exact: bool) -> Row:
    cells = [Cell(count, not is_exact and 0 < count < SMALL_COUNT) for count in counts]
    # The sum of a row with one hidden cell would tell what is in it.
    hidden = any(cell.is_hidden for cell in cells)
    return Row(kind, place, cells, Cell(sum(counts), hidden))


def sum_by_month(rows: Iterable[Row], count: int) -> list[int | None]:
    """The sum of each of `count` months; None where one of its cells is hidden.

    Such a sum, less the cells that are shown, would tell what is in the hidden one.
    """
    columns = zip(*(row.cells for row in rows), strict=True)
    sums = [
        None if any(c.is_hidden for c in cells) else sum(c.count for c in cells)
        for cells in columns
    ]
    return sums or [0] * count


def months_until(today: date, count: int = 6) -> list[date]:
    """The first days of the last months, this one last."""
    found = [today.replace(day=1)]
    while len(found) < count:
        last = found[0]
        found.insert(0, date(last.year - (last.month == 1), (last.month - 2) % 12 + 1, 1))
    return found
