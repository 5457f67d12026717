"""Two ways of writing a name, part by part: what fits, how well, and what is left over."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

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
_AN_INITIAL = 1.0
_MOST_OF_ALL = 30.0


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
        return 2.5 * others + 0.5 * (len(self.missing) - others)

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
    if missing and over and (joined := _joined(ours, theirs, used, taken)):
        return align(*joined, rarity)
    return Aligned(tuple(pairs), missing, over)


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
    if part.bone == other.bone:
        return Fit.ALIKE
    if are_one(part.word, other.word):
        return Fit.SHORT
    return _nearly(part, other)


def _nearly(part: Part, other: Part) -> Fit | None:
    word, there = part.word, other.word
    here, over = len(word), len(there)
    shorter = here if here < over else over
    if shorter < 3:
        return None
    slips = 1 if shorter < 7 else 2
    near = shorter > 3 and -slips <= here - over <= slips
    if near and OSA.distance(word, there, score_cutoff=slips) <= slips:
        return Fit.TYPED
    if _is_heard_alike(rough(part.bone), rough(other.bone)):
        return Fit.BROKEN
    if shorter > 3 and word[0] == there[0]:
        return Fit.BROKEN if JaroWinkler.similarity(word, there, score_cutoff=0.88) else None
    return None


def _is_heard_alike(bone: str, other: str) -> bool:
    here, over = len(bone), len(other)
    shorter = here if here < over else over
    if shorter < 3:
        return bone == other and shorter == 2
    slips = 2 if shorter > 4 else 1
    near = -slips <= here - over <= slips
    return near and OSA.distance(bone, other, score_cutoff=slips) <= slips


def _pair(part: Part, other: Part, fit: Fit, rarity: Rarity, places: tuple[int, int]) -> Pair:
    if fit is Fit.INITIAL:
        return Pair(part, other, fit, _AN_INITIAL, places)
    bits = rarity.of(part.bone)
    if part.bone != other.bone:
        bits = min(bits, rarity.of(other.bone))
    return Pair(part, other, fit, bits * _WORTH[fit], places)


def _joined(ours: Way, theirs: Way, used: set[int], taken: set[int]) -> tuple[Way, Way] | None:
    """Ana María and Anamaría: two parts on one side are one part on the other."""
    if whole := _as_one(ours, used, [p for at, p in enumerate(theirs) if at not in taken]):
        return whole, theirs
    if whole := _as_one(theirs, taken, [p for at, p in enumerate(ours) if at not in used]):
        return ours, whole
    return None


def _as_one(way: Way, used: set[int], free: list[Part]) -> Way | None:
    for at in range(len(way) - 1):
        if at in used and at + 1 in used:
            continue
        word = way[at].word + way[at + 1].word
        for part in free:
            if part.word == word:
                return (*way[:at], part, *way[at + 2 :])
    return None
