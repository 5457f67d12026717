"""Two ways of writing a name, part by part: what fits, how well, and what is left over."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import pairwise

from rapidfuzz.distance import OSA, JaroWinkler

from .names import Part, rough
from .nicknames import are_one
from .scales import Rarity
from .traits import Traits, Way


class Fit(IntEnum):
    """How two parts of a name fit, the best first."""

    SAME = 0
    ALIKE = 1  # the same bones, spelled otherwise
    SHORT = 2  # one is short for the other
    TYPED = 3  # a slip of the hand
    BROKEN = 4  # much alike, in two scripts or badly heard
    INITIAL = 5


_WORTH = {Fit.SAME: 1.0, Fit.ALIKE: 0.9, Fit.SHORT: 0.75, Fit.TYPED: 0.75, Fit.BROKEN: 0.5}
_AN_INITIAL, _A_HINT = 1.0, 0.5
_MOST_OF_ALL = 30.0
# From this nearness on, of 2, two parts are taken as one name badly heard, or in two scripts.
# However near the letters are: so much of 1 must be heard.
_BROKEN, _ALIKE, _HEARD = 1.3, 1.6, 0.4
# "Child of", in Georgian: with its bones.
_CHILD_OF = (("shvili", "Sbl"), ("dze", "ts"))


@dataclass(frozen=True, slots=True)
class Pair:
    asked: Part
    borne: Part
    fit: Fit
    bits: float
    places: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Aligned:
    """The parts that fit, and those on either side that fit nothing."""

    pairs: tuple[Pair, ...]
    missing: Way
    over: Way

    @property
    def bits(self) -> float:
        return min(_MOST_OF_ALL, sum(pair.bits for pair in self.pairs)) - self._lost

    @property
    def _lost(self) -> float:
        """A part that has become another says more than a part that is not told."""
        others = min(len(self.missing), len(self.over))
        return 2.5 * others + 0.5 * (max(len(self.missing), len(self.over)) - others)

    @property
    def is_the_same(self) -> bool:
        """Letter by letter, with nothing left over on either side."""
        return not (self.missing or self.over) and all(p.fit is Fit.SAME for p in self.pairs)

    @property
    def is_swapped(self) -> bool:
        """The same parts in another order."""
        order = [pair.places[1] for pair in sorted(self.pairs, key=lambda pair: pair.places[0])]
        return len(order) > 1 and order != sorted(order)


def best_alignment(asked: Traits, borne: Traits, rarity: Rarity) -> Aligned | None:
    """The two ways of writing the name that fit best; nothing where one side has no name."""
    best: Aligned | None = None
    for theirs in borne.ways:
        for ours in asked.ways:
            found = align(ours, theirs, rarity)
            if best is None or found.bits > best.bits:
                best = found
            if found.is_the_same:
                return best  # no other way of writing it fits better
    return best


def align(ours: Way, theirs: Way, rarity: Rarity) -> Aligned:
    """Each part with the part of the other side that it fits best, the best fits first."""
    pairs: list[Pair] = []
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
    found = Aligned(_hints_if_alone(pairs, missing), missing, over)
    for pair in pairs:
        if pair.fit is Fit.BROKEN:  # as one with their neighbours they may fit better
            used.discard(pair.places[0])
            taken.discard(pair.places[1])
    if (missing or over) and (joined := _joined(ours, theirs, used, taken)):
        return max(found, align(*joined, rarity), key=lambda each: each.bits)
    return found


def _hints_if_alone(pairs: list[Pair], missing: Way) -> tuple[Pair, ...]:
    """What is only heard alike does not carry a name of which something else fits nothing."""
    if missing and pairs and pairs[0].fit is Fit.BROKEN:  # the best of them
        return tuple(replace(pair, bits=min(pair.bits, _A_HINT)) for pair in pairs)
    return tuple(pairs)


type Fitting = tuple[Fit, int, int]


def _same(ours: Way, theirs: Way, used: set[int], taken: set[int]) -> Iterator[Fitting]:
    places = {part.word: there for there, part in reversed(list(enumerate(theirs)))}
    for at, part in enumerate(ours):
        if part.word in places:
            there = places[part.word]
            yield (Fit.SAME if len(part.word) > 1 else Fit.INITIAL), at, there


def _nearest(ours: Way, theirs: Way, used: set[int], taken: set[int]) -> list[Fitting]:
    found = [
        (fit, at, there)
        for at, part in enumerate(ours)
        if at not in used
        for there, other in enumerate(theirs)
        if there not in taken and (fit := fit_of(part, other)) is not None
    ]
    return sorted(found, key=lambda each: (each[0], abs(each[1] - each[2])))


def fit_of(part: Part, other: Part) -> Fit | None:
    """How two parts of a name fit, if they do."""
    if part.word == other.word:
        return Fit.SAME if len(part.word) > 1 else Fit.INITIAL
    if len(part.word) == 1 or len(other.word) == 1:
        return Fit.INITIAL if part.word[:1] == other.word[:1] else None
    if part.bone == other.bone and (len(part.bone) > 2 or nearness(part, other) > _ALIKE):
        return Fit.ALIKE if len(part.bone) > 1 else Fit.BROKEN
    if are_one(part.word, other.word):
        return Fit.SHORT
    return _nearly(part, other)


def _nearly(part: Part, other: Part) -> Fit | None:
    word, there = part.word, other.word
    here, over = len(word), len(there)
    shorter = here if here < over else over
    if shorter < 3:
        return None
    heard = OSA.normalized_similarity(rough(part.bone), rough(other.bone))
    if heard < _HEARD:
        return None
    if word[-3:] == there[-3:] and (rests := _without_ending(part, other)):
        return _nearly(*rests)
    slips = 1 if shorter < 7 else 2
    near = shorter > 3 and -slips <= here - over <= slips
    if near and OSA.distance(word, there, score_cutoff=slips) <= slips:
        return Fit.TYPED
    return Fit.BROKEN if heard + JaroWinkler.similarity(word, there) >= _BROKEN else None


def _without_ending(part: Part, other: Part) -> tuple[Part, Part] | None:
    """Half a country is a -shvili: that both are says nothing, what stands before it does."""
    for ending, bone in _CHILD_OF:
        if part.word.endswith(ending) and other.word.endswith(ending):
            return _before(part, ending, bone), _before(other, ending, bone)
    return None


def _before(part: Part, ending: str, bone: str) -> Part:
    return Part(part.word.removesuffix(ending), part.bone.removesuffix(bone))


def nearness(part: Part, other: Part) -> float:
    """How near two parts come, of 2: by ear, which is of their bones, and by letter.

    Bones alone are few, and many names share them; letters alone differ between two scripts.
    """
    heard = OSA.normalized_similarity(rough(part.bone), rough(other.bone))
    return heard + JaroWinkler.similarity(part.word, other.word)


def _pair(part: Part, other: Part, fit: Fit, rarity: Rarity, places: tuple[int, int]) -> Pair:
    if fit is Fit.INITIAL:
        return Pair(part, other, fit, _AN_INITIAL, places)
    bits = rarity.of(part.bone)
    if part.bone != other.bone:
        bits = min(bits, rarity.of(other.bone))
    return Pair(part, other, fit, bits * _WORTH[fit], places)


def _joined(ours: Way, theirs: Way, used: set[int], taken: set[int]) -> tuple[Way, Way] | None:
    """Ana María and Anamaría, Chul-soo and 철수: two parts on one side are one on the other."""
    if whole := _as_one(ours, used, theirs, taken):
        return whole, theirs
    if whole := _as_one(theirs, taken, ours, used):
        return ours, whole
    return None


def _as_one(way: Way, firm: set[int], whole: Way, taken: set[int]) -> Way | None:
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
                if fit_of(together, part) in _WORTH:
                    return (*way[:at], together, *way[at + 2 :])
    return None


def _begin_alike(part: Part, other: Part) -> bool:
    is_same = part.word[:1] == other.word[:1]
    return is_same or rough(part.bone)[:1] == rough(other.bone)[:1]


def _together(first: Part, second: Part) -> Part:
    """Two parts as one, without taking the word apart again: a vowel within it is no bone."""
    bone = second.bone.removeprefix("a")
    bone = bone[1:] if bone[:1] == first.bone[-1:] else bone
    return Part(first.word + second.word, first.bone + bone)
