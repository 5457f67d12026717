"""Definitions computed on the store of facts: one question to the database for all cells."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
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
    names = sorted({name for cut in cuts for name in cut})
    parameters: dict[str, Any] = {"since": since, "until": until}
    part = _condition(definition.share, parameters) or "true"
    where = _condition((*definition.where, *narrowed), parameters)
    counted = definition.median or ("person" if definition.counts_persons else "record")
    whole = " AND ".join(
        (
            "cancelled_on IS NULL", "day BETWEEN $since AND $until", f"{counted} IS NOT NULL",
            *([where] if where else ()),
        )
    )  # fmt: skip
    # A median is of records: one that was for three persons counts once.
    once = "DISTINCT ON (record) *" if definition.median else "*"
    if definition.median:
        amounts = f"count(*), count(*), median({definition.median})"
    else:
        amounts = f"count(DISTINCT {counted}) FILTER ({part}), count(DISTINCT {counted}), NULL"
    sets = ", ".join(f"({', '.join((scope, 'period', *cut))})" for scope in SCOPES for cut in cuts)
    columns = "".join(f", {name}, grouping({name})" for name in names)
    # Names are checked by the grammar; values are parameters.
    sql = f"""
        WITH counted AS (
            SELECT {once}, date_trunc('{period}', day)::DATE AS period
            FROM {definition.fact} WHERE {whole}
        )
        SELECT grouping(head_office) = 0, {", ".join(SCOPES)}, period, {amounts},
            count(DISTINCT person) FILTER ({part}), bit_xor(DISTINCT person) FILTER ({part})
            {columns}
        FROM counted GROUP BY GROUPING SETS ({sets}) ORDER BY ALL
    """  # noqa: S608
    for row in store.query(sql, parameters):
        yield _figure(definition, names, row)


def month_rows(
    store: FactStore,
    definition: Definition,
    names: list[str],
    *,
    office: int,
    is_with_branches: bool,
    since: date,
    until: date,
) -> Iterator[tuple[int, bool, datetime, bool, bool, bool, tuple[str, ...]]]:
    """Yields every row from `since` to before `until`, counted or not, of all offices: key of what
    is counted, whether it is cancelled, when it was recorded, whether it is of this office,
    whether the definition counts it, whether it is in the part of a share, and its values.
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
            coalesce({part}, false) {columns}
        FROM {definition.fact}
        WHERE day >= $since AND day < $until AND {counted} IS NOT NULL
    """  # noqa: S608 - names are checked by the grammar, values are parameters
    for key, is_cancelled, at, is_here, fits, is_part, *values in store.query(sql, parameters):
        said = tuple("" if value is None else str(value) for value in values)
        yield key, is_cancelled, at, is_here, fits, is_part, said


def _condition(narrowed: Filter, parameters: dict[str, Any]) -> str:
    """SQL of a filter; its values become parameters."""
    written = []
    for name, values in narrowed:
        key = f"v{len(parameters)}"
        parameters[key] = list(values)
        written.append(f"{name} IN (SELECT unnest(${key}))")
    return " AND ".join(written)


def _figure(definition: Definition, names: list[str], row: tuple) -> Figure:
    is_with_branches, office, head_office, period, count, base, median, people, members, *rest = (
        row
    )
    cut = {name: rest[2 * at] for at, name in enumerate(names) if not rest[2 * at + 1]}
    return Figure(
        office=head_office if is_with_branches else office,
        is_with_branches=is_with_branches,
        period=period,
        cut=tuple(cut),
        values=tuple("" if value is None else str(value) for value in cut.values()),
        count=count,
        base=base if definition.share or definition.median else None,
        median=median,
        people=people,
        members=members or 0,
    )
