"""Composite tokens of a person, of three kinds, that two installations compare. Pure.

A token is exact where a likeness would be fuzzy: it agrees or it does not. Both installations
must make it in the same way: each way has a number, and a message says which it used.
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from amparo.foundation.people.matching import sorted_phonetic_keys

TOKEN_METHOD = 1
# From what agrees most surely to what two people may share by chance.
TOKEN_KINDS = ("document", "birth", "year")
# A name of many parts makes many pairs: enough to meet its shorter spellings, and no more.
MAXIMUM_PAIRS = 6
MINIMUM_DOCUMENT_LENGTH = 5  # of a document's number: shorter ones are not numbers of documents


@dataclass(frozen=True)
class ComparisonData:
    """What is known of somebody, as far as tokens are made of it."""

    given_names: str = ""
    family_names: tuple[str, ...] = ()
    original_name: str = ""
    sex: str = ""
    born: date | None = None  # only where the day is known
    birth_year: int | None = None
    documents: tuple[tuple[str, str], ...] = ()  # country and plain number


def tokens_of(known: ComparisonData, key: bytes) -> dict[str, str]:
    """Each token with its sort; without the key of the agreement they say nothing."""
    made = {}
    for sort, text in _texts(known):
        digest = hmac.digest(key, f"{TOKEN_METHOD}|{sort}|{text}".encode(), "sha256")
        made[digest[:16].hex()] = sort
    return made


def _texts(known: ComparisonData) -> Iterator[tuple[str, str]]:
    for country, number in known.documents:
        # A number without its country is the number of many.
        if country and len(number) >= MINIMUM_DOCUMENT_LENGTH:
            yield "document", f"{country.upper()}|{number}"
    for pair in _pairs(known):
        # Births are put on 1 January where nobody knows the day.
        if known.born and (known.born.month, known.born.day) != (1, 1):
            yield "birth", f"{pair}|{known.born.isoformat()}"
        if known.birth_year and known.sex:
            yield "year", f"{pair}|{known.birth_year}|{known.sex}"


def _pairs(known: ComparisonData) -> list[str]:
    """A given name with a family name, whichever stands first; of one name alone there is none."""
    given, family = (
        sorted_phonetic_keys(known.given_names),
        sorted_phonetic_keys(*known.family_names),
    )
    if given and family:
        pairs = {" ".join(sorted((a, b))) for a in given for b in family if a != b}
    else:
        parts = given or family or sorted_phonetic_keys(known.original_name)
        pairs = {f"{a} {b}" for a, b in combinations(parts, 2)}
    return sorted(pairs)[:MAXIMUM_PAIRS]
