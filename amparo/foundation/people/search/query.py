"""The query of a person search, and what is typed or answered read as one: little is enough.

A day, a month and a year in any order that is not in doubt, a year alone, "about 30"; figures of
every script. What makes no sense, such as a birth still to come, is left out.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from ..matching.features import MatchingFeatures
from .search import parse_search_text

_DAY = re.compile(r"\b(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_AGE = re.compile(r"\b\d{1,3}\b")
_OLDEST = 120


@dataclass(frozen=True)
class Birth:
    """A birth as far as it was told; zero is what is not known."""

    year: int = 0
    month: int = 0
    day: int = 0
    is_estimated: bool = False

    def on_or_before(self, today: date) -> "Birth":
        """Nothing of a birth that is still to come, or that nobody alive remembers."""
        known = (self.year, self.month or 1, self.day or 1)
        is_past = known <= (today.year, today.month, today.day)
        return self if is_past and today.year - self.year <= _OLDEST else Birth()


def parse_birth(words: str, today: date) -> Birth:
    """A birth in somebody's words, or in the figures of a form."""
    text = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in words[:40])
    if found := _DAY.search(text):
        return _day_of(*found.groups()).on_or_before(today)
    if found := _YEAR.search(text):
        return Birth(int(found.group())).on_or_before(today)
    if found := _AGE.search(text):
        age = int(found.group())
        return Birth(today.year - age, is_estimated=True).on_or_before(today)
    return Birth()


def _day_of(first: str, second: str, third: str) -> Birth:
    """Year first or last; day before month, unless it cannot be."""
    year, day = (first, third) if len(first) == 4 else (third, first)
    month = second
    if len(year) != 4:
        return Birth()
    if int(month) > 12 >= int(day):
        day, month = month, day
    try:
        known = date(int(year), int(month), int(day))
    except ValueError:
        return Birth(int(year))
    return Birth(known.year, known.month, known.day)


@dataclass(frozen=True)
class SearchQuery:
    """What is typed into the one box, or into its fields."""

    names: str = ""
    born: str = ""
    nationality: str = ""
    number: str = ""
    sex: str = ""

    @property
    def text(self) -> str:
        """The words for the one door by which people are found."""
        return " ".join(part for part in (self.names, self.number) if part)

    def features(self, today: date) -> MatchingFeatures:
        asked = parse_search_text(self.text)
        birth = parse_birth(self.born, today)
        if not birth.year:
            birth = Birth(asked.birth_year).on_or_before(today)
        return replace(asked, **_birth_fields(birth), **_other_fields(self.sex, self.nationality))


def features_of_answers(answers: Mapping[str, str], today: date) -> MatchingFeatures:
    """What a form of a person says so far, field by field."""
    year, month, day = (_figure(answers, f"birth_{box}") for box in ("year", "month", "day"))
    told = Birth(year, month, day, is_estimated=bool(answers.get("birth_about")))
    birth = told.on_or_before(today) if year else parse_birth(answers.get("age", ""), today)
    said = defaultdict(str, answers)
    aliases = re.split(r"[,;،؛]", said["aliases"])
    features = MatchingFeatures(
        given=said["given_names"], family=said["family_names"],
        second_family=said["second_family_name"], original=said["original_name"],
        aliases=tuple(alias.strip() for alias in aliases if alias.strip()),
        father=said["father_name"], mother=said["mother_name"], place=said["birth_place"],
    )  # fmt: skip
    return replace(
        features, **_birth_fields(birth), **_other_fields(said["sex"], said["nationality"])
    )


def _figure(answers: Mapping[str, str], name: str) -> int:
    written = str(answers.get(name) or "").strip()[:4]
    return int(written) if written.isdecimal() else 0


def _birth_fields(birth: Birth) -> dict:
    return {
        "birth_year": birth.year, "birth_month": birth.month, "birth_day": birth.day,
        "is_estimated": birth.is_estimated,
    }  # fmt: skip


def _other_fields(sex: str, nationality: str) -> dict:
    is_country = len(nationality) == 2  # and not stateless
    return {"sex": sex, "nationalities": (nationality,) if is_country else ()}
