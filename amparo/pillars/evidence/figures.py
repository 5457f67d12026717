"""Stored figures as pages read them: by period, by breakdown; and which are computed at night."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .engine import Cut, Figure, Period
from .grammar import Definition

# Months, quarters and years that are computed, the current one included; and how many months of
# them with every breakdown.
SPANS = {Period.MONTH: 25, Period.QUARTER: 9, Period.YEAR: 3}
WHOLE_MONTHS = 14
_PAIRS = (
    ("age_band", "sex"), ("age_group", "area1"), ("age_group", "fund"), ("area1", "sex"),
    ("disability", "fund"), ("fund", "sex"), ("age_group", "project"), ("disability", "project"),
    ("project", "sex"),
)  # fmt: skip
# By these quarters, years and older months are broken down too.
_FEW = ("age_group", "disability", "fund", "sex")
# The stages of a case in their order: each is a breakdown of its own, by longer periods too.
PATHWAY = ("has_assessment", "has_plan", "has_service", "has_follow_up", "is_closed")
# Of the 5W: who does what where, for whom. Counted when a month is frozen, and not each night.
ACTIVITY = ("area1", "provider", "service")
FOR_WHOM = ("age_group", "sex")


def cuts_of(definition: Definition) -> list[Cut]:
    """The breakdowns of a recent month: the total, each listed one, and some pairs."""
    pairs = [pair for pair in _PAIRS if set(pair) <= set(definition.by)]
    return [(), *((name,) for name in definition.by), *pairs]


def few_cuts_of(definition: Definition) -> list[Cut]:
    """The breakdowns of longer periods, and of older months."""
    return [(), *((name,) for name in definition.by if name in (*_FEW, *PATHWAY))]


def spans_of(
    definition: Definition, today: date
) -> Iterator[tuple[Period, list[Cut], date, date]]:
    """What is computed at night: periods of a kind, with which breakdowns, from when to when."""
    recent = earlier(today, WHOLE_MONTHS - 1)
    for period in Period:
        since = since_when(period, today)
        if period is Period.MONTH:
            yield period, few_cuts_of(definition), since, recent - timedelta(days=1)
            yield period, cuts_of(definition), recent, today
        else:
            yield period, few_cuts_of(definition), since, today


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
    """The figures of one version in one office. What is not stored was nothing: `EMPTY`.

    Data as `collect` makes them: of each period its total, and its breakdowns as text that is
    read only where a page shows them.
    """

    def __init__(self, data: dict[str, Any]):
        self._data = data
        self._read: dict[tuple[Period, date], dict[str, list]] = {}

    def total(self, period: Period, day: date) -> Cell:
        row = self._data.get(period, {}).get(day.isoformat(), {}).get("total")
        return Cell((), *row) if row else EMPTY

    def cells(self, period: Period, day: date, cut: Iterable[str]) -> list[Cell]:
        rows = self._breakdowns(period, day).get(",".join(sorted(cut)), ())
        return [Cell(tuple(values), *rest) for values, *rest in rows]

    def has_cut(self, period: Period, day: date, cut: Iterable[str]) -> bool:
        """Whether it was broken down so: figures of before a breakdown was added were not."""
        return ",".join(sorted(cut)) in self._breakdowns(period, day)

    def _breakdowns(self, period: Period, day: date) -> dict[str, list]:
        if (period, day) not in self._read:
            text = self._data.get(period, {}).get(day.isoformat(), {}).get("breakdowns", "{}")
            self._read[period, day] = json.loads(text)
        return self._read[period, day]

    def cell(self, period: Period, day: date, **values: str) -> Cell:
        """One cell of the breakdown by the names of `values`."""
        wanted = tuple(values[name] for name in sorted(values))
        found = (each for each in self.cells(period, day, values) if each.values == wanted)
        return next(found, EMPTY)

    def days(self, period: Period) -> list[date]:
        return sorted(date.fromisoformat(day) for day in self._data.get(period, {}))


EMPTY = Cell((), 0)


type Stored = dict[str, dict[str, dict[str, Any]]]


def collect(
    figures: Iterable[tuple[Period, Figure]],
) -> Iterator[tuple[tuple[int, bool], Stored]]:
    """Yields, of each office and head office, what `Figures` reads."""
    found: dict[tuple[int, bool], Stored] = {}
    for period, each in figures:
        data = found.setdefault((each.office, each.is_with_branches), {})
        day = data.setdefault(period.value, {}).setdefault(each.period.isoformat(), {})
        amounts = [each.count, each.base, each.median, each.people, each.members]
        if each.cut:
            cuts = day.setdefault("breakdowns", {})
            cuts.setdefault(",".join(each.cut), []).append([list(each.values), *amounts])
        else:
            day["total"] = amounts
    for scope, data in found.items():
        for days in data.values():
            for day in days.values():
                if "breakdowns" in day:
                    day["breakdowns"] = json.dumps(day["breakdowns"], separators=(",", ":"))
        yield scope, data
