"""The codes of HTCDS as others really write them, and the one way in which we write them.

Pure Python. The odd spellings of the standard (`Unaquainted`, `NonSpecifiedUnknown`) are its codes
and stay. Its survey, its tables and its definitions disagree with each other: what is meant is
found without case, spaces, underscores or signs; what is on no list is kept as a local code.
"""

import csv
import re
from functools import cache
from pathlib import Path

from amparo.foundation.protection.shipped import rows

from .fields import Field, Kind

DATA = Path(__file__).parent / "data"
OTHER = "Other"
_SIGNS = re.compile(r"[\W_]+")
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


def meant(field: Field, text: str) -> str | None:
    """The code that is meant, or none where it is on no list."""
    return _meanings(field).get(loose(text))


def has_other(field: Field) -> bool:
    return OTHER in listed(field)


def loose(text: str) -> str:
    return _SIGNS.sub("", text).casefold()


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
        found = {loose(row["three_letters"]): row["code"] for row in _table("iso3166_1.csv")}
        return found | {loose(code): code for code in listed(field)}
    if field.kind is Kind.LANGUAGE:
        return _meanings_of_languages()
    labels = {loose(label): code for code, label in _lists().get(field.codes, {}).items()}
    return labels | {loose(code): code for code in listed(field)}


@cache
def _meanings_of_languages() -> dict[str, str]:
    table = _table("iso639_2.csv")
    found = {
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
    for row in rows("htcds_codelists.csv"):
        found.setdefault(row["field_full"], {})[row["code"]] = row["label_en"]
    return found


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
