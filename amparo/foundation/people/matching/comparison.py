"""The comparison of two descriptions of a person: reasons, their bits, and a cheap first score.

Each rule stands by itself and says its reason; the bits of all of them are added up. A bit is one
halving of doubt: a reason of 8 bits is one that fits one stranger in 256. `prefilter_score` says
which of many are worth comparing reason by reason, for a twentieth of the work.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz.distance import OSA

from .features import MatchingFeatures, NameParts
from .name_comparison import NameAlignment, NameFrequencies, PartMatch, best_alignment, match_parts

# The prefilter: what is the same, and names of which most is heard in another.


def prefilter_score(
    query: MatchingFeatures, rarity: NameFrequencies
) -> Callable[[Mapping[str, Any]], float]:
    """How much seems to speak for somebody, in bits, at a first glance.

    Reads what is stored (`MatchingFeatures.as_json`) as it is: most are looked at no further.
    """
    worth = {
        part.phonetic_key: rarity.of(part.phonetic_key)
        for way in query.name_variants
        for part in way
    }
    numbers = {*query.document_numbers, *query.phone_numbers}
    born = query.birth_year, query.birth_month, query.birth_day

    def at(kept: Mapping[str, Any]) -> float:
        told = kept.get
        phonetic_keys = {
            phonetic_key for way in told("name_variants", ()) for _word, phonetic_key in way
        }
        bits = sum(
            weight
            if phonetic_key in phonetic_keys
            else weight * _nearness(phonetic_key, phonetic_keys)
            for phonetic_key, weight in worth.items()
        )
        if numbers:
            bits += 12.0 * len(
                numbers.intersection((*told("document_numbers", ()), *told("phone_numbers", ())))
            )
        birth = told("birth_year", 0), told("birth_month", 0), told("birth_day", 0)
        return bits + _closeness(born, birth)

    return at


def _nearness(phonetic_key: str, phonetic_keys: set[str]) -> float:
    """How far a part is heard in another: half of its worth at the most."""
    heard = max(
        (OSA.normalized_similarity(phonetic_key, other) for other in phonetic_keys), default=0.0
    )
    return heard - 0.5 if heard > 0.5 else 0.0


def _closeness(born: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    if not (born[0] and other[0]):
        return 0.0
    if born == other:
        return 10.0 if born[1] else 4.0
    near = max(-6.0, 3.0 - abs(born[0] - other[0]))
    # The same day in another year, or another day of the same month: one of them is a slip.
    if born[1] and born[1:] == other[1:] != (1, 1):
        return max(near, 6.0 if near > 0 else 3.0)
    return near + 3.0 if born[1] and born[:2] == other[:2] else near


# Reasons.


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason by its code, the words it concerns, and whether it speaks for or against.

    `speaks_for` is None where it speaks neither for nor against. `bits` order people, and are
    never shown.
    """

    code: str
    speaks_for: bool | None
    bits: float = 0.0
    name_parts: tuple[str, ...] = ()
    count: int = 0


# Every code there is, for those who say them in words or learn from them.
REASON_CODES = (
    "name_same", "name_alike", "name_short", "name_typed", "name_swapped", "name_part",
    "name_missing", "name_other", "given_other", "given_second_other", "surname_mother",
    "surname_mother_other",
    "born_day", "born_swapped", "born_month", "born_year", "born_digit", "born_near", "born_apart",
    "sex_same", "sex_other", "nationality_same", "nationality_other", "document_same",
    "document_near", "phone_same", "father_same", "father_other", "mother_same", "mother_other",
    "place_same", "place_other",
)  # fmt: skip


# From here on we ask for one thing more; from here on a registration is interrupted. In a register
# of more than `SMALL_REGISTER` both lie higher: among many there is a stranger who is this much
# alike.
ASK, ALERT = 16.0, 22.0
_SEXES = frozenset(("female", "male"))
_CODES_BY_MATCH = {
    PartMatch.SAME: "name_same", PartMatch.ALIKE: "name_alike", PartMatch.SHORT: "name_short",
    PartMatch.TYPED: "name_typed", PartMatch.BROKEN: "name_alike", PartMatch.INITIAL: "name_part",
}  # fmt: skip


@dataclass(frozen=True)
class MatchResult:
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
        return any(each.bits > 0 and each.code in _DECISIVE for each in self.reasons)


_DECISIVE = frozenset(
    (
        "name_same", "name_alike", "name_short", "name_typed", "name_part", "document_same",
        "document_near", "phone_same",
    )
)  # fmt: skip


def compare(
    query: MatchingFeatures, candidate: MatchingFeatures, rarity: NameFrequencies
) -> MatchResult:
    """What speaks for `candidate` being the person who is asked for, and what against."""
    reasons = tuple(_within_a_family([*_reasons(query, candidate, rarity)]))
    bits = round(sum(reason.bits for reason in reasons), 1)
    return MatchResult(bits, reasons, rarity.crowd)


def _within_a_family(reasons: list[Reason]) -> Iterator[Reason]:
    """Where the given name is another, what brothers and sisters share says little."""
    codes = {reason.code for reason in reasons}
    if codes.isdisjoint(("given_other", "given_second_other")):
        yield from reasons
        return
    share = 0.3 if "given_other" in codes else 0.6
    for reason in reasons:
        is_shared = reason.code in _SHARED_BY_FAMILIES and reason.bits > 0
        yield replace(reason, bits=reason.bits * share) if is_shared else reason


_SHARED_BY_FAMILIES = frozenset(
    (
        "name_part", "name_same", "name_alike", "name_typed", "name_short", "phone_same",
        "father_same", "mother_same", "place_same", "nationality_same",
    )
)  # fmt: skip


def to_ask_next(query: MatchingFeatures) -> list[str]:
    """What would tell the two apart and was not asked yet, the most telling first."""
    lacking = {
        "document": not query.document_numbers,
        "phone": not query.phone_numbers,
        "father": not query.father,
        "birth": not query.is_day_known,
        "mother": not query.mother,
    }
    return [what for what, is_lacking in lacking.items() if is_lacking][:3]


def _reasons(
    query: MatchingFeatures, candidate: MatchingFeatures, rarity: NameFrequencies
) -> Iterator[Reason]:
    aligned = best_alignment(query, candidate, rarity)
    if aligned:
        yield from _names(query, candidate, aligned)
    yield from compare_births(query, candidate)
    yield from compare_documents(query, candidate)
    yield from compare_phones(query, candidate)
    yield from compare_parents(query, candidate, rarity)
    yield from compare_places(query, candidate)
    yield from _sexes(query, candidate)
    yield from _nationalities(query, candidate, rarity)


def _names(
    query: MatchingFeatures, candidate: MatchingFeatures, aligned: NameAlignment
) -> Iterator[Reason]:
    if not aligned.pairs:
        yield Reason("name_other", False, -8.0)
        return
    pairs = sorted(aligned.pairs, key=lambda pair: pair.places)
    said = tuple(query.as_written(pair.query) for pair in pairs)
    code = (
        "name_part" if _is_another_given_name(query, candidate, aligned) else _name_code(aligned)
    )
    yield Reason(code, None if code == "name_part" else True, aligned.bits, said)
    if aligned.is_swapped and not query.is_unsorted:
        yield Reason("name_swapped", None)
    if aligned.missing:
        words = tuple(query.as_written(part) for part in aligned.missing)
        yield Reason("name_missing", None, name_parts=words)
    if not query.is_unsorted:
        yield from _given_names(query, candidate, aligned)
        yield from _surnames(query, candidate)


def _name_code(aligned: NameAlignment) -> str:
    told = [pair for pair in aligned.pairs if pair.fit is not PartMatch.INITIAL]
    lost = len(aligned.missing)
    if not told or lost > len(told) or (lost and aligned.over and len(told) == 1):
        return "name_part"
    return _CODES_BY_MATCH[max(pair.fit for pair in told)]


def _given_names(
    query: MatchingFeatures, candidate: MatchingFeatures, aligned: NameAlignment
) -> Iterator[Reason]:
    """Brothers share surnames and perhaps one given name: María Elena is not María Luisa."""
    if _is_another_given_name(query, candidate, aligned):
        yield Reason("given_other", False, -9.0)
    elif _is_left_over(query.given_parts, aligned.missing) and _is_left_over(
        candidate.given_parts, aligned.over
    ):
        yield Reason("given_second_other", False, -3.0)


def _is_left_over(given: NameParts, over: NameParts) -> bool:
    return any(part in over for part in given)


def _surnames(query: MatchingFeatures, candidate: MatchingFeatures) -> Iterator[Reason]:
    """A mother's surname tells families apart."""
    if query.second_parts and candidate.second_parts:
        if _share(query.second_parts, candidate.second_parts):
            yield Reason("surname_mother", True, 0.0, (query.second_family,))
        elif not _share(query.second_parts, candidate.family_parts):
            yield Reason("surname_mother_other", False, -4.0)


def _is_another_given_name(
    query: MatchingFeatures, candidate: MatchingFeatures, aligned: NameAlignment
) -> bool:
    """No given name fits anything in the other's name, however that was divided up."""
    if query.is_unsorted or not (query.given_parts and candidate.given_parts):
        return False
    ours = all(part in aligned.missing for part in query.given_parts)
    return ours and all(part in aligned.over for part in candidate.given_parts)


def _share(ours: NameParts, theirs: NameParts) -> bool:
    fits = (match_parts(one, other) for one in ours for other in theirs)
    return any(fit is not None for fit in fits)


def _sexes(query: MatchingFeatures, candidate: MatchingFeatures) -> Iterator[Reason]:
    """As told: who says neither, or nothing, speaks neither for nor against."""
    if {query.sex, candidate.sex} == _SEXES:
        yield Reason("sex_other", False, -5.0)
    elif query.sex in _SEXES and query.sex == candidate.sex:
        yield Reason("sex_same", None, 1.0)


def _nationalities(
    query: MatchingFeatures, candidate: MatchingFeatures, rarity: NameFrequencies
) -> Iterator[Reason]:
    if not (query.nationalities and candidate.nationalities):
        return
    shared = [each for each in query.nationalities if each in candidate.nationalities]
    if shared:
        bits = max(rarity.of_nationality(code) for code in shared)
        yield Reason("nationality_same", True, bits, tuple(shared))
    else:
        yield Reason("nationality_other", False, -3.5)


# Births: days drift, months change places, 1 January is a guess.

# Years apart: a slip, a guess, another person.
_NEAR, _NEAR_WHEN_GUESSED = 1, 4
_FAR, _VERY_FAR = 8, 15


def compare_births(query: MatchingFeatures, candidate: MatchingFeatures) -> Iterator[Reason]:
    """One reason about the birth, where both sides tell of it."""
    if query.birth_year and candidate.birth_year:
        yield _of_days(query, candidate) or _of_years(query, candidate)


def _of_days(query: MatchingFeatures, candidate: MatchingFeatures) -> Reason | None:
    """What two real days say; nothing where one of them is a guess and the years differ."""
    if not (query.is_day_known and candidate.is_day_known):
        return _of_months(query, candidate)
    ours, theirs = _day(query), _day(candidate)
    year = (str(query.birth_year),)
    if ours == theirs:
        return Reason("born_day", True, 13.0, year)
    if ours == (theirs[0], theirs[2], theirs[1]):
        return Reason("born_swapped", True, 9.0, year)
    if ours[:2] == theirs[:2]:
        return Reason("born_month", True, 6.5, year)
    if OSA.distance(_figures(ours), _figures(theirs), score_cutoff=1) <= 1:
        return Reason("born_digit", True, 6.0, year)
    return None


def _of_months(query: MatchingFeatures, candidate: MatchingFeatures) -> Reason | None:
    """A month and a year without a day, and the same made-up 1 January."""
    if query.is_estimated or candidate.is_estimated or query.birth_year != candidate.birth_year:
        return None
    months = (query.birth_month, candidate.birth_month)
    is_made_up = 1 in months or 0 in months
    if months[0] == months[1] and not is_made_up:
        return Reason("born_month", True, 6.5, (str(query.birth_year),))
    return None


def _of_years(query: MatchingFeatures, candidate: MatchingFeatures) -> Reason:
    apart = abs(query.birth_year - candidate.birth_year)
    guessed = not (query.is_day_known and candidate.is_day_known)
    if apart == 0:
        return Reason("born_year", True, 5.0 if guessed else 3.5, (str(query.birth_year),))
    if _fits_age(query, candidate) or _fits_age(candidate, query):
        return Reason("born_near", True, 4.0, count=apart)
    if apart <= (_NEAR_WHEN_GUESSED if guessed else _NEAR):
        bits = 2.0 - apart if guessed else 0.5
        return Reason("born_near", True if guessed and apart < 3 else None, bits, count=apart)
    return _far_apart(apart, guessed)


def _fits_age(guess: MatchingFeatures, other: MatchingFeatures) -> bool:
    """Whether `other` was born in the year before the one that an age leads to: who has their
    birthday still before them this year was.
    """
    return guess.is_estimated and guess.birth_year - other.birth_year == 1


def _far_apart(apart: int, guessed: bool) -> Reason:
    """A guess may be out by many years; a day that somebody knows is not."""
    if apart >= _VERY_FAR:
        return Reason("born_apart", False, -9.0, count=apart)
    if apart >= _FAR:
        return Reason("born_apart", False, -6.0, count=apart)
    speaks = None if guessed or apart <= 2 else False
    return Reason("born_apart", speaks, -3.0 if guessed else -4.0, count=apart)


def _day(features: MatchingFeatures) -> tuple[int, int, int]:
    return features.birth_year, features.birth_month, features.birth_day


def _figures(day: tuple[int, int, int]) -> str:
    return "{:04}{:02}{:02}".format(*day)


# Documents, telephones, parents and places.

_LONG_ENOUGH = 6  # a slip in a short number makes another number


def compare_documents(query: MatchingFeatures, candidate: MatchingFeatures) -> Iterator[Reason]:
    """The same document, or one that differs by a slip of the hand."""
    same = [number for number in query.document_numbers if number in candidate.document_numbers]
    if same:
        yield Reason("document_same", True, 18.0, (same[0][-4:],))
        return
    for ours in query.document_numbers:
        for theirs in candidate.document_numbers:
            if _is_a_slip(ours, theirs):
                yield Reason("document_near", True, 9.0, (theirs[-4:],))
                return


def _is_a_slip(ours: str, theirs: str) -> bool:
    long = min(len(ours), len(theirs)) >= _LONG_ENOUGH
    return long and OSA.distance(ours, theirs, score_cutoff=1) == 1


def compare_phones(query: MatchingFeatures, candidate: MatchingFeatures) -> Iterator[Reason]:
    """A telephone is often a family's: it says less than a document."""
    for line in query.phone_numbers:
        if line in candidate.phone_numbers:
            yield Reason("phone_same", True, 8.0, (line[-4:],))
            return


def compare_parents(
    query: MatchingFeatures, candidate: MatchingFeatures, rarity: NameFrequencies
) -> Iterator[Reason]:
    for who, ours, theirs in (
        ("father", query.father_parts, candidate.father_parts),
        ("mother", query.mother_parts, candidate.mother_parts),
    ):
        if ours and theirs:
            yield _parent(who, ours, theirs, rarity)


def _parent(who: str, ours: NameParts, theirs: NameParts, rarity: NameFrequencies) -> Reason:
    fitting = [one for one in ours if any(match_parts(one, other) is not None for other in theirs)]
    if not fitting:
        return Reason(f"{who}_other", False, -3.0)
    bits = min(7.0, 0.8 * max(rarity.of(part.phonetic_key) for part in fitting))
    return Reason(f"{who}_same", True, bits)


def compare_places(query: MatchingFeatures, candidate: MatchingFeatures) -> Iterator[Reason]:
    """Where somebody comes from is told in many ways: another place speaks hardly against."""
    ours = {part.phonetic_key for part in query.place_parts}
    theirs = {part.phonetic_key for part in candidate.place_parts}
    if ours and theirs:
        if ours & theirs:
            yield Reason("place_same", True, 2.3)
        else:
            yield Reason("place_other", None, -1.0)
