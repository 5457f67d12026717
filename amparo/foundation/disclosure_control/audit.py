"""What readers can work out of all the tables that they hold: an audit by linear programming.

The reader is assumed to know the rules, to hold every table of the measure and to make no
mistake. Unknown are the people of each combination of categories, at least none; known are the
published numbers and how categories make up totals. For each small number the programs find the
least and the most that it may be (Zayatz 1992, «Using linear programming methodology for
disclosure avoidance purposes», U.S. Bureau of the Census RR-92/02). Where a whole number alone
would fit the bounds may be narrower still: they are those of the relaxed program, rounded inwards.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, product
from math import ceil, floor

from .audiences import PublicationRule
from .linear_programs import LinearProgram
from .publication import PublishedCell, PublishedNumber, PublishedTable
from .tables import Dimension, Values, replaced
from .unknowns import OTHERS, Axis, Block, relate_layers, separate

MAXIMUM_UNKNOWNS = 20_000
TOLERANCE = 1e-6
NUMERATOR = ("yes", "no")

Combination = Mapping[str, str]


class AuditTooLargeError(ValueError):
    """The tables of one measure together have more combinations than are audited."""


@dataclass(frozen=True)
class Source:
    """Where a published number stands: table and cell by position; a numerator or the people."""

    table: int
    cell: int
    is_numerator: bool


@dataclass(frozen=True)
class Disclosure:
    """A small number of people that readers can work out, or nearly.

    `rests_on` are the published numbers without which they could not.
    """

    measure: str
    combination: tuple[tuple[str, str], ...]
    low: int
    high: int
    rests_on: tuple[Source, ...] = ()


@dataclass(frozen=True)
class InsiderKnowledge:
    """What one reader knows beside the tables: at least `low`, at most `high` of a combination."""

    combination: Combination
    low: int
    high: int | None = None


def find_disclosures(
    tables: Iterable[PublishedTable],
    rule: PublicationRule,
    knowledge: Iterable[InsiderKnowledge] = (),
    among: Iterable[Disclosure] | None = None,
) -> list[Disclosure]:
    """Returns the small numbers whose bounds are closer to each other than the rule allows.

    `tables` are all that one recipient holds; with `among` only what these disclosed is looked
    at again. Raises AuditTooLargeError, and `InfeasibleError` where the tables contradict each
    other.
    """
    listed, known = list(tables), list(knowledge)
    wanted = None if among is None else {(each.measure, each.combination) for each in among}
    found: list[Disclosure] = []
    for measure in dict.fromkeys(each.measure for each in listed):
        if wanted is None or any(measure == each for each, _combination in wanted):
            linked = LinkedTables(listed, measure, known)
            found += linked.disclosures(rule, known, wanted)
    return found


class LinkedTables:
    """All published tables of one measure, as one system of unknowns.

    Dimensions that no table crosses with each other are blocks of their own (`Block`), which
    agree on the people of what they share. That says as much as crossing them all: whatever two
    blocks agree on can be put together to one world, by sharing out each block in proportion.
    """

    def __init__(
        self, tables: list[PublishedTable], measure: str,
        knowledge: Iterable[InsiderKnowledge] = (),
    ):  # fmt: skip
        self.measure = measure
        self.tables = {at: each for at, each in enumerate(tables) if each.measure == measure}
        self.dimensions = self._dimensions()
        self.universes = {name: self._universe(name) for name in self.dimensions}
        crossed = {each for table in self.tables.values() for each in self._groupings(table)}
        known = {frozenset(each.combination) & set(self.dimensions) for each in knowledge}
        self.shared, groups = separate(list(self.dimensions), crossed | known)
        axes = {name: self._axis(name) for name in self.dimensions}
        self.blocks: list[Block] = []
        for names in groups:
            first = self.size
            self.blocks.append(Block([axes[name] for name in names], first))
        if self.size > MAXIMUM_UNKNOWNS:
            sizes = [[len(each) for each in block.axes] for block in self.blocks]
            raise AuditTooLargeError(f"{measure}: {sizes}")
        self.published = list(self._published())

    @property
    def size(self) -> int:
        """How many unknowns there are."""
        return sum(each.size for each in self.blocks)

    def _is_crossed(self, names: Iterable[str]) -> bool:
        return any(each.names.issuperset(names) for each in self.blocks)

    def _block_of(self, names: Iterable[str]) -> Block:
        wanted = frozenset(names) & set(self.dimensions)
        return next(each for each in self.blocks if wanted <= each.names)

    def disclosures(
        self, rule: PublicationRule, knowledge: list[InsiderKnowledge], wanted: set | None
    ) -> list[Disclosure]:
        """Returns what is disclosed of this measure, see `find_disclosures`."""
        program = LinearProgram(self.size)
        sources = self._constrain(program, knowledge)
        targets = {
            terms: combination
            for terms, combination in self._targets(rule).items()
            if wanted is None or (self.measure, combination) in wanted
        }
        search = _Search(program, rule, list(targets))
        return [
            Disclosure(
                self.measure, targets[terms], low, high,
                tuple(chain.from_iterable(sources[row] for row in sorted(rows) if row in sources)),
            )
            for terms, low, high, rows in search.narrow()
        ]  # fmt: skip

    # The unknowns.

    def _dimensions(self) -> dict[str, list[Dimension]]:
        """Returns each dimension as the tables declare it."""
        found: dict[str, list[Dimension]] = {}
        for table in self.tables.values():
            for each in table.dimensions:
                found.setdefault(each.name, []).append(each)
            if table.numerator:
                found.setdefault(table.numerator, []).append(
                    Dimension(table.numerator, categories=NUMERATOR)
                )
        return found

    def _universe(self, name: str) -> frozenset[str]:
        declared = self.dimensions[name]
        members = {each for of in declared for each in of.categories}
        groups = {label: group for of in declared for label, group in of.groups.items()}
        members |= {each for group in groups.values() for each in group}
        members |= {value for value in self._values(name) if value not in groups}
        is_complete = any(of.categories for of in declared) or any(
            name in table.complete for table in self.tables.values()
        )
        return frozenset(members if is_complete else members | {OTHERS})

    def _values(self, name: str) -> Iterator[str]:
        for table in self.tables.values():
            for position, of in enumerate(table.dimensions):
                if of.name == name:
                    yield from {value for cell in table.cells if (value := cell.values[position])}

    def _members(self, name: str, value: str | None) -> frozenset[str]:
        if value is None:
            return self.universes[name]
        for of in self.dimensions[name]:
            if value in of.groups:
                return of.groups[value]
        return frozenset({value})

    def _axis(self, name: str) -> Axis:
        universe = self.universes[name]
        sets = {self._members(name, value) for value in self._values(name)}
        if any(name == table.numerator for table in self.tables.values()):
            sets |= {frozenset({each}) for each in NUMERATOR}
        alike: dict[tuple[bool, ...], set[str]] = {}
        ordered = sorted(sets, key=sorted)
        for member in sorted(universe):
            alike.setdefault(tuple(member in each for each in ordered), set()).add(member)
        axis = Axis(name, any(of.is_overlapping for of in self.dimensions[name]))
        axis.parts = [frozenset(each) for each in alike.values()]
        if axis.is_overlapping:
            axis.add_layers({*sets, universe})
        return axis

    # What is known of them.

    def _constrain(
        self, program: LinearProgram, knowledge: list[InsiderKnowledge]
    ) -> dict[int, list[Source]]:
        """Adds all that a reader knows; returns which shown numbers each row comes from."""
        sources = self._add_published(program)
        for each in knowledge:
            terms = self._terms(each.combination)
            if not terms:
                raise ValueError(f"no table speaks of {each.combination}")
            program.add_row(dict.fromkeys(terms, 1), each.low, each.high)
        for block in self.blocks:
            relate_layers(program, block)
        self._relate_blocks(program)
        for coefficients in self._sums():
            program.add_row(coefficients, 0, 0)
        return sources

    def _add_published(self, program: LinearProgram) -> dict[int, list[Source]]:
        rows: dict[tuple[int, ...], int] = {}
        sources: dict[int, list[Source]] = {}
        for source, number, terms in self.published:
            if number.low == 0 and number.high is None:
                continue
            if terms not in rows:
                rows[terms] = program.add_row(dict.fromkeys(terms, 1), 0, None)
            program.tighten(rows[terms], number.low, number.high)
            if number.number is not None:
                sources.setdefault(rows[terms], []).append(source)
        return sources

    def _published(self) -> Iterator[tuple[Source, PublishedNumber, tuple[int, ...]]]:
        for table_at, table in self.tables.items():
            for cell_at, cell in enumerate(table.cells):
                combination = _combination(table, cell)
                yield Source(table_at, cell_at, False), cell.people, self._terms(combination)
                if cell.numerator is not None:
                    terms = self._terms({**combination, table.numerator: NUMERATOR[0]})
                    yield Source(table_at, cell_at, True), cell.numerator, terms

    def _terms(self, combination: Combination) -> tuple[int, ...]:
        """Returns the unknowns that add up to the people of a combination of categories."""
        return self._terms_in(self._block_of(combination), combination)

    def _terms_in(self, block: Block, combination: Combination) -> tuple[int, ...]:
        return block.flat([
            axis.positions(self._members(axis.name, combination.get(axis.name)))
            for axis in block.axes
        ])  # fmt: skip

    def _relate_blocks(self, program: LinearProgram) -> None:
        """Each block holds the same people of every combination of what all of them share."""
        first, *others = self.blocks
        for block in others:
            for one, two in zip(self._shared(first), self._shared(block), strict=True):
                program.add_row(dict.fromkeys(one, 1) | dict.fromkeys(two, -1), 0, 0)

    def _shared(self, block: Block) -> Iterator[tuple[int, ...]]:
        choices = [
            [(at,) for at in range(len(axis))]
            if axis.name in self.shared
            else [axis.positions(self.universes[axis.name])]
            for axis in block.axes
        ]
        for chosen in product(*choices):
            yield block.flat(list(chosen))

    def _sums(self) -> Iterator[dict[int, int]]:
        """Yields totals of dimensions that overlap elsewhere and do not in this table."""
        axes = [axis for block in self.blocks for axis in block.axes]
        overlapping = {axis.name for axis in axes if axis.is_overlapping}
        for table in self.tables.values():
            for position, of in enumerate(table.dimensions):
                if of.name not in table.complete & overlapping:
                    continue
                known = {cell.values[position] for cell in table.cells}
                listed = sorted(each for each in known if each and each not in of.groups)
                for cell in table.cells:
                    names = {*_combination(table, cell), of.name}
                    # What is crossed nowhere adds up by itself.
                    if cell.values[position] is None and self._is_crossed(names):
                        yield self._sum(table, cell, position, listed)

    def _sum(
        self, table: PublishedTable, cell: PublishedCell, position: int, listed: list[str]
    ) -> dict[int, int]:
        coefficients = dict.fromkeys(self._terms(_combination(table, cell)), -1)
        for each in listed:
            values = replaced(cell.values, position, each)
            for term in self._terms(_named(table, values)):
                coefficients[term] = coefficients.get(term, 0) + 1
        return coefficients

    # What must not be known.

    def _targets(
        self, rule: PublicationRule
    ) -> dict[tuple[int, ...], tuple[tuple[str, str], ...]]:
        """Returns the finest combinations that any table speaks of, unless readers may know them.

        A difference of two published sets is among them: what was added since last month.
        """
        allowed = {
            terms for _source, number, terms in self.published if number.low >= rule.threshold
        }
        targets = {
            terms: combination for terms, combination in self._hidden() if terms not in allowed
        }
        for table in self.tables.values():
            for grouping in self._groupings(table):
                for terms, combination in self._finest(grouping):
                    if terms not in allowed:
                        targets.setdefault(terms, combination)
        return targets

    def _hidden(self) -> Iterator[tuple[tuple[int, ...], tuple[tuple[str, str], ...]]]:
        for source, number, terms in self.published:
            if number.number is None:
                table = self.tables[source.table]
                combination = _combination(table, table.cells[source.cell])
                if source.is_numerator:
                    combination[table.numerator] = NUMERATOR[0]
                yield terms, tuple(combination.items())

    def _groupings(self, table: PublishedTable) -> list[frozenset[str]]:
        """Returns which dimensions the cells of a table are broken down by."""
        found = {frozenset(_combination(table, cell)) for cell in table.cells}
        if table.numerator:
            found |= {each | {table.numerator} for each in found}
        return sorted(found, key=sorted)  # always alike, as what is hidden depends on it

    def _finest(
        self, grouping: frozenset[str]
    ) -> Iterator[tuple[tuple[int, ...], tuple[tuple[str, str], ...]]]:
        block = self._block_of(grouping)
        choices = [
            [((at,), label) for at, label in axis.choices()]
            if axis.name in grouping
            else [(axis.positions(self.universes[axis.name]), None)]
            for axis in block.axes
        ]
        for chosen in product(*choices):
            combination = tuple(
                (axis.name, label)
                for axis, (_at, label) in zip(block.axes, chosen, strict=True)
                if label is not None
            )
            yield block.flat([positions for positions, _label in chosen]), combination


def _combination(table: PublishedTable, cell: PublishedCell) -> dict[str, str]:
    return _named(table, cell.values)


def _named(table: PublishedTable, values: Values) -> dict[str, str]:
    return {
        of.name: value
        for of, value in zip(table.dimensions, values, strict=True)
        if value is not None
    }


class _Search:
    """The bounds of many sums of unknowns under one program.

    Every solution is a world that the reader cannot exclude. It widens what is known to be
    possible for all targets at once, so that most of them need no program of their own.
    """

    def __init__(
        self, program: LinearProgram, rule: PublicationRule, targets: list[tuple[int, ...]]
    ):
        self.program, self.rule = program, rule
        self.open = dict.fromkeys(targets, (float("inf"), float("-inf")))

    def narrow(self) -> Iterator[tuple[tuple[int, ...], int, int, set[int]]]:
        """Yields the targets that are too narrow with their bounds, and the rows these rest on."""
        while self.open:
            terms = next(iter(self.open))
            high, binding_above = self._solve(terms, is_maximum=True)
            if terms not in self.open:
                continue
            low, binding_below = self._solve(terms, is_maximum=False)
            if self.open.pop(terms, None) is not None and self._is_small(low, high):
                yield terms, low, high, binding_above | binding_below

    def _is_small(self, low: int, high: int) -> bool:
        return low < self.rule.threshold and (high > 0 or self.rule.hides_zero)

    def _solve(self, terms: tuple[int, ...], *, is_maximum: bool) -> tuple[int, set[int]]:
        solution = self.program.optimize(terms, is_maximum=is_maximum)
        self._widen(solution.values)
        bound = sum(solution.values[at] for at in terms)
        whole = floor(bound + TOLERANCE) if is_maximum else ceil(bound - TOLERANCE)
        return whole, set(solution.binding_rows)

    def _widen(self, values: list[float]) -> None:
        for terms, (low, high) in list(self.open.items()):
            value = sum(values[at] for at in terms)
            low, high = min(low, value), max(high, value)
            if floor(high + TOLERANCE) - ceil(low - TOLERANCE) >= self.rule.minimum_width:
                del self.open[terms]
            else:
                self.open[terms] = (low, high)
