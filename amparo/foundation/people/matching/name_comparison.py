"""The comparison of two ways of writing a name, part by part, weighed by how common each is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from itertools import pairwise
from math import log2
from typing import Protocol

from rapidfuzz.distance import OSA, JaroWinkler

from .features import MatchingFeatures, NameParts
from .names import NamePart, are_nicknames, coarse_phonetic_key

# Weights: to share a name says little where many bear it.

# Before a register has taught us anything, a name is taken to be borne by one in so many.
PRIOR_ONE_IN = 500
MIN_NAME_BITS, MAX_NAME_BITS = 1.5, 12.0
# Up to so many people the thresholds of `comparison` hold as they stand.
SMALL_REGISTER = 20_000


class NameFrequencies(Protocol):
    """What the register knows of names; nothing else about anybody."""

    def of(self, phonetic_key: str) -> float:
        """The bits that it tells when both bear a name of this phonetic key."""

    def of_nationality(self, code: str) -> float:
        """The bits that it tells when both are of this nationality."""

    @property
    def crowd(self) -> float:
        """The bits that somebody shares by chance alone with one of so many, beyond `FEW`."""


def bits_of(count: int, total: int) -> float:
    """log2(one in how many), leaning on `PRIOR_ONE_IN` while few people are known."""
    share = (count + 1) / (total + PRIOR_ONE_IN)
    return min(MAX_NAME_BITS, max(MIN_NAME_BITS, -log2(share)))


@dataclass(frozen=True)
class NameWeights:
    """Frequencies from counts: of phonetic keys and of nationalities, among so many people."""

    total: int = 0
    names: Mapping[str, int] = field(default_factory=dict)
    nationalities: Mapping[str, int] = field(default_factory=dict)

    def of(self, phonetic_key: str) -> float:
        return bits_of(self.names.get(phonetic_key, 0), self.total)

    def of_nationality(self, code: str) -> float:
        return min(4.0, bits_of(self.nationalities.get(code, self.total // 8 + 60), self.total))

    @property
    def crowd(self) -> float:
        """A bit for each doubling: of twice as many strangers, twice as many are as much alike."""
        return max(0.0, log2(max(self.total, 1) / SMALL_REGISTER))


class PartMatch(IntEnum):
    """How two parts of a name fit, the best first."""

    SAME = 0
    ALIKE = 1  # the same phonetic key, spelled otherwise
    SHORT = 2  # one is short for the other
    TYPED = 3  # a slip of the hand
    BROKEN = 4  # much alike, in two scripts or badly heard
    INITIAL = 5


_WORTH = {
    PartMatch.SAME: 1.0,
    PartMatch.ALIKE: 0.9,
    PartMatch.SHORT: 0.75,
    PartMatch.TYPED: 0.75,
    PartMatch.BROKEN: 0.5,
}
_INITIAL_BITS, _HINT_BITS = 1.0, 0.5
_MAX_BITS = 30.0
# From this nearness on, of 2, two parts are taken as one name badly heard, or in two scripts.
# However near the letters are: so much of 1 must be heard.
_BROKEN, _ALIKE, _MIN_PHONETIC = 1.3, 1.6, 0.4
# "Child of", in Georgian: with its phonetic key.
_CHILD_OF = (("shvili", "Sbl"), ("dze", "ts"))


@dataclass(frozen=True, slots=True)
class MatchedPair:
    query: NamePart
    candidate: NamePart
    fit: PartMatch
    bits: float
    places: tuple[int, int]


@dataclass(frozen=True, slots=True)
class NameAlignment:
    """The parts that fit, and those on either side that fit nothing."""

    pairs: tuple[MatchedPair, ...]
    missing: NameParts
    over: NameParts

    @property
    def bits(self) -> float:
        return min(_MAX_BITS, sum(pair.bits for pair in self.pairs)) - self._lost

    @property
    def _lost(self) -> float:
        """A part that has become another says more than a part that is not told."""
        others = min(len(self.missing), len(self.over))
        return 2.5 * others + 0.5 * (max(len(self.missing), len(self.over)) - others)

    @property
    def is_the_same(self) -> bool:
        """Letter by letter, with nothing left over on either side."""
        return not (self.missing or self.over) and all(p.fit is PartMatch.SAME for p in self.pairs)

    @property
    def is_swapped(self) -> bool:
        """The same parts in another order."""
        order = [pair.places[1] for pair in sorted(self.pairs, key=lambda pair: pair.places[0])]
        return len(order) > 1 and order != sorted(order)


def best_alignment(
    query: MatchingFeatures, candidate: MatchingFeatures, rarity: NameFrequencies
) -> NameAlignment | None:
    """The two ways of writing the name that fit best; nothing where one side has no name."""
    best: NameAlignment | None = None
    for theirs in candidate.name_variants:
        for ours in query.name_variants:
            found = align(ours, theirs, rarity)
            if best is None or found.bits > best.bits:
                best = found
            if found.is_the_same:
                return best  # no other way of writing it fits better
    return best


def align(ours: NameParts, theirs: NameParts, rarity: NameFrequencies) -> NameAlignment:
    """Each part with the part of the other side that it fits best, the best fits first."""
    pairs: list[MatchedPair] = []
    used: set[int] = set()
    taken: set[int] = set()
    for fits in (_same, _nearest):  # what is the same needs no closer look
        for fit, at, there in fits(ours, theirs, used, taken):
            if at not in used and there not in taken:
                used.add(at)
                taken.add(there)
                pairs.append(_pair(ours[at], theirs[there], fit, rarity, (at, there)))
    missing = tuple(part for at, part in enumerate(ours) if at not in used)
    over = tuple(part for at, part in enumerate(theirs) if at not in taken)
    found = NameAlignment(_hints_if_alone(pairs, missing), missing, over)
    for pair in pairs:
        if pair.fit is PartMatch.BROKEN:  # as one with their neighbours they may fit better
            used.discard(pair.places[0])
            taken.discard(pair.places[1])
    if (missing or over) and (joined := _joined(ours, theirs, used, taken)):
        return max(found, align(*joined, rarity), key=lambda each: each.bits)
    return found


def _hints_if_alone(pairs: list[MatchedPair], missing: NameParts) -> tuple[MatchedPair, ...]:
    """What is only heard alike does not carry a name of which something else fits nothing."""
    if missing and pairs and pairs[0].fit is PartMatch.BROKEN:  # the best of them
        return tuple(replace(pair, bits=min(pair.bits, _HINT_BITS)) for pair in pairs)
    return tuple(pairs)


type Fitting = tuple[PartMatch, int, int]


def _same(
    ours: NameParts, theirs: NameParts, used: set[int], taken: set[int]
) -> Iterator[Fitting]:
    places = {part.word: there for there, part in reversed(list(enumerate(theirs)))}
    for at, part in enumerate(ours):
        if part.word in places:
            there = places[part.word]
            yield (PartMatch.SAME if len(part.word) > 1 else PartMatch.INITIAL), at, there


def _nearest(ours: NameParts, theirs: NameParts, used: set[int], taken: set[int]) -> list[Fitting]:
    found = [
        (fit, at, there)
        for at, part in enumerate(ours)
        if at not in used
        for there, other in enumerate(theirs)
        if there not in taken and (fit := match_parts(part, other)) is not None
    ]
    return sorted(found, key=lambda each: (each[0], abs(each[1] - each[2])))


def match_parts(part: NamePart, other: NamePart) -> PartMatch | None:
    """How two parts of a name fit, if they do."""
    if part.word == other.word:
        return PartMatch.SAME if len(part.word) > 1 else PartMatch.INITIAL
    if len(part.word) == 1 or len(other.word) == 1:
        return PartMatch.INITIAL if part.word[:1] == other.word[:1] else None
    if part.phonetic_key == other.phonetic_key and (
        len(part.phonetic_key) > 2 or nearness(part, other) > _ALIKE
    ):
        return PartMatch.ALIKE if len(part.phonetic_key) > 1 else PartMatch.BROKEN
    if are_nicknames(part.word, other.word):
        return PartMatch.SHORT
    return _nearly(part, other)


def _nearly(part: NamePart, other: NamePart) -> PartMatch | None:
    word, there = part.word, other.word
    here, over = len(word), len(there)
    shorter = here if here < over else over
    if shorter < 3:
        return None
    heard = OSA.normalized_similarity(
        coarse_phonetic_key(part.phonetic_key), coarse_phonetic_key(other.phonetic_key)
    )
    if heard < _MIN_PHONETIC:
        return None
    if word[-3:] == there[-3:] and (rests := _without_ending(part, other)):
        return _nearly(*rests)
    slips = 1 if shorter < 7 else 2
    near = shorter > 3 and -slips <= here - over <= slips
    if near and OSA.distance(word, there, score_cutoff=slips) <= slips:
        return PartMatch.TYPED
    return PartMatch.BROKEN if heard + JaroWinkler.similarity(word, there) >= _BROKEN else None


def _without_ending(part: NamePart, other: NamePart) -> tuple[NamePart, NamePart] | None:
    """Half a country is a -shvili: that both are says nothing, what stands before it does."""
    for ending, phonetic_key in _CHILD_OF:
        if part.word.endswith(ending) and other.word.endswith(ending):
            return _before(part, ending, phonetic_key), _before(other, ending, phonetic_key)
    return None


def _before(part: NamePart, ending: str, phonetic_key: str) -> NamePart:
    return NamePart(part.word.removesuffix(ending), part.phonetic_key.removesuffix(phonetic_key))


def nearness(part: NamePart, other: NamePart) -> float:
    """How near two parts come, of 2: by ear, which is of their phonetic keys, and by letter.

    Keys alone are few, and many names share them; letters alone differ between two scripts.
    """
    heard = OSA.normalized_similarity(
        coarse_phonetic_key(part.phonetic_key), coarse_phonetic_key(other.phonetic_key)
    )
    return heard + JaroWinkler.similarity(part.word, other.word)


def _pair(
    part: NamePart,
    other: NamePart,
    fit: PartMatch,
    rarity: NameFrequencies,
    places: tuple[int, int],
) -> MatchedPair:
    if fit is PartMatch.INITIAL:
        return MatchedPair(part, other, fit, _INITIAL_BITS, places)
    bits = rarity.of(part.phonetic_key)
    if part.phonetic_key != other.phonetic_key:
        bits = min(bits, rarity.of(other.phonetic_key))
    return MatchedPair(part, other, fit, bits * _WORTH[fit], places)


def _joined(
    ours: NameParts, theirs: NameParts, used: set[int], taken: set[int]
) -> tuple[NameParts, NameParts] | None:
    """Ana María and Anamaría, Chul-soo and 철수: two parts on one side are one on the other."""
    if whole := _as_one(ours, used, theirs, taken):
        return whole, theirs
    if whole := _as_one(theirs, taken, ours, used):
        return ours, whole
    return None


def _as_one(way: NameParts, firm: set[int], whole: NameParts, taken: set[int]) -> NameParts | None:
    if len(way) - len(firm) < 2 or len(taken) == len(whole):
        return None
    free = [(part, len(part.word)) for at, part in enumerate(whole) if at not in taken]
    for at, (first, second) in enumerate(pairwise(way)):
        if at in firm or at + 1 in firm:
            continue
        long = len(first.word) + len(second.word)
        for part, length in free:
            if -3 <= long - length <= 3 and _begin_alike(first, part):
                together = _together(first, second)
                if match_parts(together, part) in _WORTH:
                    return (*way[:at], together, *way[at + 2 :])
    return None


def _begin_alike(part: NamePart, other: NamePart) -> bool:
    is_same = part.word[:1] == other.word[:1]
    return (
        is_same
        or coarse_phonetic_key(part.phonetic_key)[:1]
        == coarse_phonetic_key(other.phonetic_key)[:1]
    )


def _together(first: NamePart, second: NamePart) -> NamePart:
    """Two parts as one, without taking the word apart again: a vowel within it is no bone."""
    phonetic_key = second.phonetic_key.removeprefix("a")
    phonetic_key = (
        phonetic_key[1:] if phonetic_key[:1] == first.phonetic_key[-1:] else phonetic_key
    )
    return NamePart(first.word + second.word, first.phonetic_key + phonetic_key)
