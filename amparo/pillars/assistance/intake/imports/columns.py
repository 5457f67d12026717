"""What the columns of a register hold, by what people of four languages, and HTCDS, call them.

A proposal only: somebody looks at it, and changes it, before anything is read by it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache

from .fields import FIELDS
from .synonyms import LANGUAGES, normalize, read_rows, variants

LEFT_OUT = "-"
SURE, LIKELY, CLOSE, NONE = 1.0, 0.9, 0.7, 0.0
_ASIDE = re.compile(r"[(\[{].*?[)\]}]|[:*¿?].*$")
_COPY = re.compile(r"\s*\(?\d\)?$")


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What one column seems to hold: a field of ours, or nothing that we bring in.

    Confidence: 1 its very name, 0.9 its name with something aside, 0.7 a name like it, 0 unknown.
    `taken` says that another column already fills the field.
    """

    column: str
    field: str = ""
    confidence: float = NONE
    taken: bool = False


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    guesses: tuple[ColumnGuess, ...]

    @property
    def mapping(self) -> dict[str, str]:
        """Column → field, for the columns that would be brought in."""
        return {each.column: each.field for each in self.guesses if each.field}

    @property
    def unmapped(self) -> list[str]:
        return [each.column for each in self.guesses if not each.field]


def is_known_heading(name: str) -> bool:
    """Whether a cell is what somebody calls a column: how the row of names is found."""
    return normalize(name) in _names() or normalize(_ASIDE.sub("", name)) in _names()


def propose_mapping(header: Iterable[str]) -> ColumnMapping:
    """The field that each column seems to hold; no field that takes one column is given two."""
    guesses = [_guess(column) for column in header]
    guesses = _look_beside(guesses)
    return ColumnMapping(tuple(_one_each(guesses)))


def is_valid_mapping(mapping: dict[str, str]) -> bool:
    """Whether a mapping that somebody adjusted gives no field twice that takes one column."""
    single = [field for field in mapping.values() if field and not FIELDS[field].many]
    return len(single) == len(set(single))


def _guess(column: str) -> ColumnGuess:
    bare = _COPY.sub("", _ASIDE.sub("", column))
    for form, confidence in ((column, SURE), (_ASIDE.sub("", column), LIKELY), (bare, LIKELY)):
        if field := _names().get(normalize(form)):
            return ColumnGuess(column, field, confidence)
    word = normalize(bare)
    if len(word) >= 5 and (near := get_close_matches(word, _names(), n=1, cutoff=0.88)):
        return ColumnGuess(column, _names()[near[0]], CLOSE)
    return ColumnGuess(column)


def _look_beside(guesses: list[ColumnGuess]) -> list[ColumnGuess]:
    """«Nombre» beside «Apellidos» is a given name; alone it is the whole name."""
    present = {guess.field for guess in guesses}
    return [replace(each, field=_beside(each, present)) for each in guesses]


def _beside(guess: ColumnGuess, present: set[str]) -> str:
    if not guess.field:
        return ""
    words = normalize(guess.column), normalize(_ASIDE.sub("", guess.column))
    for word in words:
        for neighbour, field in _names_beside().get(word, ()):
            if neighbour in present and field not in present:
                return field
    return guess.field


def _one_each(guesses: list[ColumnGuess]) -> Iterable[ColumnGuess]:
    best: dict[str, int] = {}
    for at, guess in enumerate(guesses):
        leader = best.setdefault(guess.field, at)
        if guess.confidence > guesses[leader].confidence:
            best[guess.field] = at
    for at, guess in enumerate(guesses):
        if guess.field == LEFT_OUT:
            yield replace(guess, field="")
        elif guess.field and not FIELDS[guess.field].many and best[guess.field] != at:
            yield ColumnGuess(guess.column, taken=True)
        else:
            yield guess


@cache
def _names() -> dict[str, str]:
    """Plain name → field. HTCDS's own names first; `prs_Title` is no «second name»."""
    found: dict[str, str] = {}
    rows = [row for row in read_rows("columns.csv") if not row["beside"]]
    for column in ("htcds", *LANGUAGES):
        for row in rows:
            for name in variants(row[column]):
                found.setdefault(normalize(name), row["field"])
    for field in FIELDS:  # our own file of rows to correct comes back with our own names
        found.setdefault(normalize(field), field)
    found.pop("", None)
    return found


@cache
def _names_beside() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for row in read_rows("columns.csv"):
        if row["beside"]:
            for name in (each for language in LANGUAGES for each in variants(row[language])):
                found.setdefault(normalize(name), []).append((row["beside"], row["field"]))
    return found
