"""Definitions computed on the store of facts, one breakdown at a time: so memory stays small."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from .grammar import Definition, Filter
from .store import FactStore

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
    there are. `median` is None but for a median. `people` is how many persons are in the cell,
    and `members` the xor of their pseudonyms: the same people have the same.
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
    for cut in cuts:
        for scope in SCOPES if rows.under_head_offices else SCOPES[:1]:
            for first, last in spans:
                question = _Question(definition, cut, scope, period, narrowed, first, last)
                yield from question.answers(store)


def total(
    store: FactStore, definition: Definition, narrowed: Filter, *, since: date, until: date
) -> tuple[int, int | None, float | None, int, int]:
    """One figure of a span of days, of all offices: count, base, median, persons, members.

    `narrowed` names breakdowns that `definition.by` lists, or "office"; else DefinitionError.
    """
    definition.check_breakdown(tuple(name for name, _values in narrowed if name != "office"))
    question = _Question(definition, (), "", Period.YEAR, narrowed, since, until)
    found = [(0, None, None, 0, 0), *question.whole(store)]
    return found[-1]


# Facts of so many rows are counted year by year, for the memory that it takes.
_AT_ONCE = 2_000_000


def _windows(since: date, until: date) -> Iterator[tuple[date, date]]:
    """The days from `since` to `until` in spans that end with a year: so much is held at once."""
    first = since
    while first <= until:
        last = min(until, date(first.year, 12, 31))
        yield first, last
        first = last + timedelta(days=1)


@dataclass(frozen=True)
class _Question:
    """One breakdown of a definition in one kind of scope, in a span of days."""

    definition: Definition
    cut: Cut
    scope: str
    period: Period
    narrowed: Filter
    since: date
    until: date

    def answers(self, store: FactStore) -> Iterator[Figure]:
        rows = self._medians(store) if self.definition.median else self._counts(store)
        persons = {} if self.definition.counts_persons else self._persons(store)
        for office, period, *values, count, base, median, people, members in rows:
            if not self.definition.counts_persons:
                people, members = persons.get((office, period, *values), (0, 0))
            yield Figure(
                office=office,
                is_with_branches=self.scope == "head_office",
                period=period,
                cut=self.cut,
                values=tuple("" if value is None else str(value) for value in values),
                count=count,
                base=base if self.definition.share or self.definition.median else None,
                median=median,
                people=people,
                members=members or 0,
            )

    def _counts(self, store: FactStore) -> list[tuple]:
        """Each counted one once in each cell; of a share, in the part where any row of it is."""
        parameters = self._parameters()
        counted = "person" if self.definition.counts_persons else "record"
        part = _condition(self.definition.share, parameters) or "true"
        inner = self._select(f"{counted} AS counted, bool_or({part}) AS is_part", parameters)
        return store.query(
            f"""
            SELECT {self._group}, count(*) FILTER (is_part), count(*), NULL,
                count(*) FILTER (is_part), bit_xor(counted::UBIGINT) FILTER (is_part)
            FROM ({inner} AND {counted} IS NOT NULL GROUP BY {self._group}, counted)
            GROUP BY {self._group} ORDER BY ALL
            """,  # noqa: S608 - names are checked by the grammar, values are parameters
            parameters,
        )

    def _medians(self, store: FactStore) -> list[tuple]:
        """A median is of records: one that was for three persons counts once."""
        parameters = self._parameters()
        column = self.definition.median
        inner = self._select(f"record, any_value({column}) AS amount", parameters)
        return store.query(
            f"""
            SELECT {self._group}, count(*), count(*), median(amount), NULL, NULL
            FROM ({inner} AND {column} IS NOT NULL GROUP BY {self._group}, record)
            GROUP BY {self._group} ORDER BY ALL
            """,  # noqa: S608
            parameters,
        )

    def _persons(self, store: FactStore) -> dict[tuple, tuple[int, int]]:
        """How many persons are in each cell, and the xor of their pseudonyms."""
        parameters = self._parameters()
        part = _condition(self.definition.share, parameters) or "true"
        has_value = f" AND {self.definition.median} IS NOT NULL" if self.definition.median else ""
        inner = self._select("person", parameters)
        rows = store.query(
            f"""
            SELECT {self._group}, count(*), bit_xor(person)
            FROM ({inner} AND person IS NOT NULL AND {part}{has_value}
                GROUP BY {self._group}, person)
            GROUP BY {self._group}
            """,  # noqa: S608
            parameters,
        )
        return {tuple(key): (people, members) for *key, people, members in rows}

    def whole(self, store: FactStore) -> Iterator[tuple]:
        """The one figure of the span, not by office nor by period; nothing where it is empty."""
        rows = self._medians(store) if self.definition.median else self._counts(store)
        persons = {} if self.definition.counts_persons else self._persons(store)
        for _scope, _period, count, base, median, people, members in rows:
            if not self.definition.counts_persons:
                people, members = persons.get((_scope, _period), (0, 0))
            has_base = self.definition.share or self.definition.median
            yield count, base if has_base else None, median, people, members or 0

    @property
    def _group(self) -> str:
        return ", ".join((self.scope or "scope", "period", *self.cut))

    def _parameters(self) -> dict[str, Any]:
        return {"since": self.since, "until": self.until}

    def _select(self, columns: str, parameters: dict[str, Any]) -> str:
        where = _condition((*self.definition.where, *self.narrowed), parameters)
        cut = "".join(f", {name}" for name in self.cut)
        heads = f"{self.scope}, date_trunc('{self.period}', day)::DATE AS period"
        return f"""
            SELECT {heads if self.scope else "0 AS scope, 0 AS period"}{cut}, {columns}
            FROM {self.definition.fact}
            WHERE cancelled_on IS NULL AND day BETWEEN $since AND $until
                AND {self.scope or "office"} IS NOT NULL {f"AND {where}" if where else ""}
        """  # noqa: S608


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
