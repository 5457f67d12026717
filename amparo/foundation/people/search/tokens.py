"""The tokens under which a person is found: HMACs under a key that lies outside the database.

For each person: their names two by two in any order, so that swapped and dropped parts do no
harm; each name alone, and with its letters in any order beside sex and nationality, for where the
other is misspelled; the exact day of birth, for where all of the name is, and the day without the
year and the month with it, for where one of the two was written wrongly; documents and telephones.
Names and days stand there once more together with the years of birth (`year_group`): a search
within some years asks for those tokens, so no column has to say when anybody was born.
"""

import hmac
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import combinations

from amparo.foundation.core.encryption import key_ring

from ..matching.features import MatchingFeatures

_MAX_NAME_KEYS = 8  # 28 pairs: whoever bears more names is found by these
# What is looked for within some years of birth too; the others say the year, or need none.
_IN_YEARS = frozenset(("name", "kin", "pair", "feast"))
_YEARS_TOGETHER = 5


def token_maker() -> Callable[[str, str], int]:
    """How a token of some kind is made: 63 bits, the same for the same text, always."""
    begun = hmac.new(key_ring.derive("search"), digestmod=sha256)

    def token(kind: str, text: str) -> int:
        digest = begun.copy()
        digest.update(f"{kind}|{text}".encode())
        return int.from_bytes(digest.digest()[:8], "big") >> 1

    return token


def make_token(kind: str, text: str) -> int:
    return token_maker()(kind, text)


def name_keys(features: MatchingFeatures) -> list[str]:
    """The phonetic keys of every way in which they are called, in order, each once.

    Of a single letter (Su, Bibi) only where a name has hardly any other.
    """
    found = dict.fromkeys(part.phonetic_key for way in features.name_variants for part in way)
    told = [phonetic_key for phonetic_key in found if len(phonetic_key) > 1]
    return (told if len(told) > 1 else [phonetic_key for phonetic_key in found if phonetic_key])[
        :_MAX_NAME_KEYS
    ]


def pair_text(first: str, second: str) -> str:
    return " ".join(sorted((first, second)))


def anagram_text(phonetic_key: str, features: MatchingFeatures, nationality: str) -> str:
    """A name however its letters were exchanged, of one sex and nationality."""
    return f"{''.join(sorted(phonetic_key))} {features.sex} {nationality}"


def birth_texts(features: MatchingFeatures, nationality: str) -> Iterator[tuple[str, str]]:
    """A day of birth, the same without its year, and its month."""
    year, day = f"{features.birth_year:04}", f"{features.birth_month:02}{features.birth_day:02}"
    for sort, text in (("born", year + day), ("feast", day), ("month", year + day[:2])):
        yield sort, f"{text} {features.sex} {nationality}"


def year_group(year: int) -> int:
    """Returns the group of years that `year` lies in; 0 is that of people without a year."""
    return year // _YEARS_TOGETHER


def in_years(kind: str, text: str, group: int) -> tuple[str, str]:
    """Returns kind and text of the token that holds only for people born in this group."""
    return f"{kind} in years", f"{text} {group}"


def search_tokens(features: MatchingFeatures) -> set[int]:
    """Every token by which somebody of these features may be found in whatever year."""
    token = token_maker()
    return {token(kind, text) for kind, text in token_texts(features)}


def year_tokens(features: MatchingFeatures) -> set[int]:
    """Every token by which they may be found within the years of their birth."""
    token, group = token_maker(), year_group(features.birth_year)
    texts = token_texts(features)
    return {token(*in_years(kind, text, group)) for kind, text in texts if kind in _IN_YEARS}


def token_texts(features: MatchingFeatures) -> Iterator[tuple[str, str]]:
    """What each token stands for: its kind and its text."""
    found = name_keys(features)
    for phonetic_key in found:
        yield "name", phonetic_key
        for nationality in features.nationalities[:2]:
            yield "kin", anagram_text(phonetic_key, features, nationality)
    for first, second in combinations(found, 2):
        yield "pair", pair_text(first, second)
    if features.is_day_known:
        for nationality in features.nationalities[:2] or ("",):
            yield from birth_texts(features, nationality)
    for number in features.document_numbers:
        yield "document", number
    for line in features.phone_numbers:
        yield "phone", line
