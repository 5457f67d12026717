"""Naming cultures: the parts that names are made of, and how they are given and inherited.

Each part is kept in the script in which it is written, with the spellings of clerks.
"""

import re
from bisect import bisect
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

# The parts that names are made of: in the script they are borne in, and as clerks spell them.

NAMES = Path(__file__).parent / "names"


@dataclass(frozen=True, slots=True, eq=False)
class NamePart:
    """One part of a name: native script (if any), its spellings, what friends make of it."""

    native: str
    spellings: tuple[str, ...]
    pets: tuple[str, ...] = ()
    feminine: "NamePart | None" = None

    def borne_by(self, sex: str) -> "NamePart":
        return self.feminine if self.feminine and sex == "female" else self


@dataclass(slots=True)
class NameParts:
    """Words of one kind, the first the most frequent: few names are borne by many people."""

    parts: list[NamePart]
    heads: list[NamePart] = field(default_factory=list)
    tails: list[NamePart] = field(default_factory=list)
    composed: float = 0.0
    _reached: list[float] = field(default_factory=list)
    _made: dict[tuple[int, int], NamePart] = field(default_factory=dict)

    def __post_init__(self):
        self._reached = list(accumulate(1 / (rank + 4) for rank in range(len(self.parts))))

    def pick(self, chance: Random) -> NamePart:
        if self.composed and chance.random() < self.composed:
            return self._composed(chance)
        return self.parts[bisect(self._reached, chance.random() * self._reached[-1])]

    def _composed(self, chance: Random) -> NamePart:
        which = int(chance.random() * len(self.heads)), int(chance.random() * len(self.tails))
        if which not in self._made:
            self._made[which] = _joined(self.heads[which[0]], self.tails[which[1]])
        return self._made[which]


def read_sections(name: str) -> dict[str, str]:
    """The sections of one culture's file, by their headings."""
    text = (NAMES / f"{name}.txt").read_text()
    parts = re.split(r"^\[(.+)\]$", text, flags=re.MULTILINE)[1:]
    return {head: body.strip() for head, body in zip(parts[::2], parts[1::2], strict=True)}


def parts_in(section: str, *, has_script: bool) -> list[NamePart]:
    entries = re.split(r"[;\n]", section)
    return [_part(entry.split(), has_script) for entry in entries if entry.strip()]


def _part(tokens: list[str], has_script: bool) -> NamePart:
    tokens = [token.replace("_", " ") for token in tokens]
    native = tokens.pop(0) if has_script else ""
    pets = tuple(token[1:] for token in tokens if token.startswith("~"))
    spellings = [token for token in tokens if not token.startswith("~")]
    if not any("/" in each for each in (native, *spellings)):
        return NamePart(native, tuple(spellings), pets)
    his, hers = zip(*(_either(each) for each in (native, *spellings)), strict=True)
    return NamePart(his[0], his[1:], pets, NamePart(hers[0], hers[1:], pets))


def _either(token: str) -> tuple[str, str]:
    his, _slash, hers = token.partition("/")
    return his, hers or his


def _joined(head: NamePart, tail: NamePart) -> NamePart:
    feminine = _joined(head, tail.feminine) if tail.feminine else None
    pairs = [(head.spellings[0], tail.spellings[0])]
    pairs += [(each, tail.spellings[0]) for each in head.spellings[1:]]
    pairs += [(head.spellings[0], each) for each in tail.spellings[1:]]
    spellings = dict.fromkeys(first + second for first, second in pairs)
    return NamePart(head.native + tail.native, tuple(spellings), (), feminine)


RARE = 0.15  # families that bear a name which almost nobody else bears
HER_OWN = 0.6  # women who bear what only women bear behind their name (Begum, Bibi)
_HALVES = re.compile(r"^(\S*?[aeiouáéíóúâê])([^aeiouáéíóúâê\s].*)$")


@dataclass(frozen=True, slots=True)
class Culture:
    """One naming culture: its words, its habits, and how sure people are of their birthday."""

    name: str
    naming: str
    habits: str
    script: str
    second: float
    guessed: float
    middle: bool
    given: dict[str, NameParts]
    families: NameParts | None
    women: NameParts | None
    lands: NameParts
    places: NameParts

    def given_names(self, sex: str, chance: Random) -> tuple[NamePart, ...]:
        first = self.given[sex].pick(chance)
        if chance.random() >= self.second:
            return (first,)
        second = self.given[sex].pick(chance)
        return (first,) if second is first else (first, second)

    def family_name(self, sex: str, chance: Random) -> NamePart | None:
        """A name that a family brings along; some of them nearly nobody else has."""
        if self.families is None:
            return self.given["male"].pick(chance) if self.naming != "none" else None
        if self.women and sex == "female" and chance.random() < HER_OWN:
            return self.women.pick(chance)
        if not self.families.composed and not self.script and chance.random() < RARE:
            return _spliced(self.families.pick(chance), self.families.pick(chance))
        return self.families.pick(chance)


@cache
def cultures() -> tuple[Culture, ...]:
    return tuple(_culture(path.stem)[0] for path in sorted(NAMES.glob("*.txt")))


@cache
def _cumulative() -> list[float]:
    return list(accumulate(_culture(path.stem)[1] for path in sorted(NAMES.glob("*.txt"))))


def any_culture(chance: Random) -> Culture:
    reached = _cumulative()
    return cultures()[bisect(reached, chance.random() * reached[-1])]


@cache
def _culture(name: str) -> tuple[Culture, float]:
    sections = read_sections(name)
    about = dict(each.strip().rsplit(" ", 1) for each in sections["about"].split(";"))
    script = about.get("script", "")
    sections["male"], sections["female"] = sections.get("male", ""), sections.get("female", "")
    culture = Culture(
        name=name,
        naming=about["naming"],
        habits=about["habits"],
        script=script,
        second=float(about["second"]),
        guessed=float(about["guessed"]),
        middle="middle" in about,
        given={sex: _words(sections, about, sex, script) for sex in ("female", "male")},
        families=_words(sections, about, "family", script) if "family" in sections else None,
        women=_words(sections, about, "family female", script)
        if "family female" in sections
        else None,
        lands=_lands(sections["lands"]),
        places=NameParts(parts_in(sections["places"], has_script=bool(script))),
    )
    return culture, float(about["weight"])


def _words(sections: dict[str, str], about: dict[str, str], kind: str, script: str) -> NameParts:
    lists = [
        parts_in(sections.get(f"{kind}{part}", ""), has_script=bool(script))
        for part in ("", " heads", " tails")
    ]
    composed = float(about.get(f"composed {kind}", 0))
    return NameParts(lists[0], lists[1], lists[2], composed)


def _lands(section: str) -> NameParts:
    """Each land as often as its weight says."""
    pairs = (each.split() for each in section.split(";"))
    return NameParts(
        [NamePart("", (land,)) for land, weight in pairs for _each in range(int(weight))]
    )


@cache
def _spliced(one: NamePart, other: NamePart) -> NamePart:
    """The head of one name on the tail of another: rare, and yet of its language."""
    head, tail = _HALVES.match(one.spellings[0]), _HALVES.match(other.spellings[0])
    if not head or not tail:
        return one
    return NamePart("", (head[1] + tail[2],))
