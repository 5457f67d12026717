"""Unmet needs of one month rolled up until each pattern holds enough cases. Pure.

Each need lies in exactly one pattern, and no total is counted beside them: nothing can be worked
out by subtraction. What is rare loses its right first, then its type of service, then its place;
what is too rare even in a country is in no pattern. Numbers are rounded by a key of the cases in
them (`disclosure_control.rounding`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from amparo.foundation.disclosure_control.audiences import RULES, Audience
from amparo.foundation.disclosure_control.rounding import round_count
from amparo.foundation.disclosure_control.tables import combine_keys

THRESHOLD = RULES[Audience.GOVERNMENT].threshold


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


def roll_up(
    cases: Iterable[UnmetCase], within: Mapping[int, int | None], secret: bytes
) -> dict[PatternKey, int]:
    """Returns the patterns of one month with how many cases each holds, a multiple of five.

    `within` leads from each place to the larger one in which it lies, or to None. A case whose
    place is not known is in no pattern. A case with two needs in one pattern counts once.
    """
    return {
        key: round_count(len(members), combine_keys(members), secret)
        for key, members in partition(cases, within).items()
    }


def partition(
    cases: Iterable[UnmetCase], within: Mapping[int, int | None]
) -> dict[PatternKey, set[int]]:
    """Returns the keys of the cases in each pattern, at least `THRESHOLD`; each need is in one."""
    cells: dict[PatternKey, set[int]] = {}
    for each in cases:
        if each.place is not None and each.place in within:
            key = PatternKey(each.place, each.service_type, each.right)
            cells.setdefault(key, set()).add(each.key)
    _widen(cells, lambda key: replace(key, right=""))
    _widen(cells, lambda key: replace(key, service_type=group_of(key.service_type), right=""))
    while _widen(cells, lambda key: _around(key, within)):
        pass
    return {key: members for key, members in cells.items() if len(members) >= THRESHOLD}


def group_of(service_type: str) -> str:
    """Returns the group of a type of service: "shelter" of "shelter.emergency"."""
    return service_type.partition(".")[0]


def _around(key: PatternKey, within: Mapping[int, int | None]) -> PatternKey:
    place = within.get(key.place)
    return key if place is None else PatternKey(place, group_of(key.service_type), "")


def _widen(cells: dict[PatternKey, set[int]], wider) -> bool:
    """Moves what is too small into the wider cell; returns whether anything was moved."""
    moved = False
    for key in [key for key, members in cells.items() if len(members) < THRESHOLD]:
        target = wider(key)
        if target != key:
            cells.setdefault(target, set()).update(cells.pop(key))
            moved = True
    return moved
