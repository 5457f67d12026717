"""Numbers, parents and places: what two descriptions tell beside names and births."""

from collections.abc import Iterator

from rapidfuzz.distance import OSA

from .names_compared import fit_of
from .reasons import Reason
from .scales import Rarity
from .traits import Traits, Way

_LONG_ENOUGH = 6  # a slip in a short number makes another number


def papers(asked: Traits, borne: Traits) -> Iterator[Reason]:
    """The same document, or one that differs by a slip of the hand."""
    same = [number for number in asked.papers if number in borne.papers]
    if same:
        yield Reason("document_same", True, 18.0, (same[0][-4:],))
        return
    for ours in asked.papers:
        for theirs in borne.papers:
            if _is_a_slip(ours, theirs):
                yield Reason("document_near", True, 9.0, (theirs[-4:],))
                return


def _is_a_slip(ours: str, theirs: str) -> bool:
    long = min(len(ours), len(theirs)) >= _LONG_ENOUGH
    return long and OSA.distance(ours, theirs, score_cutoff=1) == 1


def telephones(asked: Traits, borne: Traits) -> Iterator[Reason]:
    """A telephone is often a family's: it says less than a document."""
    for line in asked.lines:
        if line in borne.lines:
            yield Reason("phone_same", True, 8.0, (line[-4:],))
            return


def parents(asked: Traits, borne: Traits, rarity: Rarity) -> Iterator[Reason]:
    for who, ours, theirs in (
        ("father", asked.father_parts, borne.father_parts),
        ("mother", asked.mother_parts, borne.mother_parts),
    ):
        if ours and theirs:
            yield _parent(who, ours, theirs, rarity)


def _parent(who: str, ours: Way, theirs: Way, rarity: Rarity) -> Reason:
    fitting = [one for one in ours if any(fit_of(one, other) is not None for other in theirs)]
    if not fitting:
        return Reason(f"{who}_other", False, -3.0)
    bits = min(7.0, 0.8 * max(rarity.of(part.bone) for part in fitting))
    return Reason(f"{who}_same", True, bits)


def places(asked: Traits, borne: Traits) -> Iterator[Reason]:
    """Where somebody comes from is told in many ways: another place speaks hardly against."""
    ours = {part.bone for part in asked.place_parts}
    theirs = {part.bone for part in borne.place_parts}
    if ours and theirs:
        if ours & theirs:
            yield Reason("place_same", True, 2.3)
        else:
            yield Reason("place_other", None, -1.0)
