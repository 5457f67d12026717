"""Tables of counted people, with a key of who is in each cell, as the facts answer them.

Every cell is counted, the totals too: one person may be in several categories, and a total is
rounded by its own people. A row of DuckDB becomes a cell as it is:

    SELECT area, sex, count(DISTINCT person), bit_xor(DISTINCT person)
    FROM assisted GROUP BY GROUPING SETS ((area, sex), (area), (sex), ())

where `person` is the keyed pseudonym of 64 bits. It must stay the same for a person from one
computation to the next: other pseudonyms round anew, and whoever averages the answers learns them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import product
from operator import xor

KEY_MASK = 2**64 - 1

Values = tuple[str | None, ...]


def combine_keys(person_keys: Iterable[int]) -> int:
    """Returns the key of a group: the xor of the keys of its people, each given once."""
    return reduce(xor, person_keys, 0) & KEY_MASK


@dataclass(frozen=True)
class Dimension:
    """What a table is broken down by.

    `categories` is the whole list, which is always shown, whether a category holds anybody or not
    (what is not known is one of them); without it the list is open, and a label alone says that
    somebody is there. `groups` are categories made
    of others (a province of its municipalities, the year to date of its months). Where one person
    may be in several categories it `is_overlapping`. `area_level` is 1 for the largest areas;
    `period_months` is the length of a period, 0 where it is shorter than a month.
    """

    name: str
    categories: tuple[str, ...] = ()
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    is_overlapping: bool = False
    area_level: int | None = None
    period_months: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """The people of one combination of categories; None stands for all of a dimension.

    A share is a narrower filter of the same people: `numerator` with the key of those in it. A
    `median` is in days.
    """

    values: Values
    count: int
    key: int
    numerator: int | None = None
    numerator_key: int = 0
    median: float | None = None


@dataclass(frozen=True)
class Table:
    """What was counted, by which dimensions.

    `measure` names what is counted, over which people: numbers of one measure are linked, in
    whichever tables they stand. A filter is a dimension of one category. `numerator` names the
    narrower filter of shares.
    """

    measure: str
    dimensions: tuple[Dimension, ...]
    cells: tuple[Cell, ...]
    numerator: str = ""

    @classmethod
    def from_rows(
        cls, measure: str, dimensions: Sequence[Dimension], rows: Iterable[Sequence],
        numerator: str = "",
    ) -> "Table":  # fmt: skip
        """Returns a table of rows: a category for each dimension, count, key, and where wanted
        numerator, its key and median.

        Within a grouping that occurs every combination was asked for: those that the answer does
        not mention hold nobody, and are added. Raises ValueError where counts are impossible.
        """
        size = len(dimensions)
        cells = [Cell(tuple(row[:size]), *row[size:]) for row in rows]
        table = cls(measure, tuple(dimensions), _signless(cells), numerator)
        _check(table)
        return replace(table, cells=(*table.cells, *_empty_cells(table)))

    def position(self, name: str) -> int:
        """Returns where the dimension of this name stands in the values of a cell."""
        return [each.name for each in self.dimensions].index(name)


def replaced(values: Values, position: int, value: str | None) -> Values:
    """Returns the values with another category at this position."""
    return (*values[:position], value, *values[position + 1 :])


def complete_dimensions(table: Table) -> frozenset[str]:
    """Returns the dimensions whose totals are exactly the people of the listed categories.

    Raises ValueError where the parts of a dimension add up to more than its total though nobody
    may be in two of them, or to less though they are the whole list.
    """
    known = {cell.values: cell for cell in table.cells}
    return frozenset(
        each.name
        for position, each in enumerate(table.dimensions)
        if _is_complete(known, position, each, table.measure)
    )


def _is_complete(known: Mapping[Values, Cell], position: int, of: Dimension, measure: str) -> bool:
    base = {values[position] for values in known} - {None, *of.groups}
    found = []
    for values, total in known.items():
        if values[position] is not None:
            continue
        parts = [known[at] for each in base if (at := replaced(values, position, each)) in known]
        if not parts:
            continue
        counted = sum(part.count for part in parts)
        if counted > total.count and not of.is_overlapping:
            raise ValueError(f"{measure}: the parts by {of.name} are more than their total")
        if counted < total.count and of.categories:
            raise ValueError(f"{measure}: the parts by {of.name} are less than their total")
        same = combine_keys(part.key for part in parts) == total.key
        found.append(same and counted == total.count)
    return bool(found) and all(found)


def _signless(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Keys of a signed column are as good as those of an unsigned one."""
    return tuple(
        replace(
            cell,
            key=(cell.key or 0) & KEY_MASK,
            numerator_key=(cell.numerator_key or 0) & KEY_MASK,
        )
        for cell in cells
    )


def _check(table: Table) -> None:
    if len({cell.values for cell in table.cells}) < len(table.cells):
        raise ValueError(f"{table.measure}: a cell stands there twice")
    for cell in table.cells:
        if not 0 <= (cell.numerator or 0) <= cell.count:
            raise ValueError(f"{table.measure}: a numerator is no part of its denominator")


def _empty_cells(table: Table) -> Iterator[Cell]:
    known = {cell.values for cell in table.cells}
    nobody = 0 if table.numerator else None
    for grouping in sorted({_grouping(table, values) for values in known}):
        lists = [_categories(table, position, kind) for position, kind in enumerate(grouping)]
        for values in product(*lists):
            if values not in known:
                yield Cell(values, 0, 0, nobody)


def _grouping(table: Table, values: Values) -> tuple[str, ...]:
    """Says for each dimension whether a cell is of all, of a group or of one category."""
    return tuple(
        "all" if value is None else "group" if value in of.groups else "one"
        for value, of in zip(values, table.dimensions, strict=True)
    )


def _categories(table: Table, position: int, kind: str) -> list[str | None]:
    if kind == "all":
        return [None]
    of = table.dimensions[position]
    seen = {cell.values[position] for cell in table.cells} - {None}
    if kind == "group":
        return sorted(seen & set(of.groups), key=str)
    return sorted((seen - set(of.groups)) | set(of.categories), key=str)
