"""Definitions computed on the store of facts, one breakdown at a time: so memory stays small."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import product
from typing import Any

from amparo.foundation.core.extension_points import facts

from .grammar import Definition, Filter
from .store import FactStore, Held, somebody_else

type Cut = tuple[str, ...]

# Each office by itself, and each head office with all offices below it.
SCOPES = ("office", "head_office")


class Period(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of an office, or of a head office with all offices below it (`is_with_branches`).

    `period` is its first day; `values` stand in the order of `cut`, "" for nothing known. `count`
    is what is counted, of a share the part; `base` the whole of a share, of a median how many
    there are. `median` is None but for a median. `people` is how many persons are in the cell (or
    others who took part, see `Fact.has_members`), and `members` the xor of their pseudonyms: the
    same people have the same.
    """

    office: int
    is_with_branches: bool
    period: date
    cut: Cut
    values: tuple[str, ...]
    count: int
    base: int | None
    median: float | None
    people: int | None
    members: int

    @property
    def share(self) -> float | None:
        """The part of the whole; None where the whole is nothing, or this is no share."""
        return self.count / self.base if self.base else None


def compute(
    store: FactStore,
    definition: Definition,
    cuts: Iterable[Cut],
    *,
    period: Period = Period.MONTH,
    since: date,
    until: date,
    narrowed: Filter = (),
) -> Iterator[Figure]:
    """Yields every cell that is not empty, of each office and each head office, in each period.

    `cuts` are breakdowns, `()` the total; what `definition.by` does not list raises
    DefinitionError. `narrowed` narrows once more, as a reader's filter does; it has to be listed
    too. Days from `since` to `until` count, both included.
    """
    cuts = list(dict.fromkeys(cuts))
    for cut in cuts:
        definition.check_breakdown(cut)
    definition.check_breakdown(tuple(name for name, _values in narrowed))
    rows = store.rows(definition.fact)
    if not rows.all:
        return
    spans = list(_windows(since, until)) if rows.all > _AT_ONCE else [(since, until)]
    shares = 1 + rows.all // _SHARED_FROM
    for scope in SCOPES if rows.under_head_offices else SCOPES[:1]:
        for (first, last), share in product(spans, range(shares)):
            asked = _Question(definition, scope, period, narrowed, first, last, (share, shares))
            columns = tuple(sorted({name for cut in cuts for name in cut}))
            with asked.hold(store, columns, is_large=rows.all > HELD_FROM) as held:
                for cut in cuts:
                    yield from asked.answers(store, held, cut)


def total(
    store: FactStore, definition: Definition, narrowed: Filter, *, since: date, until: date
) -> tuple[int, int | None, float | None, int, int]:
    """One figure of a span of days, of all offices: count, base, median, persons, members.

    `narrowed` names breakdowns that `definition.by` lists, or "office"; else DefinitionError.
    """
    definition.check_breakdown(tuple(name for name, _values in narrowed if name != "office"))
    asked = _Question(definition, "", Period.YEAR, narrowed, since, until)
    with asked.hold(store, ()) as held:
        found = [(0, None, None, 0, 0), *asked.whole(store, held)]
    return found[-1]


# Facts of so many rows are counted year by year, for the memory that it takes.
_AT_ONCE = 2_000_000
# From so many rows on, of some offices after the others: each is counted by itself.
_SHARED_FROM = 9_000_000
# From so many rows on, what is asked of them many times is read once and held.
HELD_FROM = 100_000


def _windows(since: date, until: date) -> Iterator[tuple[date, date]]:
    """The days from `since` to `until` in spans that end with a year: so much is held at once."""
    first = since
    while first <= until:
        last = min(until, date(first.year, 12, 31))
        yield first, last
        first = last + timedelta(days=1)


@dataclass(frozen=True)
class _Question:
    """A definition in one kind of scope and a span of days, of one share of the offices."""

    definition: Definition
    scope: str
    period: Period
    narrowed: Filter
    since: date
    until: date
    share: tuple[int, int] = (0, 1)

    def hold(
        self, store: FactStore, columns: Cut, *, is_large: bool = False
    ) -> AbstractContextManager[Held]:
        """What is counted: scope and period, the breakdowns, what is counted once, the person,
        whether it is in the part of a share, and the value that a median is of.
        """
        parameters: dict[str, Any] = {"since": self.since, "until": self.until}
        part = _condition(self.definition.share, parameters) or "true"
        where = _condition((*self.definition.where, *self.narrowed), parameters)
        counted = "person" if self.definition.counts_persons else "record"
        heads = f"{self.scope} AS scope, date_trunc('{self.period}', day)::DATE AS period"
        share, shares = self.share
        conditions = [
            "cancelled_on IS NULL", "day BETWEEN $since AND $until",
            f"{self.scope or 'office'} IS NOT NULL",
            *([f"{self.scope} % {shares} = {share}"] if shares > 1 else []),
            *([where] if where else []),
        ]  # fmt: skip
        sql = f"""
            SELECT {heads if self.scope else "0 AS scope, 0 AS period"},
                {"".join(f"{name}, " for name in columns)}{counted} AS counted,
                {self.somebody} AS somebody, {part} AS is_in_part,
                {self.definition.median or "NULL"} AS amount
            FROM {self.definition.fact} WHERE {" AND ".join(conditions)}
        """  # noqa: S608 - names are checked by the grammar, values are parameters
        return store.hold(self.definition.fact, sql, parameters, is_large=is_large)

    @property
    def somebody(self) -> str:
        """By whom cells are hidden: a person of the register, or somebody else who took part."""
        return "".join(somebody_else(facts[self.definition.fact])) or "person"

    def answers(self, store: FactStore, held: Held, cut: Cut) -> Iterator[Figure]:
        group = ", ".join(("scope", "period", *cut))
        rows = self._found(store, held, group)
        persons = {} if self.definition.counts_persons else self._persons(store, held, group)
        for office, period, *values, count, base, median, people, members in rows:
            if not self.definition.counts_persons:
                people, members = persons.get((office, period, *values), (0, 0))
            yield Figure(
                office=office,
                is_with_branches=self.scope == "head_office",
                period=period,
                cut=cut,
                values=tuple("" if value is None else str(value) for value in values),
                count=count,
                base=base if self.definition.share or self.definition.median else None,
                median=median,
                people=people,
                members=members or 0,
            )

    def whole(self, store: FactStore, held: Held) -> Iterator[tuple]:
        """The one figure of the span, not by office nor by period; nothing where it is empty."""
        group = "scope, period"
        rows = self._found(store, held, group)
        persons = {} if self.definition.counts_persons else self._persons(store, held, group)
        for scope, period, count, base, median, people, members in rows:
            if not self.definition.counts_persons:
                people, members = persons.get((scope, period), (0, 0))
            has_base = self.definition.share or self.definition.median
            yield count, base if has_base else None, median, people, members or 0

    def _found(self, store: FactStore, held: Held, group: str) -> list[tuple]:
        return (_medians if self.definition.median else _counts)(store, held, group)

    def _persons(self, store: FactStore, held: Held, group: str) -> dict[tuple, tuple[int, int]]:
        """How many persons are in each cell, and the xor of their pseudonyms."""
        has_value = "AND amount IS NOT NULL" if self.definition.median else ""
        rows = store.query(
            f"""
            SELECT {group}, count(*), bit_xor(somebody)
            FROM (SELECT {group}, somebody FROM {held.source} AS held
                WHERE somebody IS NOT NULL AND is_in_part {has_value} GROUP BY {group}, somebody)
            GROUP BY {group}
            """,  # noqa: S608
            held.parameters,
        )
        return {tuple(key): (people, members) for *key, people, members in rows}


def _counts(store: FactStore, held: Held, group: str) -> list[tuple]:
    """Each counted one once in each cell; of a share, in the part where any row of it is."""
    return store.query(
        f"""
        SELECT {group}, count(*) FILTER (is_part), count(*), NULL,
            count(*) FILTER (is_part), bit_xor(counted::UBIGINT) FILTER (is_part)
        FROM (SELECT {group}, counted, bool_or(is_in_part) AS is_part FROM {held.source} AS held
            WHERE counted IS NOT NULL GROUP BY {group}, counted)
        GROUP BY {group} ORDER BY ALL
        """,  # noqa: S608
        held.parameters,
    )


def _medians(store: FactStore, held: Held, group: str) -> list[tuple]:
    """A median is of records: one that was for three persons counts once."""
    return store.query(
        f"""
        SELECT {group}, count(*), count(*), median(value), NULL, NULL
        FROM (SELECT {group}, counted, any_value(amount) AS value FROM {held.source} AS held
            WHERE amount IS NOT NULL GROUP BY {group}, counted)
        GROUP BY {group} ORDER BY ALL
        """,  # noqa: S608
        held.parameters,
    )


def month_rows(
    store: FactStore,
    definition: Definition,
    names: list[str],
    *,
    office: int,
    is_with_branches: bool,
    since: date,
    until: date,
) -> Iterator[tuple[int, bool, datetime, bool, bool, bool, float | None, tuple[str, ...]]]:
    """Yields every row from `since` to before `until`, counted or not, of all offices: key of what
    is counted, whether it is cancelled, when it was recorded, whether it is of this office,
    whether the definition counts it, whether it is in the part of a share, the value that a median
    is of, and its values in `names`.
    """
    parameters: dict[str, Any] = {"since": since, "until": until, "office": office}
    where = _condition(definition.where, parameters) or "true"
    part = _condition(definition.share, parameters) or "true"
    counted = "person" if definition.counts_persons else "record"
    has_value = f"{definition.median} IS NOT NULL" if definition.median else "true"
    scope = "head_office" if is_with_branches else "office"
    columns = "".join(f", {name}" for name in names)
    sql = f"""
        SELECT DISTINCT {counted}, cancelled_on IS NOT NULL, entered_at,
            coalesce({scope} = $office, false), coalesce({where} AND {has_value}, false),
            coalesce({part}, false), {definition.median or "NULL"} {columns}
        FROM {definition.fact}
        WHERE day >= $since AND day < $until AND {counted} IS NOT NULL
    """  # noqa: S608 - names are checked by the grammar, values are parameters
    for key, is_cancelled, at, is_here, fits, is_part, amount, *values in store.query(
        sql, parameters
    ):
        said = tuple("" if value is None else str(value) for value in values)
        yield key, is_cancelled, at, is_here, fits, is_part, amount, said


def _condition(narrowed: Filter, parameters: dict[str, Any]) -> str:
    """SQL of a filter; its values become parameters."""
    written = []
    for name, values in narrowed:
        key = f"v{len(parameters)}"
        parameters[key] = list(values)
        # Offices, areas and funds are numbers there, and text in a filter.
        column = name if isinstance(values[0], bool) else f"{name}::VARCHAR"
        written.append(f"{column} IN (SELECT unnest(${key}))")
    return " AND ".join(written)
