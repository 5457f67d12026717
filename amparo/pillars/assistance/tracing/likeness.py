"""Why somebody may be the one a relative looks for: each reason by itself, for or against.

Pure Python. No percentage: a name sounds alike or it does not, and an officer decides. The order
in which people are shown follows from how much speaks for each, and is no judgement.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from amparo.foundation.people.skeletons import skeletons, words_of

# Years between what a relative remembers and what somebody told us: near, and too far apart.
NEAR, NEAR_WHEN_GUESSED, FAR = 2, 5, 8
_TOLD_APART = frozenset(("female", "male"))


@dataclass(frozen=True)
class Described:
    """Somebody as they are described: by a relative, or by themselves."""

    names: tuple[str, ...] = ()
    sex: str = ""
    birth_year: int | None = None
    is_year_guessed: bool = False
    nationalities: tuple[str, ...] = ()
    father: str = ""
    mother: str = ""


@dataclass(frozen=True)
class Reason:
    """One reason by its code; `speaks_for` is None where it speaks neither for nor against."""

    code: str
    speaks_for: bool | None
    years: int = 0


_WEIGHT = {"name_same": 4, "name_alike": 3, "name_part": 1, "parent_same": 3, "year_same": 2,
           "year_near": 1, "nationality_same": 1}  # fmt: skip


@dataclass(frozen=True)
class Likeness:
    reasons: tuple[Reason, ...]

    @property
    def codes(self) -> list[str]:
        return [reason.code for reason in self.reasons]

    @property
    def is_close(self) -> bool:
        """More than one thing speaks for it, and nothing against."""
        fits = [reason for reason in self.reasons if reason.speaks_for]
        return len(fits) > 1 and not any(each.speaks_for is False for each in self.reasons)

    @property
    def order(self) -> int:
        """By what people are put in order; never shown."""
        against = sum(3 for reason in self.reasons if reason.speaks_for is False)
        return sum(_WEIGHT.get(reason.code, 0) for reason in self.reasons) - against


def compare(sought: Described, found: Described) -> Likeness:
    """What speaks for `found` being the one who is `sought`, and what against."""
    checks = (_names, _parents, _years, _sexes, _nationalities)
    return Likeness(tuple(reason for check in checks for reason in check(sought, found)))


def _names(sought: Described, found: Described) -> Iterator[Reason]:
    words, borne = set(words_of(*sought.names)), set(words_of(*found.names))
    if not words or not borne:
        return
    bones, theirs = set(skeletons(*sought.names)), set(skeletons(*found.names))
    shared = bones & theirs
    if words <= borne or (borne <= words and len(borne) > 1):
        yield Reason("name_same", True)
    elif 2 * len(shared) > min(len(bones), len(theirs)) and len(shared) > 1:
        yield Reason("name_alike", True)
    elif shared:
        yield Reason("name_part", None)
    else:
        yield Reason("name_other", False)


def _parents(sought: Described, found: Described) -> Iterator[Reason]:
    for ours, theirs in ((sought.father, found.father), (sought.mother, found.mother)):
        bones, other = set(skeletons(ours)), set(skeletons(theirs))
        if not ours or not theirs:
            continue
        if bones <= other or other <= bones:
            yield Reason("parent_same", True)
        elif not bones & other:
            yield Reason("parent_other", False)


def _years(sought: Described, found: Described) -> Iterator[Reason]:
    if not sought.birth_year or not found.birth_year:
        return
    apart = abs(sought.birth_year - found.birth_year)
    guessed = sought.is_year_guessed or found.is_year_guessed
    if apart == 0:
        yield Reason("year_same", True)
    elif apart <= (NEAR_WHEN_GUESSED if guessed else NEAR):
        yield Reason("year_near", True if guessed else None, apart)
    else:
        yield Reason("year_far", False if apart >= FAR or not guessed else None, apart)


def _sexes(sought: Described, found: Described) -> Iterator[Reason]:
    if {sought.sex, found.sex} == _TOLD_APART:
        yield Reason("sex_other", False)


def _nationalities(sought: Described, found: Described) -> Iterator[Reason]:
    if sought.nationalities and found.nationalities:
        same = bool(set(sought.nationalities) & set(found.nationalities))
        yield Reason("nationality_same" if same else "nationality_other", True if same else None)
