"""Stored figures as pages read them: by period, by breakdown; and which are computed at night."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from .engine import Cut, Figure, Period
from .grammar import Definition

# Months, quarters and years that are computed, the current one included.
SPANS = {Period.MONTH: 25, Period.QUARTER: 9, Period.YEAR: 3}
_PAIRS = (
    ("age_band", "sex"), ("age_group", "fund"), ("disability", "fund"), ("fund", "sex"),
    ("age_band", "fund", "sex"), ("area1", "service"),
)  # fmt: skip


def cuts_of(definition: Definition) -> list[Cut]:
    """The breakdowns that are computed at night: the total, each listed one, and some pairs."""
    pairs = [pair for pair in _PAIRS if set(pair) <= set(definition.by)]
    return [(), *((name,) for name in definition.by), *pairs]


def first_day(period: Period, day: date) -> date:
    """Returns the first day of the month, quarter or year of `day`."""
    if period is Period.YEAR:
        return day.replace(month=1, day=1)
    month = day.month if period is Period.MONTH else (day.month - 1) // 3 * 3 + 1
    return day.replace(month=month, day=1)


def earlier(day: date, months: int) -> date:
    """Returns the first day of the month so many months before that of `day`."""
    at = day.year * 12 + day.month - 1 - months
    return date(at // 12, at % 12 + 1, 1)


def since_when(period: Period, today: date) -> date:
    """The first day of the oldest period that is computed."""
    length = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}[period]
    return earlier(first_day(period, today), length * (SPANS[period] - 1))


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: see `engine.Figure`."""

    values: tuple[str, ...]
    count: int
    base: int | None = None
    median: float | None = None
    people: int | None = None
    members: int = 0

    @property
    def share(self) -> float | None:
        return self.count / self.base if self.base else None


class Figures:
    """The figures of one version in one office. What is not stored was nothing: `EMPTY`."""

    def __init__(self, data: dict[str, Any]):
        self._data = data

    def total(self, period: Period, day: date) -> Cell:
        return next(iter(self.cells(period, day, ())), EMPTY)

    def cells(self, period: Period, day: date, cut: Iterable[str]) -> list[Cell]:
        rows = self._data.get(period, {}).get(day.isoformat(), {}).get(",".join(sorted(cut)), ())
        return [Cell(tuple(values), *rest) for values, *rest in rows]

    def cell(self, period: Period, day: date, **values: str) -> Cell:
        """One cell of the breakdown by the names of `values`."""
        wanted = tuple(values[name] for name in sorted(values))
        found = (each for each in self.cells(period, day, values) if each.values == wanted)
        return next(found, EMPTY)

    def days(self, period: Period) -> list[date]:
        return sorted(date.fromisoformat(day) for day in self._data.get(period, {}))


EMPTY = Cell((), 0)


def collect(
    figures: Iterable[tuple[Period, Figure]],
) -> Iterator[tuple[tuple[int, bool], dict[str, Any]]]:
    """Yields, of each office and head office, what `Figures` reads."""
    found: dict[tuple[int, bool], dict[str, Any]] = {}
    for period, each in figures:
        data = found.setdefault((each.office, each.is_with_branches), {})
        cuts = data.setdefault(period.value, {}).setdefault(each.period.isoformat(), {})
        cuts.setdefault(",".join(each.cut), []).append(
            [list(each.values), each.count, each.base, each.median, each.people, each.members]
        )
    yield from found.items()
