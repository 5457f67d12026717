"""Unmet needs of one month rolled up until each pattern holds enough cases. Pure.

Each need lies in exactly one pattern, and no total is counted beside them: nothing can be worked
out by subtraction. What is rare loses its right first, then its type of service, then its place;
what is too rare even in a country is in no pattern. Numbers are rounded by a key of the cases in
them (`disclosure_control.rounding`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial

from amparo.foundation.disclosure_control.audiences import BASE, RULES, Audience
from amparo.foundation.disclosure_control.rounding import round_count
from amparo.foundation.disclosure_control.tables import combine_keys

RULE = RULES[Audience.GOVERNMENT]
THRESHOLD = RULE.threshold


@dataclass(frozen=True, slots=True)
class UnmetCase:
    """That one case had an unmet need of a type of service at some time of a month.

    `key` stands for the case: 64 bits that nobody can turn back, the same every night. `place` is
    the key of a place, or None where none is known. `right` is "" while nobody confirmed one.
    """

    key: int
    place: int | None
    service_type: str
    right: str


@dataclass(frozen=True, slots=True)
class PatternKey:
    """A place, a type of service or its group, and a right; "" is any right."""

    place: int
    service_type: str
    right: str


@dataclass(slots=True)
class Cell:
    """The cases of a pattern. `parts`: of how many cells, each too small to be shown, it was put
    together, itself among them; None where it was large enough by itself.
    """

    members: set[int]
    parts: int | None = 1

    @property
    def is_small(self) -> bool:
        return len(self.members) < THRESHOLD

    def take(self, part: "Cell") -> None:
        """Takes in a cell that is too small; what it held and is too small is a part too."""
        if self.parts is not None:
            self.parts = self.parts + 1 if self.members else 1
        self.members |= part.members


def roll_up(
    cases: Iterable[UnmetCase], within: Mapping[int, int | None], secret: bytes
) -> dict[PatternKey, int]:
    """Returns the patterns of one month with how many cases each holds, a multiple of five.

    `within` leads from each place to the larger one in which it lies, or to None. A case whose
    place is not known is in no pattern. A case with two needs in one pattern counts once.
    """
    return {
        key: _published(cell, secret) for key, cell in partition(cases, within).items()
    }  # fmt: skip


def _published(cell: Cell, secret: bytes) -> int:
    """Returns how many cases it holds, rounded.

    Of parts that are all too small to be shown, a figure near their greatest sum would tell each
    of them: three of at most four that are shown as 15 hold three or four each. It is rounded
    down then, so that each may lie between two numbers at least `minimum_width` apart.
    """
    count = round_count(len(cell.members), combine_keys(cell.members), secret)
    if cell.parts is None:
        return count
    greatest = (THRESHOLD - 1) * cell.parts
    return count - BASE if count > greatest + BASE - 1 - RULE.minimum_width else count


def partition(
    cases: Iterable[UnmetCase], within: Mapping[int, int | None]
) -> dict[PatternKey, Cell]:
    """Returns the cases in each pattern, at least `THRESHOLD`; each need is in one. The order of
    the cases changes nothing.
    """
    cells: dict[PatternKey, Cell] = {}
    for each in cases:
        if each.place is not None and each.place in within:
            key = PatternKey(each.place, each.service_type, each.right)
            cells.setdefault(key, Cell(set())).members.add(each.key)
    for cell in cells.values():
        if not cell.is_small:
            cell.parts = None
    _widen(cells, lambda key: replace(key, right=""))
    _widen(cells, lambda key: replace(key, service_type=group_of(key.service_type), right=""))
    depth_of = cache(lambda place: len(_around(place, within)))

    def around(key: PatternKey, depth: int) -> PatternKey:
        if depth_of(key.place) != depth:
            return key
        return PatternKey(_around(key.place, within)[0], group_of(key.service_type), "")

    for depth in range(max((depth_of(key.place) for key in cells), default=0), 0, -1):
        _widen(cells, partial(around, depth=depth))
    return {key: cell for key, cell in cells.items() if not cell.is_small}


def group_of(service_type: str) -> str:
    """Returns the group of a type of service: "shelter" of "shelter.emergency"."""
    return service_type.partition(".")[0]


def _around(place: int, within: Mapping[int, int | None]) -> list[int]:
    """The larger places in which a place lies, the next one first; no place twice."""
    found: list[int] = []
    at = within.get(place)
    while at is not None and at not in (place, *found):
        found.append(at)
        at = within.get(at)
    return found


def _widen(cells: dict[PatternKey, Cell], wider: Callable[[PatternKey], PatternKey]) -> None:
    """Moves what is too small into the wider cell."""
    small = [key for key, cell in cells.items() if cell.is_small]
    for key in small:
        cells[key].parts = 1  # whatever it was put together from: together they are too few
    for key in small:
        target = wider(key)
        if target != key:
            cells.setdefault(target, Cell(set())).take(cells.pop(key))
