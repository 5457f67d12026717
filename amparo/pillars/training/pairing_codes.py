"""Pairing codes: answers that belong together, without a name.

Four questions that somebody answers the same way months later, and that colleagues in the room do
not know of each other. The code is never stored: only keyed hashes of it, bound to the event, so
that nobody can try codes against a copy of the database or across events (the key is not in it).
Hashes without one letter each find two codes that differ by one slip; such pairs are proposed and
counted apart, never mixed in.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from .scoring import plain_text

# How many letters each part has.
MOTHER, DAY, SIBLINGS, TOWN = "mother", "day", "siblings", "town"
PARTS = {MOTHER: 1, DAY: 2, SIBLINGS: 1, TOWN: 2}


class WrongPartError(ValueError):
    """A part that is missing or cannot be; `part` is its name."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True)
class PairingCode:
    """The code in plain letters of a fixed length; `extra` is what parts two that are the same."""

    letters: str
    extra: str = ""

    def __repr__(self) -> str:
        return "PairingCode(…)"  # never in a log


def read_code(parts: Mapping[str, str], extra: str = "") -> PairingCode:
    """Returns the code of these answers; raises WrongPartError. Upper case, accents and the script
    of figures make no difference.
    """
    letters = [
        _first_letter(parts.get(MOTHER, "")),
        _day(parts.get(DAY, "")),
        _siblings(parts.get(SIBLINGS, "")),
        _last_letters(parts.get(TOWN, "")),
    ]
    return PairingCode("".join(letters), _letters(extra)[:1])


def _letters(said: str) -> str:
    # The forms of alef and of yeh are one letter each, as people write them.
    plain = plain_text(said).translate(str.maketrans("أإآٱىة", "اااايه"))
    return "".join(each for each in plain if each.isalpha())


def _first_letter(said: str) -> str:
    letters = _letters(said)
    if not letters:
        raise WrongPartError(MOTHER)
    return letters[0]


def _last_letters(said: str) -> str:
    letters = _letters(said)
    if len(letters) < PARTS[TOWN]:
        raise WrongPartError(TOWN)
    return letters[-PARTS[TOWN] :]


def _number(said: str, part: str, least: int, most: int) -> int:
    written = "".join(str(unicodedata.digit(each, each)) for each in said.strip())
    if not written.isascii() or not written.isdigit() or len(written) > 2:
        raise WrongPartError(part)
    number = int(written)
    if not least <= number <= most:
        raise WrongPartError(part)
    return number


def _day(said: str) -> str:
    return f"{_number(said, DAY, 1, 31):02d}"


def _siblings(said: str) -> str:
    """More than nine are nine."""
    return str(min(_number(said, SIBLINGS, 0, 30), 9))


def exact_text(code: PairingCode) -> str:
    """Returns what is hashed to find the same code."""
    return f"{code.letters}+{code.extra}"


def near_texts(code: PairingCode) -> Iterator[str]:
    """Yields what is hashed to find a code with one slip: each letter left out in its place, and
    the added letter left out.
    """
    for at in range(len(code.letters)):
        yield f"{at}:{code.letters[:at]}_{code.letters[at + 1 :]}+{code.extra}"
    yield f"x:{code.letters}"


@dataclass(frozen=True)
class Coded:
    """A sitting by its key: the hash of its code, and those with a letter left out."""

    key: int
    exact: str
    near: frozenset[str]


@dataclass(frozen=True)
class Pairing:
    """Pairs by key (before, after); `probable` are one slip apart; the rest stay alone."""

    pairs: tuple[tuple[int, int], ...]
    probable: tuple[tuple[int, int], ...]
    only_before: int
    only_after: int


def pair_sittings(before: Iterable[Coded], after: Iterable[Coded]) -> Pairing:
    """Pairs the sittings of one event. Where a code stands twice on one side nobody knows who is
    who: none of them is paired. A probable pair is one that has no other within one slip.
    """
    first, second = _by_exact(before), _by_exact(after)
    pairs = {
        code: (first[code].key, second[code].key) for code in first.keys() & second.keys()
        if first[code] is not None and second[code] is not None
    }  # fmt: skip
    alone_before = [each for code, each in first.items() if code not in pairs]
    alone_after = [each for code, each in second.items() if code not in pairs]
    probable = tuple(sorted(_probable(alone_before, alone_after)))
    return Pairing(
        tuple(sorted(pairs.values())), probable, len(alone_before), len(alone_after)
    )  # fmt: skip


def _by_exact(rows: Iterable[Coded]) -> dict[str, Coded]:
    """Each code once; a code that stands twice is set apart under a name of its own."""
    kept = list(rows)
    times = Counter(each.exact for each in kept)
    return {
        each.exact if times[each.exact] == 1 else f"{each.exact} {each.key}": each for each in kept
    }


def _probable(before: list[Coded], after: list[Coded]) -> Iterator[tuple[int, int]]:
    near: dict[str, list[Coded]] = {}
    for each in after:
        for text in each.near:
            near.setdefault(text, []).append(each)
    found = {
        one.key: {two.key for text in one.near for two in near.get(text, ())} for one in before
    }
    claimed = Counter(key for keys in found.values() for key in keys)
    for key, keys in found.items():
        if len(keys) == 1 and claimed[next(iter(keys))] == 1:
            yield key, next(iter(keys))


type Hasher = Callable[[str], str]


def hashed(key: int, code: PairingCode, hasher: Hasher) -> Coded:
    """Returns a code as it may be stored."""
    return Coded(key, hasher(exact_text(code)), frozenset(map(hasher, near_texts(code))))
