"""Languages by any of their names: ISO 639 codes of two or three letters, four languages.

Pure Python. Names are those of the Unicode CLDR, by way of Babel, and a few that it lacks.
"""

from collections.abc import Iterator
from functools import cache

from babel import Locale
from babel.core import get_global

from .synonyms import LANGUAGES, normalize, read_rows, similar_words, variants
from .unclear_values import UnreadableValue
from .validation import LANGUAGE_UNKNOWN


def read_language(text: str) -> str:
    """The shortest ISO 639 code of a language, or a `Doubt` with those that it resembles."""
    word = normalize(text)
    if code := languages().get(word) or languages().get(word.removeprefix(normalize("اللغة"))):
        return code
    raise UnreadableValue(LANGUAGE_UNKNOWN, *similar_words(word, languages()))


@cache
def languages() -> dict[str, str]:
    """Plain name → code; our own names first, for CLDR calls Darija an Arabic of its own."""
    found: dict[str, str] = {}
    for name, code in (*_own(), *_names(), *_codes()):
        if name and name not in found:
            found[name] = code
    return found


def _own() -> Iterator[tuple[str, str]]:
    for row in read_rows("tongues.csv"):
        for name in variants(row["names"]):
            yield normalize(name), row["code"]


def _names() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        for code, name in sorted(Locale.parse(language).languages.items()):
            if "_" not in code and len(code) <= 3:
                yield normalize(name), code
                if language == "ar":  # العربية as well as عربية
                    yield normalize(name.removeprefix("ال")), code


def _codes() -> Iterator[tuple[str, str]]:
    for code in sorted(Locale.parse("en").languages):
        if len(code) <= 3:
            yield code, code
    for alias, code in sorted(get_global("language_aliases").items()):
        if len(alias) == 3 and len(code) <= 3:
            yield alias.casefold(), code
