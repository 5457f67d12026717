"""Words as people write them in registers, in four languages, and the codes that they mean.

Pure Python. Words are compared without case, accents, spaces or punctuation: «Cédula», CEDULA and
cedula are one word; so are أنثى and انثى.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path

from amparo.foundation.protection.bundled_lists import bundled_codes

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "es", "fr", "ar")
LONGEST_FOR_NOTHING = 30
_NOT_LETTERS = re.compile(r"[\W_]+")
_ARABIC = str.maketrans({"ة": "ه", "ى": "ي", "ـ": None, "ٱ": "ا", "ک": "ك", "ی": "ي"})
_SHOWS_NO_LETTER = frozenset("?-–—_.*/…")


@lru_cache(16_384)
def normalize(text: str) -> str:
    """How words are compared: small letters and figures alone."""
    if text.isascii():
        return _NOT_LETTERS.sub("", text.lower())
    letters = unicodedata.normalize("NFKD", text.casefold()).translate(_ARABIC)
    bare = "".join(each for each in letters if not unicodedata.combining(each))
    return _NOT_LETTERS.sub("", bare)


def tokens(text: str) -> list[str]:
    """The words and numbers of a text, each plain; letters and figures part from each other."""
    return [word for part in re.findall(r"\d+|[^\W\d_]+", text) if (word := normalize(part))]


def read_rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def variants(cell: str | None) -> list[str]:
    return [each.strip() for each in (cell or "").split("|") if each.strip()]


@cache
def synonym_table(name: str) -> dict[str, str]:
    """Plain word → code, for one list: its labels and codes first, then what people write."""
    found: dict[str, str] = {}
    for code, words in (*_labels(name), *_written(name)):
        for word in words:
            found.setdefault(normalize(word), code)
    found.pop("", None)
    return found


@cache
def codes(name: str) -> frozenset[str]:
    return frozenset(synonym_table(name).values())


def code_for(name: str, text: str) -> str:
    """The code that a word stands for on a list, or nothing."""
    return synonym_table(name).get(normalize(text), "")


def similar_codes(name: str, text: str) -> tuple[str, ...]:
    """Codes whose words look like this one: for somebody to choose from, never to be assumed."""
    return similar_words(normalize(text), synonym_table(name))


def similar_words(word: str, known: dict[str, str], *, most: int = 3) -> tuple[str, ...]:
    if not 3 <= len(word) <= 40:
        return ()
    near = get_close_matches(word, known, n=most * 2, cutoff=0.78)
    return tuple(dict.fromkeys(known[each] for each in near))[:most]


def is_unknown(text: str) -> bool:
    """Whether a cell only says that nothing is known: N/A, s/d, «desconocido», غير معروف, -."""
    if not text or not set(text.replace(" ", "")) - _SHOWS_NO_LETTER:
        return True
    if len(text) > LONGEST_FOR_NOTHING or text[-1].isdigit():
        return False
    if normalize(text) not in synonym_table("unknown"):
        return False
    # «s/i» says that nothing is known, «si» says yes.
    return len(normalize(text)) > 3 or text.casefold() in _short_words_for_nothing()


@cache
def _short_words_for_nothing() -> frozenset[str]:
    return frozenset(word.casefold() for _code, words in _written("unknown") for word in words)


def _written(name: str) -> Iterator[tuple[str, list[str]]]:
    for row in read_rows("words.csv"):
        if row["list"] == name:
            words: Iterable[str] = (row[each] or "" for each in LANGUAGES)
            yield row["code"], [each for cell in words for each in variants(cell)]


def _labels(name: str) -> Iterator[tuple[str, list[str]]]:
    for line in bundled_codes():
        if line.list == name:
            # HTCDS says Feminine where our list says woman: both are this code.
            theirs = [
                str(value) for key, value in line.extra.items() if key.startswith("htcds_prs")
            ]
            yield line.code, [line.code, *line.labels.values(), *theirs]
