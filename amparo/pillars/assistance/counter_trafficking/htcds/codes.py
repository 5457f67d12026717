"""The codes of HTCDS as others really write them, and the one way in which we write them.

Pure Python. The odd spellings of the standard (`Unaquainted`, `NonSpecifiedUnknown`) are its codes
and stay. Its survey, its tables and its definitions disagree with each other: what is meant is
found without case, spaces, underscores or signs; what is on no list is kept as a local code.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel import Locale

from amparo.foundation.protection.bundled_lists import data_rows

from .fields import Field, Kind

DATA = Path(__file__).parent / "data"
OTHER = "Other"
# Signs, and the letters of other scripts that are there to be seen by nobody.
_SIGNS = re.compile(r"[\W_\u115f\u1160\u3164\uffa0]+")
# Two ways of spelling English, both of them in the files of the standard.
_SPELT = (("organis", "organiz"), ("labour", "labor"))
# Before the code of an industry stands the letter of its section in ISIC.
_SECTION = re.compile(r"([A-Z])_")
_LANGUAGES = ("ar", "fr", "es", "en")
# https://www.itu.int/rec/T-REC-E.164; the expression is the standard's own.
E164 = re.compile(r"\+?[1-9]\d{1,14}")

# The Field Definitions of HTCDS explain these, its list of codes lacks them: they stay local.
DEFINED_BUT_NOT_LISTED = {"vic_MethodsOfControl": ("RestrictsMovement", "UsesChildren")}


@cache
def listed(field: Field) -> tuple[str, ...]:
    """The codes of a field in the order of its list."""
    if field.kind is Kind.COUNTRY:
        return tuple(row["code"] for row in _table("iso3166_1.csv"))
    if field.kind is Kind.LANGUAGE:
        return tuple(row["code"] for row in _table("iso639_2.csv"))
    return tuple(_lists().get(field.codes, {}))


def parse_code(field: Field, text: str) -> str | None:
    """The code that is meant, or none where it is on no list."""
    return _meanings(field).get(loose(text))


def label_of(field: Field, code: str) -> str:
    """What the Excel template of the standard shows for a code; a code that has no label, itself.

    Countries and languages stand there by their codes.
    """
    return _lists().get(field.codes, {}).get(code, code)


@cache
def labels(field: Field) -> tuple[str, ...]:
    """The drop-down list of a field."""
    return tuple(label_of(field, code) for code in listed(field))


@cache
def most_semicolons(field: Field) -> int:
    """How many of the signs that stand between two codes can stand within one label."""
    return max((label.count(";") for label in labels(field)), default=0)


def has_other(field: Field) -> bool:
    return OTHER in listed(field)


def loose(text: str) -> str:
    plain = _SIGNS.sub("", text).casefold()
    for one, other in _SPELT:
        plain = plain.replace(one, other)
    return plain


def ordered(field: Field, codes: list[str]) -> tuple[str, ...]:
    """Several codes, none twice: first those of the list in its order, then the local ones."""
    place = {code: at for at, code in enumerate(listed(field))}
    return tuple(
        sorted(dict.fromkeys(codes), key=lambda each: (place.get(each, len(place)), each))
    )


@cache
def language_of(two_letters: str) -> str:
    """ISO 639-2 for a language as we keep it; without one, the code as it is."""
    return _meanings_of_languages().get(loose(two_letters), two_letters)


@cache
def two_letters_of(language: str) -> str:
    """How we keep a language: by its two letters where it has them."""
    known = {row["code"]: row["two_letters"] for row in _table("iso639_2.csv")}
    return known.get(language) or language


@cache
def _meanings(field: Field) -> dict[str, str]:
    if field.kind is Kind.COUNTRY:
        return _meanings_of_countries()
    if field.kind is Kind.LANGUAGE:
        return _meanings_of_languages()
    known = _lists().get(field.codes, {})
    labels = {loose(label): code for code, label in known.items()}
    in_sections = {
        loose(letter[1] + label): code
        for code, label in known.items()
        if (letter := _SECTION.match(code))
    }
    return in_sections | labels | {loose(code): code for code in known}


@cache
def _meanings_of_countries() -> dict[str, str]:
    """By the names that the survey of the standard writes, by those of the CLDR, by letters."""
    codes = {row["code"] for row in _table("iso3166_1.csv")}
    found = dict(_names("territories", codes))
    found |= {loose(row["name"]): row["code"] for row in _table("country_names.csv")}
    found |= {loose(row["three_letters"]): row["code"] for row in _table("iso3166_1.csv")}
    return found | {loose(code): code for code in codes}


def _names(kind: str, codes: set[str]) -> Iterator[tuple[str, str]]:
    """Each name of a country or a language in our four languages, with its code."""
    for language in _LANGUAGES:
        for code, name in getattr(Locale(language), kind).items():
            if code in codes:
                yield loose(name), code


@cache
def _meanings_of_languages() -> dict[str, str]:
    table = _table("iso639_2.csv")
    by_two = {row["two_letters"]: row["code"] for row in table if row["two_letters"]}
    names = {name: by_two[two] for name, two in _names("languages", set(by_two))}
    found = names | {
        loose(row[column]): row["code"]
        for column in ("two_letters", "bibliographic")
        for row in table
        if row[column]
    }
    return found | {loose(row["code"]): row["code"] for row in table}


@cache
def _lists() -> dict[str, dict[str, str]]:
    """Every list of the standard: code → English label."""
    found: dict[str, dict[str, str]] = {}
    for row in data_rows("htcds_codelists.csv"):
        found.setdefault(row["field_full"], {})[row["code"]] = row["label_en"]
    return found


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
