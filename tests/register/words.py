"""The parts that names are made of: in the script they are borne in, and as clerks spell them."""

import re
from bisect import bisect
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from random import Random

NAMES = Path(__file__).parent / "names"


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One part of a name: native script (if any), its spellings, what friends make of it."""

    native: str
    spellings: tuple[str, ...]
    pets: tuple[str, ...] = ()
    feminine: "Word | None" = None

    def borne_by(self, sex: str) -> "Word":
        return self.feminine if self.feminine and sex == "female" else self


@dataclass(slots=True)
class Words:
    """Words of one kind, the first the most frequent: few names are borne by many people."""

    words: list[Word]
    heads: list[Word] = field(default_factory=list)
    tails: list[Word] = field(default_factory=list)
    composed: float = 0.0
    _reached: list[float] = field(default_factory=list)
    _made: dict[tuple[int, int], Word] = field(default_factory=dict)

    def __post_init__(self):
        self._reached = list(accumulate(1 / (rank + 4) for rank in range(len(self.words))))

    def pick(self, chance: Random) -> Word:
        if self.composed and chance.random() < self.composed:
            return self._composed(chance)
        return self.words[bisect(self._reached, chance.random() * self._reached[-1])]

    def _composed(self, chance: Random) -> Word:
        which = int(chance.random() * len(self.heads)), int(chance.random() * len(self.tails))
        if which not in self._made:
            self._made[which] = _joined(self.heads[which[0]], self.tails[which[1]])
        return self._made[which]


def read(name: str) -> dict[str, str]:
    """The sections of one culture's file, by their headings."""
    text = (NAMES / f"{name}.txt").read_text()
    parts = re.split(r"^\[(.+)\]$", text, flags=re.MULTILINE)[1:]
    return {head: body.strip() for head, body in zip(parts[::2], parts[1::2], strict=True)}


def words_in(section: str, *, has_script: bool) -> list[Word]:
    entries = re.split(r"[;\n]", section)
    return [_word(entry.split(), has_script) for entry in entries if entry.strip()]


def _word(tokens: list[str], has_script: bool) -> Word:
    tokens = [token.replace("_", " ") for token in tokens]
    native = tokens.pop(0) if has_script else ""
    pets = tuple(token[1:] for token in tokens if token.startswith("~"))
    spellings = [token for token in tokens if not token.startswith("~")]
    if not any("/" in each for each in (native, *spellings)):
        return Word(native, tuple(spellings), pets)
    his, hers = zip(*(_either(each) for each in (native, *spellings)), strict=True)
    return Word(his[0], his[1:], pets, Word(hers[0], hers[1:], pets))


def _either(token: str) -> tuple[str, str]:
    his, _slash, hers = token.partition("/")
    return his, hers or his


def _joined(head: Word, tail: Word) -> Word:
    feminine = _joined(head, tail.feminine) if tail.feminine else None
    pairs = [(head.spellings[0], tail.spellings[0])]
    pairs += [(each, tail.spellings[0]) for each in head.spellings[1:]]
    pairs += [(head.spellings[0], each) for each in tail.spellings[1:]]
    spellings = dict.fromkeys(first + second for first, second in pairs)
    return Word(head.native + tail.native, tuple(spellings), (), feminine)
