"""The figures of a signed month as others may have them: few are hidden, all others rounded.

Each breakdown goes through disclosure control as partners are shown it, whoever then gets the
file: one number of the same people is the same in every format. Areas stand in the 5W alone, whose
rows have no total that they could be subtracted from.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from amparo.foundation.core.code_lists import codes
from amparo.foundation.disclosure_control.audiences import RULES, Audience
from amparo.foundation.disclosure_control.publication import PublishedCell, PublishedTable
from amparo.foundation.disclosure_control.release import release
from amparo.foundation.disclosure_control.restrictions import find_refusal
from amparo.foundation.disclosure_control.secret import rounding_secret
from amparo.foundation.disclosure_control.stored_tables import table_as_data, table_from_data
from amparo.foundation.disclosure_control.tables import Dimension, Table

from . import figures
from .activity_funding import Source
from .engine import Period
from .figures import ACTIVITY, FOR_WHOM, Figures
from .holdings import (
    PERSONS,
    PERSONS_NOT_RESTRICTED,
    Readers,
    measure_of,
    office_dimension,
    scope_code,
)
from .labels import ORDER
from .models import FrozenFigures, Indicator, MonthlyReport
from .project_totals import totals_of_projects

AUDIENCE = Audience.PARTNER
# What leaves is broken down by each of these, if the definition lists it.
BREAKDOWNS = ("sex", "age_group", "disability")
# Nobody has two of these in one month; an age or a disability may change within it.
_ALWAYS_ONE = {"sex"}
_PART = "part"

type Numbers = Callable[[figures.Cell], list]


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """One cell as others see it: `value` is None where it is hidden.

    A number of persons or records, a whole per cent, or whole days; `base` is of how many.
    """

    value: int | None
    base: int | None = None


HIDDEN = PublishedFigure(None)


@dataclass(frozen=True, slots=True)
class Activity:
    """One row of the 5W: how many persons got a service of a provider in an area.

    `parts` are the persons by age group and sex; None where hidden. `funding` is what paid for it.
    """

    area1: str
    provider: str
    service: str
    reached: int
    parts: dict[tuple[str, str], int | None]
    funding: tuple[Source, ...] = ()


def label_of(name: str = "", value: str = "") -> str:
    """The label of a cell: "sex=female"; "" of the total."""
    return f"{name}={value}" if name else ""


def labels_of(by: Iterable[str]) -> list[tuple[str, str]]:
    """Name and value of each cell that leaves, the total as ("", "") first."""
    listed = set(by)
    found = [(name, value) for name in BREAKDOWNS if name in listed for value in values_of(name)]
    return [("", ""), *found]


def values_of(name: str) -> tuple[str, ...]:
    """All values of a breakdown, what is not known among them."""
    if name == "sex":
        listed = [code for code, _text in codes.choices("sex")]
        return tuple(dict.fromkeys([*listed, "unknown"]))
    return ORDER[name]


class PublishedFigures:
    """What was released of one report; made by `prepare`, stored as data."""

    def __init__(self, data: dict[str, Any]):
        self._data = data

    def figure(self, version: int, name: str = "", value: str = "") -> PublishedFigure:
        found = self._data["figures"].get(str(version), {}).get(label_of(name, value))
        return PublishedFigure(*found) if found else HIDDEN

    def is_refused(self, version: int) -> bool:
        """Whether nothing of an indicator may leave."""
        return version in self._data["refused"]

    def has_project(self, label: str) -> bool:
        return label in self._data["projects"]

    def of_project(self, label: str) -> int | None:
        """The persons of a project by `project_totals.label_of`; None where hidden."""
        return self._data["projects"].get(label)

    @property
    def activities(self) -> list[Activity]:
        paid: dict[tuple[str, ...], list[Source]] = {}
        for *at, name, key in self._data.get("funding", ()):  # none in releases of before
            paid.setdefault(tuple(at), []).append((name, key))
        return [
            Activity(
                area1, provider, service, reached, {(age, sex): n for age, sex, n in parts},
                tuple(paid.get((area1, provider, service), ())),
            )
            for area1, provider, service, reached, parts in self._data["activities"]
        ]  # fmt: skip

    @property
    def tables(self) -> list[PublishedTable]:
        """What partners hold by this report: a later audit of what they get begins with it."""
        return [table_from_data(each) for each in self._data["tables"]]


# Preparing.


def prepare(report: MonthlyReport) -> dict[str, Any]:
    """Returns what `PublishedFigures` reads. It takes seconds: a job, not a page.

    Each indicator is audited with all that partners, and others who may be given the files, hold
    of the same month (`holdings`).
    """
    secret, readers = rounding_secret(), Readers()
    data: dict[str, Any] = {"figures": {}, "refused": [], "activities": [], "projects": {}}
    held: list[PublishedTable] = []
    for frozen in report.figures.select_related("version__indicator").order_by("version_id"):
        given = _release(frozen, report, secret, readers)
        if given is None:
            data["refused"].append(frozen.version_id)
        else:
            shown = _shown_figures(frozen.version.indicator.unit, *given)
            data["figures"][str(frozen.version_id)] = shown
            held += [table for tables in given for table in tables]
        if not data["activities"]:
            rows = list(_activities(frozen, report, secret, readers))
            data["activities"] = [row for row, _table in rows]
            data["funding"] = list(_funding(frozen, data["activities"]))
            held += [table for _row, table in rows]
    data["projects"] = totals_of_projects(report, readers, held)
    data["tables"] = [table_as_data(each) for each in held]
    return data


type Tables = tuple[PublishedTable, ...]


def _release(
    frozen: FrozenFigures, report: MonthlyReport, secret: bytes, readers: Readers
) -> tuple[Tables, Tables] | None:
    """The tables of an indicator and, where it counts no persons, of the persons behind it; None
    where nothing of it may leave.
    """
    unit = frozen.version.indicator.unit
    tables = [_tables(frozen, report, amounts_of(unit))]
    if unit != Indicator.Unit.PERCENT and not frozen.version.parsed.counts_persons:
        tables.append(_tables(frozen, report, persons_of, PERSONS))
    given = []
    for each in tables:
        linked = readers.linked_with(table.measure for table in each)
        released = release(each, AUDIENCE, secret, *linked)
        if released.refused_because or _is_refused(each, has_restricted_kind=True):
            return None
        given.append(released.tables)
    return given[0], given[1] if len(given) > 1 else ()


def _is_refused(tables: Iterable[Table], *, has_restricted_kind: bool) -> bool:
    return any(
        find_refusal(each.dimensions, AUDIENCE, has_restricted_kind=has_restricted_kind)
        for each in tables
    )


def _shown_figures(unit: str, tables: Tables, persons: Tables) -> dict[str, list[int | None]]:
    """Value and base of each cell by its label. Seven services of two persons are two persons."""
    found = _as_data(unit, tables)
    if not persons:
        return found
    counted = _as_data(Indicator.Unit.NUMBER, persons)
    return {
        label: shown if counted.get(label, (None,))[0] is not None else [None, None]
        for label, shown in found.items()
    }


def _tables(
    frozen: FrozenFigures, report: MonthlyReport, numbers: Numbers, suffix: str = ""
) -> list[Table]:
    """The total, and the total with each breakdown that leaves. Numbers of one measure are
    linked.
    """
    found, definition = Figures(frozen.figures), frozen.version.parsed
    total = found.total(Period.MONTH, report.month)
    measure = measure_of(frozen.version, report, suffix)
    part = _PART if frozen.version.indicator.unit == Indicator.Unit.PERCENT else ""
    dimensions, at = [office_dimension(report)], [scope_code(report)]
    tables = []
    for name in BREAKDOWNS:
        if name in definition.by and found.has_cut(Period.MONTH, report.month, (name,)):
            cells = _merged(
                (each.values[0], numbers(each))
                for each in found.cells(Period.MONTH, report.month, (name,))
            )
            is_one = definition.counts_persons and name in _ALWAYS_ONE
            of = Dimension(name, _categories(name, cells), is_overlapping=not is_one)
            rows = [(*at, None, *numbers(total))]
            rows += [(*at, value, *row) for value, row in cells.items()]
            tables.append(Table.from_rows(measure, [*dimensions, of], rows, part))
    return tables or [Table.from_rows(measure, dimensions, [(*at, *numbers(total))], part)]


def _merged(rows: Iterable[tuple[str, list]]) -> dict[str, list]:
    """What is not known and what was never written are one category."""
    found: dict[str, list] = {}
    for value, row in rows:
        at = value or "unknown"
        if at in found:
            count, key, numerator, numerator_key, median = found[at]
            part = None if numerator is None else numerator + row[2]
            found[at] = [count + row[0], key ^ row[1], part, numerator_key ^ row[3], median]
        else:
            found[at] = row
    return found


def _categories(name: str, seen: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*values_of(name), *seen]))


def amounts_of(unit: str) -> Numbers:
    """Of a cell count, key, numerator, its key and median, as `Table.from_rows` takes them.

    Of a whole nobody's key is stored: its number stands for it, and is rounded alike wherever it
    is the same.
    """

    def numbers(cell: figures.Cell) -> list:
        base = cell.base or 0
        if unit == Indicator.Unit.PERCENT:
            return [base, base, cell.count, cell.members, None]
        if unit == Indicator.Unit.DAYS:
            return [base, base, None, 0, cell.median]
        return [cell.count, cell.members, None, 0, None]

    return numbers


def persons_of(cell: figures.Cell) -> list:
    """The same of the persons behind what is counted."""
    return [cell.people or 0, cell.members, None, 0, None]


def _as_data(unit: str, tables: Iterable[PublishedTable]) -> dict[str, list[int | None]]:
    found: dict[str, list[int | None]] = {}
    for table in tables:
        name = table.dimensions[-1].name
        for cell in table.cells:
            value = cell.values[-1] if name in BREAKDOWNS else None
            label = label_of(name, value) if value else ""
            if label not in found or found[label][0] is not None:  # hidden in one: hidden
                found[label] = _shown(unit, cell)
    return found


def _shown(unit: str, cell: PublishedCell) -> list[int | None]:
    base = cell.people.number
    if unit == Indicator.Unit.PERCENT:
        return [cell.share, base if cell.share is not None else None]
    if unit == Indicator.Unit.DAYS:
        is_shown = base is not None
        return [cell.median if is_shown else None, base if cell.median is not None else None]
    return [base, None]


def _activities(
    frozen: FrozenFigures, report: MonthlyReport, secret: bytes, readers: Readers
) -> Iterator[tuple[list, PublishedTable]]:
    """Yields the rows of the 5W; one with fewer persons than are shown is left out.

    Restricted cases were left out when it was counted.
    """
    grouped: dict[tuple[str, ...], list[tuple]] = {}
    for *values, people, members in frozen.figures.get("activities", ()):
        at = tuple(values[: len(ACTIVITY)])
        grouped.setdefault(at, []).append((*values[len(ACTIVITY) :], people, members))
    for at, rows in sorted(grouped.items()):
        counted = _activity_table(frozen, report, at, rows)
        linked = readers.linked_with([counted.measure])
        for table in release([counted], AUDIENCE, secret, *linked).tables:
            cells = {each.values[-len(FOR_WHOM) :]: each.people.number for each in table.cells}
            reached = cells.pop((None,) * len(FOR_WHOM), None)
            if reached is not None:
                parts = [[*who, count] for who, count in sorted(cells.items())]
                yield [*at, reached, parts], table


def _funding(frozen: FrozenFigures, activities: Iterable[list]) -> Iterator[list[str]]:
    """Yields what paid for the rows that leave: named only where it paid for as many persons as
    a number is shown of, and without their number.
    """
    shown = {tuple(row[: len(ACTIVITY)]) for row in activities}
    for *at, name, key, people in frozen.figures.get("funding", ()):
        if tuple(at) in shown and people >= RULES[AUDIENCE].threshold:
            yield [*at, name, key]


def _activity_table(
    frozen: FrozenFigures, report: MonthlyReport, at: tuple[str, ...], rows: list[tuple]
) -> Table:
    merged: dict[tuple, list[int]] = {}
    for *who, people, members in rows:
        values = tuple(value if value is None else value or "unknown" for value in who)
        count, key = merged.get(values, (0, 0))
        merged[values] = [count + people, key ^ members]
    dimensions, where = [office_dimension(report)], [scope_code(report)]
    named = "/".join(value or "none" for value in at)
    for position, name in enumerate(FOR_WHOM):
        seen = [values[position] for values in merged if values[position]]
        is_one = name in _ALWAYS_ONE
        dimensions.append(Dimension(name, _categories(name, seen), is_overlapping=not is_one))
    cells = [(*where, *values, *row) for values, row in merged.items()]
    # No row of the 5W has a total with others: each is linked with the same of other offices.
    measure = measure_of(frozen.version, report, f"{PERSONS_NOT_RESTRICTED}, {named}")
    return Table.from_rows(measure, dimensions, cells)
