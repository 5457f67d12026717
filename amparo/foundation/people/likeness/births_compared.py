"""When two people say they were born: days drift, months change places, 1 January is a guess."""

from collections.abc import Iterator

from rapidfuzz.distance import OSA

from .reasons import Reason
from .traits import Traits

# Years apart: a slip, a guess, another person.
_NEAR, _NEAR_WHEN_GUESSED = 1, 4
_FAR, _VERY_FAR = 8, 15


def births(asked: Traits, borne: Traits) -> Iterator[Reason]:
    """One reason about the birth, where both sides tell of it."""
    if asked.birth_year and borne.birth_year:
        yield _of_days(asked, borne) or _of_years(asked, borne)


def _of_days(asked: Traits, borne: Traits) -> Reason | None:
    """What two real days say; nothing where one of them is a guess and the years differ."""
    if not (asked.is_day_known and borne.is_day_known):
        return _of_months(asked, borne)
    ours, theirs = _day(asked), _day(borne)
    year = (str(asked.birth_year),)
    if ours == theirs:
        return Reason("born_day", True, 13.0, year)
    if ours == (theirs[0], theirs[2], theirs[1]):
        return Reason("born_swapped", True, 9.0, year)
    if ours[:2] == theirs[:2]:
        return Reason("born_month", True, 6.5, year)
    if OSA.distance(_figures(ours), _figures(theirs), score_cutoff=1) <= 1:
        return Reason("born_digit", True, 6.0, year)
    return None


def _of_months(asked: Traits, borne: Traits) -> Reason | None:
    """A month and a year without a day, and the same made-up 1 January."""
    if asked.is_estimated or borne.is_estimated or asked.birth_year != borne.birth_year:
        return None
    months = (asked.birth_month, borne.birth_month)
    is_made_up = 1 in months or 0 in months
    if months[0] == months[1] and not is_made_up:
        return Reason("born_month", True, 6.5, (str(asked.birth_year),))
    return None


def _of_years(asked: Traits, borne: Traits) -> Reason:
    apart = abs(asked.birth_year - borne.birth_year)
    guessed = not (asked.is_day_known and borne.is_day_known)
    if apart == 0:
        return Reason("born_year", True, 5.0 if guessed else 3.5, (str(asked.birth_year),))
    if apart <= (_NEAR_WHEN_GUESSED if guessed else _NEAR):
        bits = 2.0 - apart if guessed else 0.5
        return Reason("born_near", True if guessed and apart < 3 else None, bits, count=apart)
    return _far_apart(apart, guessed)


def _far_apart(apart: int, guessed: bool) -> Reason:
    """A guess may be out by many years; a day that somebody knows is not."""
    if apart >= _VERY_FAR:
        return Reason("born_apart", False, -9.0, count=apart)
    if apart >= _FAR:
        return Reason("born_apart", False, -6.0, count=apart)
    speaks = None if guessed or apart <= 2 else False
    return Reason("born_apart", speaks, -3.0 if guessed else -4.0, count=apart)


def _day(traits: Traits) -> tuple[int, int, int]:
    return traits.birth_year, traits.birth_month, traits.birth_day


def _figures(day: tuple[int, int, int]) -> str:
    return "{:04}{:02}{:02}".format(*day)
