"""A row of a register: what it tells of one person, and everything that is wrong with it.

First every row is looked at once (`Study`), for only a whole column can tell whether 03/04 is in
March or in April; then each is read by itself, and answers for itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from amparo.foundation.core.spreadsheets.cells import Cell, as_text, is_empty
from amparo.foundation.core.spreadsheets.reader import Row
from amparo.foundation.core.spreadsheets.validation import ImportProblem, problem

from .country_names import is_code
from .dates import order_from_cell, order_from_heading
from .fields import FIELDS
from .synonyms import is_unknown, normalize, synonym_table
from .unclear_values import ImportContext, UnclearCell, Values
from .validation import AGE_AND_BIRTH_DIFFER, NAME_MISSING
from .values import NAMES, parse_value

DATES = frozenset(["birth_date", "birth_year", "opened_on", "consent_on"])
SEXES = frozenset(["sex", "gender"])
# A column is one of codes where it holds at least so many different ones, and nothing else.
FEWEST_CODES = 3
# Too often «not available», «no responde» and «sin dato» to be taken for Namibia, Nauru and Sudan.
ABBREVIATIONS = frozenset(["NA", "NR", "SD"])
_AFTER_OTHERS = {"birth_year": 1, "second_nationality": 1, "age": 2}
_BETWEEN = {"notes": "\n", "safe_contact": "\n", "support_needs": "\n"}
_MUJER = re.compile(r"\bH\s?[/|-]\s?M\b|\bM\s?[/|-]\s?H\b", re.IGNORECASE)
_MALE = re.compile(r"\bM\s?[/|-]\s?[FW]\b|\b[FW]\s?[/|-]\s?M\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """What a row tells: field → value; a row with an error stays out, with a warning it enters."""

    row: int
    values: Values
    problems: tuple[ImportProblem, ...]

    @property
    def enters(self) -> bool:
        return not any(each.keeps_out for each in self.problems)


class ColumnAnalysis:
    """What whole columns settle: the order of their dates, the meaning of M, whether SO is Somalia
    or says that a nationality is not known.
    """

    def __init__(self, header: tuple[str, ...], mapping: Mapping[str, str]):
        self._dates = [(at, name) for at, name in enumerate(header) if mapping.get(name) in DATES]
        self._sexes = [(at, name) for at, name in enumerate(header) if mapping.get(name) in SEXES]
        self._countries = [
            (at, name) for at, name in enumerate(header) if mapping.get(name) == "nationality"
        ]
        self._orders: dict[str, set[str]] = {name: set() for _at, name in self._dates}
        self._letters: dict[str, set[str]] = {name: set() for _at, name in self._sexes}
        self._codes: dict[str, set[str]] = {name: set() for _at, name in self._countries}
        self._other_words: set[str] = set()

    def see(self, row: Row) -> None:
        for at, name in self._dates:
            if shown := order_from_cell(row.cells[at]):
                self._orders[name].add(shown)
        for at, name in self._sexes:
            if len(self._letters[name]) < 100:
                self._letters[name].add(normalize(as_text(row.cells[at])))
        for at, name in self._countries:
            self._see_country(name, as_text(row.cells[at]))

    def _see_country(self, column: str, text: str) -> None:
        if is_code(text):
            self._codes[column].add(text)
        elif not is_unknown(text):
            self._other_words.add(column)

    def settled(self, setting: ImportContext) -> ImportContext:
        """The setting with what the columns say; what somebody decided before stays."""
        orders = {name: _order(name, shown) for name, shown in self._orders.items()}
        letters = {name: _letter_m(name, seen) for name, seen in self._letters.items()}
        codes = {
            name: _country_codes(seen)
            for name, seen in self._codes.items()
            if name not in self._other_words
        }
        return replace(
            setting,
            date_orders={**_said(orders), **setting.date_orders},
            letter_m={**_said(letters), **setting.letter_m},
            country_codes={**_said(codes), **setting.country_codes},
        )


def parse_row(
    row: Row, header: tuple[str, ...], mapping: Mapping[str, str], setting: ImportContext
) -> ParsedRow:
    """The person that a row tells of. A row that could not be read whole tells of nobody."""
    problems = list(row.problems)
    if any(not each.column and each.keeps_out for each in problems):
        return ParsedRow(row.number, {}, tuple(problems))
    broken = {each.column for each in problems if each.keeps_out}
    values: Values = {}
    for at, column in _in_order(header, mapping):
        if column not in broken:
            asked = UnclearCell(row.number, column, row.cells[at], setting)
            _add(values, mapping, column, parse_value(mapping[column], asked))
            problems += asked.problems
    problems += _complete(values, row.number, mapping, setting)
    return ParsedRow(row.number, values, tuple(problems))


def is_blank(cells: tuple[Cell, ...], header: tuple[str, ...], mapping: Mapping[str, str]) -> bool:
    """Whether none of the columns that are brought in holds anything."""
    return all(is_empty(cells[at]) for at, name in enumerate(header) if mapping.get(name))


def _in_order(header: tuple[str, ...], mapping: Mapping[str, str]) -> list[tuple[int, str]]:
    used = [(at, name) for at, name in enumerate(header) if mapping.get(name)]
    return sorted(used, key=lambda each: _AFTER_OTHERS.get(mapping[each[1]], 0))


def _add(values: Values, mapping: Mapping[str, str], column: str, found: Values) -> None:
    """Several columns of one field come together; otherwise the first that spoke is kept."""
    field = mapping[column]
    shared = FIELDS[field].many and list(mapping.values()).count(field) > 1
    for name, value in found.items():
        before = values.get(name)
        if isinstance(value, list):
            known = before if isinstance(before, list) else []
            values[name] = known + [each for each in value if each not in known]
        elif shared and name == field and isinstance(value, str):
            told = f"{column}: {value}" if field in _BETWEEN else value
            values[name] = f"{before}{_BETWEEN.get(field, ', ')}{told}" if before else told
        elif before is None:
            values[name] = value
    if field == "document_number" and "document_number" in found:
        values.setdefault("document_type_of_column", _document_named(column))


def _complete(
    values: Values, row: int, mapping: Mapping[str, str], setting: ImportContext
) -> list[ImportProblem]:
    """What follows from several cells together."""
    kind = values.pop("document_type_of_column", "")
    if kind:
        values.setdefault("document_type", kind)
    if middle := values.pop("middle_names", ""):
        values["given_names"] = f"{values.get('given_names', '')} {middle}".strip()
    if values.get("given_names") or values.get("family_names"):
        values.pop("full_name", None)
        values.pop("name_is_whole", None)
    return [*_age_against_birth(values, row, mapping, setting), *_nameless(values, row, mapping)]


def _age_against_birth(
    values: Values, row: int, mapping: Mapping[str, str], setting: ImportContext
) -> list[ImportProblem]:
    """An age was true on the day it was written down; a date of birth counts for more."""
    age = values.pop("age", None)
    is_about = values.pop("age_is_about", False)
    if not isinstance(age, int):
        return []
    opened = values.get("opened_on")
    written = opened if isinstance(opened, date) else setting.as_of or setting.today
    born = written.year - age
    known = values.get("birth_year")
    if not isinstance(known, int):
        values |= {"birth_year": born, "birth_precision": "estimated", "birth_date": None}
        return []
    if abs(known - born) <= (5 if is_about else 2):
        return []
    column = next(name for name, field in mapping.items() if field == "age")
    return [problem(AGE_AND_BIRTH_DIFFER, row, column, age, years=abs(known - born))]


def _nameless(values: Values, row: int, mapping: Mapping[str, str]) -> list[ImportProblem]:
    columns = [column for column, field in mapping.items() if field in NAMES]
    if not columns or any(values.get(name) for name in NAMES - {"father_name", "mother_name"}):
        return []
    return [problem(NAME_MISSING, row, columns[0], "")]


def _order(column: str, shown: set[str]) -> str:
    """Dates that prove an order settle it, unless others prove the contrary; then its name may."""
    if len(shown) == 1:
        return next(iter(shown))
    return "" if shown else order_from_heading(column)


def _letter_m(column: str, seen: set[str]) -> str:
    """Beside F, M is a man (male, masculino); beside H for hombre, M is a woman (mujer)."""
    sexes = {synonym_table("sex").get(word) for word in seen if not word.startswith("m")}
    if "female" in sexes and "male" not in sexes:
        return "male"
    if "male" in sexes and "female" not in sexes:
        return "female"
    if sexes & {"female", "male"}:
        return ""
    return "female" if _MUJER.search(column) else "male" if _MALE.search(column) else ""


def _country_codes(seen: set[str]) -> str:
    """Beside VE, CO and HT, SO is Somalia: everybody has a nationality. Of a second one, and of a
    document, «sans objet» makes sense, and nothing is decided.
    """
    sure = [code for code in seen if not is_unknown(code)]
    return "codes" if len(sure) >= FEWEST_CODES and ABBREVIATIONS.isdisjoint(seen) else ""


def _said(settled: dict[str, str]) -> dict[str, str]:
    return {column: answer for column, answer in settled.items() if answer}


def _document_named(column: str) -> str:
    """«Pasaporte» or «Nº CI» say themselves which document the number is of."""
    kinds = synonym_table("document_kind")
    words = [normalize(word) for word in re.split(r"[\s_/°º.]+", column)]
    named = [kinds[word] for word in (normalize(column), *words) if word in kinds]
    return next((kind for kind in named if kind != "other"), "")
