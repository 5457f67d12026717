"""A clerk who writes somebody down: by ear, in a hurry, from memory, with what was shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from .habits import other_spellings
from .households import TODAY, Someone
from .mistakes import mistyped, plain
from .rates import Rates
from .words import Word

OFFICES = 120


@dataclass(slots=True)
class Written:
    """What one registration says; `changes` tells what the clerk did, for whoever checks."""

    given_names: str
    family_names: str
    second_family_name: str
    original_name: str
    father_name: str
    mother_name: str
    sex: str
    birth_date: date | None
    birth_year: int | None
    birth_precision: str
    nationality: str
    birth_place: str
    document: str
    phone: str
    office: int
    changes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return self.given_names, self.family_names, self.second_family_name, self.original_name


class Clerk:
    """One day at one office: a family that comes together is spelt alike."""

    def __init__(self, chance: Random, rates: Rates, office: int):
        self._random = chance.random
        self._chance = chance
        self.rates = rates
        self.office = office
        self._spelt: dict[Word, str] = {}
        self._changes: list[str] = []

    def write(self, someone: Someone, *, is_first: bool = True) -> Written:
        self._changes = []
        names = self._names(someone)
        native = self._native(someone)
        if native and self._happens("native_only", self.rates.native_only):
            names = ("", "", "")
        born, year, precision = self._birth(someone)
        return Written(
            *names,
            native,
            self._parent(someone.father, self.rates.father),
            self._parent(someone.mother, self.rates.mother),
            self._sex(someone.sex),
            born,
            year,
            precision,
            self._land(someone),
            self._spell(someone.place, someone) if self._random() < self.rates.place else "",
            self._document(someone, is_first),
            self._phone(someone, is_first),
            self.office,
            tuple(self._changes),
        )

    def _happens(self, what: str, rate: float) -> bool:
        if self._random() >= rate:
            return False
        self._changes.append(what)
        return True

    # Names

    def _names(self, someone: Someone) -> tuple[str, str, str]:
        given = [self._given(word, someone) for word in self._given_words(someone)]
        family = [self._spell(word, someone) for word in someone.family]
        given, family, second = self._into_fields(someone, given, family)
        fields = [" ".join(given), " ".join(family), second]
        if fields[1] and self._happens("swapped", self.rates.swapped):
            fields[0], fields[1] = fields[1], fields[0]
        if self._random() < self.rates.joined:
            self._join(fields)
        if self._random() < self.rates.plain_letters:
            fields = [plain(each) for each in fields]
        if self._happens("typing", self.rates.typing):
            self._mistype(fields)
        if self._random() < self.rates.capitals:
            fields = [each.upper() for each in fields]
        return fields[0], fields[1], fields[2]

    def _given_words(self, someone: Someone) -> tuple[Word, ...]:
        given = someone.given
        if len(given) > 1 and self._happens("no_second_given", self.rates.no_second_given):
            return given[:1]
        if someone.culture.middle and self._random() < 0.4:
            return given + someone.father[:1]
        return given

    def _given(self, word: Word, someone: Someone) -> str:
        if word.pets and self._happens("nickname", self.rates.nickname):
            return word.pets[int(self._random() * len(word.pets))]
        return self._spell(word, someone)

    def _into_fields(
        self, someone: Someone, given: list[str], family: list[str]
    ) -> tuple[list[str], list[str], str]:
        naming = someone.culture.naming
        if len(family) < 2:
            return given, family, ""
        if naming == "chain":
            if self._happens("no_grandfather", self.rates.no_grandfather):
                family = family[:1]
            return given, family, ""
        dropped = self._happens("no_second_family", self.rates.no_second_family)
        if naming == "mother_first":  # the last is the one that stays
            return given, family[1:] if dropped else family, ""
        if dropped:
            return given, family[:1], ""
        if self._random() < 0.15:  # both in one line of the form
            return given, [f"{family[0]}{self._chance.choice('- ')}{family[1]}"], ""
        return given, family[:1], family[1]

    def _spell(self, word: Word, someone: Someone) -> str:
        """As spelt before on this day, or by ear."""
        known = self._spelt.get(word)
        if known is None:
            known = self._spelt[word] = self._by_ear(word, someone.culture.habits)
        return known

    def _by_ear(self, word: Word, habits: str) -> str:
        spellings, said = word.spellings, word.spellings[0]
        if len(spellings) > 1 and self._random() < self.rates.other_spelling:
            said = spellings[1 + int(self._random() * (len(spellings) - 1))]
        if self._random() < self.rates.habit and (others := other_spellings(said, habits)):
            self._changes.append("habit")
            said = others[int(self._random() * len(others))]
        return said

    def _join(self, fields: list[str]) -> None:
        """Abdul Rahman, Abdul-Rahman, Abdulrahman."""
        which = 0 if " " in fields[0] else 1
        if " " in fields[which]:
            self._changes.append("joined")
            head, _space, tail = fields[which].partition(" ")
            joint = self._chance.choice(("-", ""))
            fields[which] = head + joint + (tail if joint else tail.lower())

    def _mistype(self, fields: list[str]) -> None:
        filled = [number for number, text in enumerate(fields) if len(text) > 2]
        if filled:
            which = filled[int(self._random() * len(filled))]
            fields[which] = mistyped(fields[which], self._chance)

    def _native(self, someone: Someone) -> str:
        words = someone.given + someone.family
        if not words[0].native or self._random() >= self.rates.native:
            return ""
        in_order = someone.family + someone.given if someone.culture.script == "han" else words
        return ("" if someone.culture.script == "han" else " ").join(w.native for w in in_order)

    def _parent(self, words: tuple[Word, ...], rate: float) -> str:
        if self._random() >= rate:
            return ""
        told = words if self._random() < 0.6 else words[:1]
        return " ".join(self._spelt.get(word) or word.spellings[0] for word in told)

    # What else the form asks

    def _birth(self, someone: Someone) -> tuple[date | None, int | None, str]:
        if someone.is_guessed:
            return self._guess(someone.born)
        if not self._happens("birth", 1 - self.rates.exact_birth):
            return someone.born, someone.born.year, "exact"
        turn = self._random()
        if turn < 0.2:
            return None, someone.born.year + self._chance.choice((-1, 0, 0, 1)), "year"
        born = _misread(someone.born, self._chance)
        return born, born.year, "exact"

    def _guess(self, born: date) -> tuple[date | None, int, str]:
        """An age that was estimated: a 1 January, and another at the next office."""
        year = born.year
        if self._happens("guessed_anew", self.rates.guessed_anew):
            year += round(self._chance.gauss(0, 1.6))
        year = min(year, TODAY.year - 1)
        if self._random() < 0.75:
            return date(year, 1, 1), year, "estimated"
        return None, year, "year"

    def _sex(self, sex: str) -> str:
        if not self._happens("wrong_sex", self.rates.wrong_sex):
            return sex
        return "male" if sex == "female" else "female"

    def _land(self, someone: Someone) -> str:
        if not self._happens("other_land", self.rates.other_land):
            return someone.land
        lands = someone.culture.lands.words
        return lands[int(self._random() * len(lands))].spellings[0]

    def _document(self, someone: Someone, is_first: bool) -> str:
        if self._random() >= self.rates.document:
            return ""
        number = self._shown(someone.documents, self.rates.same_document, is_first)
        if number and self._happens("document_error", self.rates.document_error):
            at = 1 + int(self._random() * (len(number) - 1))
            number = f"{number[:at]}{int(self._random() * 10)}{number[at + 1 :]}"
        return number

    def _phone(self, someone: Someone, is_first: bool) -> str:
        if self._random() >= self.rates.phone:
            return ""
        other = f"{someone.phone[:-8]}{int(self._random() * 9e7) + 10_000_000}"
        return self._shown((someone.phone, other), self.rates.same_phone, is_first)

    def _shown(self, pair: tuple[str, ...], same: float, is_first: bool) -> str:
        return pair[0] if is_first or self._random() < same else pair[1]


def _misread(born: date, chance: Random) -> date:
    ways: list[Callable[[], date]] = [
        lambda: born.replace(month=born.day, day=born.month),
        lambda: born + timedelta(days=chance.choice((-10, -1, 1, 10))),
        lambda: born.replace(month=born.month % 12 + 1, day=min(born.day, 28)),
        lambda: born.replace(
            year=born.year + chance.choice((-2, -1, 1, 2)), day=min(born.day, 28)
        ),
        lambda: date(born.year, 1, 1),
    ]
    if born.day > 12 or born.day == born.month:
        ways = ways[1:]
    return min(ways[int(chance.random() * len(ways))](), TODAY)
