"""How names are given: whose name a child bears, and what becomes of it at a marriage."""

import re
from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

from .words import NAMES, Word, Words, read, words_in

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
    given: dict[str, Words]
    families: Words | None
    women: Words | None
    lands: Words
    places: Words

    def given_names(self, sex: str, chance: Random) -> tuple[Word, ...]:
        first = self.given[sex].pick(chance)
        if chance.random() >= self.second:
            return (first,)
        second = self.given[sex].pick(chance)
        return (first,) if second is first else (first, second)

    def family_name(self, sex: str, chance: Random) -> Word | None:
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
def _reached() -> list[float]:
    return list(accumulate(_culture(path.stem)[1] for path in sorted(NAMES.glob("*.txt"))))


def any_culture(chance: Random) -> Culture:
    reached = _reached()
    return cultures()[bisect(reached, chance.random() * reached[-1])]


@cache
def _culture(name: str) -> tuple[Culture, float]:
    sections = read(name)
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
        places=Words(words_in(sections["places"], has_script=bool(script))),
    )
    return culture, float(about["weight"])


def _words(sections: dict[str, str], about: dict[str, str], kind: str, script: str) -> Words:
    lists = [
        words_in(sections.get(f"{kind}{part}", ""), has_script=bool(script))
        for part in ("", " heads", " tails")
    ]
    return Words(*lists, composed=float(about.get(f"composed {kind}", 0)))


def _lands(section: str) -> Words:
    """Each land as often as its weight says."""
    pairs = (each.split() for each in section.split(";"))
    return Words([Word("", (land,)) for land, weight in pairs for _each in range(int(weight))])


@cache
def _spliced(one: Word, other: Word) -> Word:
    """The head of one name on the tail of another: rare, and yet of its language."""
    head, tail = _HALVES.match(one.spellings[0]), _HALVES.match(other.spellings[0])
    if not head or not tail:
        return one
    return Word("", (head[1] + tail[2],))
