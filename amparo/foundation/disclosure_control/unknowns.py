"""The unknowns of an audit: how categories overlap, and which dimensions are crossed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from math import prod

from .linear_programs import LinearProgram

OTHERS = ""  # categories that were not listed


@dataclass
class Axis:
    """The finest sets of categories which the tables tell apart, and how larger ones are made.

    `parts` are these sets. Where nobody is in two of them a larger set is their sum. Else each
    larger set (`layers`) is an unknown of its own, and so are those who are in one set and in no
    part of the next smaller one (`differences`, by position); they follow in this order.
    """

    name: str
    is_overlapping: bool
    parts: list[frozenset[str]] = field(default_factory=list)
    layers: list[frozenset[str]] = field(default_factory=list)
    differences: list[tuple[int, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.parts) + len(self.layers) + len(self.differences)

    def add_layers(self, sets: Iterable[frozenset[str]]) -> None:
        """Makes unknowns of these sets and of their differences."""
        larger = {each for each in sets if each not in self.parts}
        self.layers = sorted(larger, key=lambda each: (len(each), sorted(each)))
        known = [*self.parts, *self.layers]
        self.differences = [
            (large, small)
            for large, small in product(range(len(known)), repeat=2)
            if known[small] < known[large]
            and not any(known[small] < each < known[large] for each in known)
        ]

    def choices(self) -> list[tuple[int, str]]:
        """Returns what is told apart, with its label."""
        known = [*self.parts, *self.layers]
        labels = [_label(each) for each in self.parts]
        without = [f"{_label(known[one])} - {_label(known[two])}" for one, two in self.differences]
        first = len(known)
        return [*enumerate(labels), *enumerate(without, start=first)]

    def parts_of(self, members: frozenset[str]) -> tuple[int, ...]:
        return tuple(at for at, part in enumerate(self.parts) if part <= members)

    def positions(self, members: frozenset[str]) -> tuple[int, ...]:
        """Returns the unknowns that add up to these categories."""
        if self.is_overlapping and members in self.layers:
            return (len(self.parts) + self.layers.index(members),)
        return self.parts_of(members)


class Block:
    """The axes of dimensions that some table breaks down together, from position `first` on."""

    def __init__(self, axes: list[Axis], first: int):
        self.axes, self.first = axes, first
        self.names = frozenset(each.name for each in axes)
        self.size = prod(map(len, axes))
        self.strides = [prod(map(len, axes[at + 1 :])) for at in range(len(axes))]

    def flat(self, positions: list[tuple[int, ...]]) -> tuple[int, ...]:
        return tuple(
            self.first + sum(at * stride for at, stride in zip(each, self.strides, strict=True))
            for each in product(*positions)
        )


def separate(
    names: list[str], crossed: Iterable[frozenset[str]]
) -> tuple[frozenset[str], list[list[str]]]:
    """Returns what every breakdown shares, and the dimensions that are crossed with one another,
    each group with what is shared.
    """
    largest = [each for each in crossed if not any(each < other for other in crossed)]
    shared = frozenset(names).intersection(*largest)
    groups: list[set[str]] = []
    for each in largest:
        joined = set(each - shared)
        for group in [group for group in groups if group & joined]:
            groups.remove(group)
            joined |= group
        groups.append(joined)
    listed = [[name for name in names if name in group | shared] for group in groups]
    return shared, sorted(listed) or [names]


def relate_layers(program: LinearProgram, block: Block) -> None:
    """A larger set holds at least the people of each set in it, at most all of them."""
    for axis_at, axis in enumerate(block.axes):
        if axis.is_overlapping:
            _relate_layers_of(program, block, axis_at)


def _relate_layers_of(program: LinearProgram, block: Block, axis_at: int) -> None:
    axis, stride = block.axes[axis_at], block.strides[axis_at]
    every = [tuple((at,) for at in range(len(each))) for each in block.axes]
    first_difference = len(axis.parts) + len(axis.layers)
    for others in product(*every[:axis_at], ((0,),), *every[axis_at + 1 :]):
        base = block.flat(list(others))[0]
        at = [base + each * stride for each in range(len(axis))]
        for layer_at, layer in enumerate(axis.layers, start=len(axis.parts)):
            inside = {at[each]: 1 for each in axis.parts_of(layer)}
            program.add_row({**inside, at[layer_at]: -1}, 0, None)
        for of_it, (large, small) in enumerate(axis.differences, start=first_difference):
            program.add_row({at[large]: 1, at[small]: -1, at[of_it]: -1}, 0, 0)


def _label(members: frozenset[str]) -> str:
    return " + ".join(sorted(members)) or OTHERS
