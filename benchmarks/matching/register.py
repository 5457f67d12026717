"""A register of any size from a seed: rows as they were written, and the truth beside them.

It is made in portions that each begin with their own seed, so that little memory is needed and
any portion can be made without those before it. The same seed gives the same bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random

from .clerk_errors import OFFICES, Clerk, Written
from .households import Household, Someone, household, kin_of
from .rates import AGAIN, ALONE, FIRST, NEW_KIN, THIRD, WHOLE_FAMILY

PORTION = 2_000  # rows


@dataclass(slots=True)
class Row:
    """One registration, and who it truly is."""

    written: Written
    person: int
    household: int
    turn: int  # 1: the first time that they register
    culture: str
    is_twin: bool = False
    number: int = 0


@dataclass(slots=True)
class Asked:
    """Somebody at the desk: `person` is who they truly are, 0 for one whom nobody knows."""

    written: Written
    person: int
    culture: str
    is_kin: bool = False


@dataclass(slots=True)
class Portion:
    rows: list[Row] = field(default_factory=list)
    returning: list[Asked] = field(default_factory=list)
    newcomers: list[Asked] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Register:
    """So many rows, and those who then come to the desk."""

    size: int
    seed: int = 7
    returning: int = 0
    newcomers: int = 0

    def portions(self) -> Iterator[Portion]:
        count = -(-self.size // PORTION)
        for number in range(count):
            rows = min(PORTION, self.size - number * PORTION)
            yield _Portion(self.seed, number, rows).made(
                _share(self.returning, number, count), _share(self.newcomers, number, count)
            )

    def rows(self) -> Iterator[Row]:
        for portion in self.portions():
            yield from portion.rows


def _share(whole: int, number: int, count: int) -> int:
    return whole * (number + 1) // count - whole * number // count


class _Portion:
    def __init__(self, seed: int, number: int, size: int):
        self.chance = Random(f"register/{seed}/{number}")
        self.size = size
        self.first = number * PORTION
        self.families: list[tuple[Household, list[int]]] = []
        self.people: list[Someone] = []
        self.rows: list[Row] = []
        self.forms: dict[int, list[Written]] = {}

    def made(self, returning: int, newcomers: int) -> Portion:
        while (room := self.size - len(self.rows)) > 0:
            self._come(room)
        self.chance.shuffle(self.rows)
        for at, row in enumerate(self.rows):
            row.number = self.first + at + 1
        return Portion(
            self.rows,
            [self._back() for _each in range(returning)],
            [self._new() for _each in range(newcomers)],
        )

    def _come(self, room: int) -> None:
        """A family registers, whole, and perhaps some of them again at another office."""
        family = household(self.chance)
        while len(family.members) > room:
            family = household(self.chance)
        numbers = [self._number(someone) for someone in family.members]
        self.families.append((family, numbers))
        office = self._office()
        self._register(numbers, 1, office, FIRST)
        again = self._again(numbers)
        turn = 2
        while again and len(again) <= self.size - len(self.rows):
            self._register(again, turn, office, AGAIN)
            again = [each for each in again if turn < 3 and self.chance.random() < THIRD]
            turn += 1

    def _number(self, someone: Someone) -> int:
        self.people.append(someone)
        return self.first + len(self.people)

    def _again(self, numbers: list[int]) -> list[int]:
        if self.chance.random() < WHOLE_FAMILY:
            return numbers
        return [each for each in numbers if self.chance.random() < ALONE]

    def _register(self, numbers: list[int], turn: int, office: int, rates) -> None:
        clerk = self._clerk(rates, office)
        household_number = self.first + len(self.families)
        for number in numbers:
            someone = self.people[number - self.first - 1]
            written = clerk.write(someone, is_first=turn == 1)
            self.forms.setdefault(number, []).append(written)
            name, twin = someone.culture.name, someone.is_twin
            self.rows.append(Row(written, number, household_number, turn, name, twin))

    def _clerk(self, rates, office: int) -> Clerk:
        if self.chance.random() < rates.other_office:
            office = self._office()
        return Clerk(self.chance, rates, office)

    def _office(self) -> int:
        return int(OFFICES * self.chance.random() ** 2)

    def _back(self) -> Asked:
        """Somebody returns, and is written in a form that the register does not hold."""
        number = self.first + 1 + int(self.chance.random() * len(self.people))
        someone = self.people[number - self.first - 1]
        held = [_form(each) for each in self.forms[number]]
        for _turn in range(20):
            written = self._clerk(AGAIN, self.forms[number][-1].office).write(
                someone, is_first=False
            )
            if _form(written) not in held:
                break
        return Asked(written, number, someone.culture.name)

    def _new(self) -> Asked:
        if self.chance.random() < NEW_KIN:
            family, _numbers = self.families[int(self.chance.random() * len(self.families))]
            someone, is_kin = kin_of(family, self.chance), True
        else:
            someone, is_kin = household(self.chance).members[0], False
        written = self._clerk(AGAIN, self._office()).write(someone)
        return Asked(written, 0, someone.culture.name, is_kin)


def _form(written: Written) -> Written:
    """What a form says, without where and how it was written."""
    return replace(written, office=0, changes=())
