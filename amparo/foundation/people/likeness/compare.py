"""What speaks for two descriptions being of one person, and what against.

Each rule stands by itself and says its reason; the bits of all of them are added up. A bit is one
halving of doubt: a reason of 8 bits is one that fits one stranger in 256.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .births_compared import births
from .names_compared import Aligned, Fit, best_alignment, fit_of
from .particulars_compared import papers, parents, places, telephones
from .reasons import Reason
from .scales import Rarity
from .traits import Traits, Way

# From here on we ask for one thing more; from here on a registration is interrupted. In a register
# of more than `scales.FEW` both lie higher: among many there is a stranger who is this much alike.
ASK, ALERT = 16.0, 22.0
_SEXES = frozenset(("female", "male"))
_ALIKE = {
    Fit.SAME: "name_same", Fit.ALIKE: "name_alike", Fit.SHORT: "name_short",
    Fit.TYPED: "name_typed", Fit.BROKEN: "name_alike", Fit.INITIAL: "name_part",
}  # fmt: skip


@dataclass(frozen=True)
class Likeness:
    """All the reasons, and what they add up to: only ever used to put people in order."""

    bits: float
    reasons: tuple[Reason, ...]
    crowd: float = 0.0

    @property
    def codes(self) -> list[str]:
        return [reason.code for reason in self.reasons]

    @property
    def asks(self) -> bool:
        """Likely enough to ask for one thing more."""
        return self.bits >= ASK + self.crowd

    @property
    def alerts(self) -> bool:
        """So likely that whoever registers must look first."""
        return self.bits >= ALERT + self.crowd

    @property
    def is_worth_showing(self) -> bool:
        """A name or a number speaks for it, however much else does not."""
        return any(each.bits > 0 and each.code in _TELLING for each in self.reasons)


_TELLING = frozenset(
    (
        "name_same", "name_alike", "name_short", "name_typed", "name_part", "document_same",
        "document_near", "phone_same",
    )
)  # fmt: skip


def compare(asked: Traits, borne: Traits, rarity: Rarity) -> Likeness:
    """What speaks for `borne` being the person who is asked for, and what against."""
    reasons = tuple(_within_a_family([*_reasons(asked, borne, rarity)]))
    bits = round(sum(reason.bits for reason in reasons), 1)
    return Likeness(bits, reasons, rarity.crowd)


def _within_a_family(reasons: list[Reason]) -> Iterator[Reason]:
    """Where the given name is another, what brothers and sisters share says little."""
    codes = {reason.code for reason in reasons}
    if codes.isdisjoint(("given_other", "given_second_other")):
        yield from reasons
        return
    share = 0.3 if "given_other" in codes else 0.6
    for reason in reasons:
        is_shared = reason.code in _OF_A_FAMILY and reason.bits > 0
        yield replace(reason, bits=reason.bits * share) if is_shared else reason


_OF_A_FAMILY = frozenset(
    (
        "name_part", "name_same", "name_alike", "name_typed", "name_short", "phone_same",
        "father_same", "mother_same", "place_same", "nationality_same",
    )
)  # fmt: skip


def to_ask_next(asked: Traits) -> list[str]:
    """What would tell the two apart and was not asked yet, the most telling first."""
    lacking = {
        "document": not asked.papers,
        "phone": not asked.lines,
        "father": not asked.father,
        "birth": not asked.is_day_known,
        "mother": not asked.mother,
    }
    return [what for what, is_lacking in lacking.items() if is_lacking][:3]


def _reasons(asked: Traits, borne: Traits, rarity: Rarity) -> Iterator[Reason]:
    aligned = best_alignment(asked, borne, rarity)
    if aligned:
        yield from _names(asked, borne, aligned)
    yield from births(asked, borne)
    yield from papers(asked, borne)
    yield from telephones(asked, borne)
    yield from parents(asked, borne, rarity)
    yield from places(asked, borne)
    yield from _sexes(asked, borne)
    yield from _nationalities(asked, borne, rarity)


def _names(asked: Traits, borne: Traits, aligned: Aligned) -> Iterator[Reason]:
    if not aligned.pairs:
        yield Reason("name_other", False, -8.0)
        return
    pairs = sorted(aligned.pairs, key=lambda pair: pair.places)
    said = tuple(asked.as_written(pair.asked) for pair in pairs)
    code = "name_part" if _is_another_given_name(asked, borne, aligned) else _how_alike(aligned)
    yield Reason(code, None if code == "name_part" else True, aligned.bits, said)
    if aligned.is_swapped and not asked.is_unsorted:
        yield Reason("name_swapped", None)
    if aligned.missing:
        words = tuple(asked.as_written(part) for part in aligned.missing)
        yield Reason("name_missing", None, words=words)
    if not asked.is_unsorted:
        yield from _given_names(asked, borne, aligned)
        yield from _surnames(asked, borne)


def _how_alike(aligned: Aligned) -> str:
    told = [pair for pair in aligned.pairs if pair.fit is not Fit.INITIAL]
    lost = len(aligned.missing)
    if not told or lost > len(told) or (lost and aligned.over and len(told) == 1):
        return "name_part"
    return _ALIKE[max(pair.fit for pair in told)]


def _given_names(asked: Traits, borne: Traits, aligned: Aligned) -> Iterator[Reason]:
    """Brothers share surnames and perhaps one given name: María Elena is not María Luisa."""
    if _is_another_given_name(asked, borne, aligned):
        yield Reason("given_other", False, -9.0)
    elif _left(asked.given_parts, aligned.missing) and _left(borne.given_parts, aligned.over):
        yield Reason("given_second_other", False, -3.0)


def _left(given: Way, over: Way) -> bool:
    return any(part in over for part in given)


def _surnames(asked: Traits, borne: Traits) -> Iterator[Reason]:
    """A mother's surname tells families apart."""
    if asked.second_parts and borne.second_parts:
        if _share(asked.second_parts, borne.second_parts):
            yield Reason("surname_mother", True, 0.0, (asked.second_family,))
        elif not _share(asked.second_parts, borne.family_parts):
            yield Reason("surname_mother_other", False, -4.0)


def _is_another_given_name(asked: Traits, borne: Traits, aligned: Aligned) -> bool:
    """No given name fits anything in the other's name, however that was divided up."""
    if asked.is_unsorted or not (asked.given_parts and borne.given_parts):
        return False
    ours = all(part in aligned.missing for part in asked.given_parts)
    return ours and all(part in aligned.over for part in borne.given_parts)


def _share(ours: Way, theirs: Way) -> bool:
    fits = (fit_of(one, other) for one in ours for other in theirs)
    return any(fit is not None for fit in fits)


def _sexes(asked: Traits, borne: Traits) -> Iterator[Reason]:
    """As told: who says neither, or nothing, speaks neither for nor against."""
    if {asked.sex, borne.sex} == _SEXES:
        yield Reason("sex_other", False, -5.0)
    elif asked.sex in _SEXES and asked.sex == borne.sex:
        yield Reason("sex_same", None, 1.0)


def _nationalities(asked: Traits, borne: Traits, rarity: Rarity) -> Iterator[Reason]:
    if not (asked.nationalities and borne.nationalities):
        return
    shared = [each for each in asked.nationalities if each in borne.nationalities]
    if shared:
        bits = max(rarity.of_nationality(code) for code in shared)
        yield Reason("nationality_same", True, bits, tuple(shared))
    else:
        yield Reason("nationality_other", False, -3.5)
