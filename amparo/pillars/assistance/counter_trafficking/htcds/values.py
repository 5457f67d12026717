"""Reading what others wrote in a field: a code, a day, a yes; never guessed, never lost.

Pure Python, but for the words of the report.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from amparo.foundation.core.spreadsheets.cells import clean_text
from amparo.foundation.core.spreadsheets.validation import ProblemKind

from . import validation
from .codes import E164, has_other, loose, most_semicolons, ordered, parse_code
from .fields import Field, Kind
from .records import Value

MOST_YEARS, MOST_CHILDREN = 120, 30
# A plan ends when it ends; every other day has been.
MAY_COME = ("spl_PlannedEndDate",)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d.*)?")
_DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,15})?")
_WHOLE = re.compile(r"(\d{1,3})(?:\.0)?")
_BETWEEN_FIGURES = re.compile(r"[\s().\-/]+")
# What tools write where nothing is known. Without a sign, NA is Namibia and na is Nauru.
_NOTHING = re.compile(r"#?n\s?[./\\]\s?a\.?|null|nan|<na>", re.IGNORECASE)
_YES = {"true", "yes", "y", "1", "si", "sí", "oui", "نعم"}
_NO = {"false", "no", "n", "0", "non", "لا"}


@dataclass(frozen=True)
class ParsedValue:
    """A value, and what has to be said about it."""

    value: Value = ""
    problems: tuple[ProblemKind, ...] = ()


def read(field: Field, text: str, *, split: str = ";", today: date | None = None) -> ParsedValue:
    """What `text` says in this field; `split` stands between several codes of one cell."""
    text = clean_text(text)
    if not text:
        return ParsedValue()
    if field.kind in (Kind.CODE, Kind.COUNTRY, Kind.LANGUAGE):
        return ParsedValue() if says_nothing(field, text) else _codes(field, text, split)
    if field.kind is Kind.DATE:
        return _day(text, None if field.name in MAY_COME else today)
    reader = _READERS.get(field.kind)
    return reader(field, text) if reader else ParsedValue(text)


def says_nothing(field: Field, text: str) -> bool:
    """Whether a cell where a code belongs holds no word at all, or says that none is known."""
    if field.kind is Kind.CODE and text.casefold() == "na":
        return True
    return not loose(text) or _NOTHING.fullmatch(text) is not None


def _codes(field: Field, text: str, split: str) -> ParsedValue:
    pieces = _pieces(field, text, split) if field.is_many else [text]
    found = [parse_code(field, each) or _local(each) for each in pieces]
    strangers = [each for each in pieces if parse_code(field, each) is None]
    problems = (validation.UNKNOWN_CODE,) if strangers else ()
    return ParsedValue(ordered(field, found) if field.is_many else found[0], problems)


def _pieces(field: Field, text: str, split: str) -> list[str]:
    """The codes of one cell. A label may hold spaces, commas, and the sign that stands between
    two codes: it is one code if it is known.
    """
    pieces = _between_semicolons(field, text)
    if len(pieces) == 1 and not parse_code(field, text):
        pieces = text.split() if split == " " else _apart(field, text)
    return [each for each in pieces if each] or [text]


def _between_semicolons(field: Field, text: str) -> list[str]:
    """What stands between the signs, but for those that are within a label of the list."""
    pieces = [each.strip() for each in text.split(";")]
    found: list[str] = []
    while pieces:
        taken = next(
            (
                count
                for count in range(min(len(pieces), most_semicolons(field) + 1), 1, -1)
                if parse_code(field, "; ".join(pieces[:count]))
            ),
            1,
        )
        found.append("; ".join(pieces[:taken]))
        del pieces[:taken]
    return found


def _apart(field: Field, text: str) -> list[str]:
    """Other separators are believed where every piece is a code."""
    for sign in (",", "|", None):
        pieces = [each.strip() for each in text.split(sign) if each.strip()]
        if len(pieces) > 1 and all(parse_code(field, each) for each in pieces):
            return pieces
    return [text]


def _local(text: str) -> str:
    return " ".join(text.split())


def _day(text: str, today: date | None) -> ParsedValue:
    found = _DAY.fullmatch(text)
    try:
        day = date.fromisoformat(found[1]) if found else None
    except ValueError:
        day = None
    if day is None:
        return ParsedValue("", (validation.BAD_DATE,))
    if today and day > today:
        return ParsedValue("", (validation.AFTER_TODAY,))
    return ParsedValue(day.isoformat())


def _number(field: Field, text: str) -> ParsedValue:
    found = _WHOLE.fullmatch(text)
    most = MOST_CHILDREN if field.name == "prs_NumberOfChildren" else MOST_YEARS
    if field.name in ("prs_MailingLongitude", "prs_MailingLatitude"):
        return _degrees(field, text)
    if found is None or int(found[1]) > most:
        return ParsedValue("", (validation.BAD_NUMBER,))
    return ParsedValue(str(int(found[1])))


def _degrees(field: Field, text: str) -> ParsedValue:
    text = text.replace(",", ".")
    most = 90 if field.name.endswith("Latitude") else 180
    if not _DEGREES.fullmatch(text) or abs(float(text)) > most:
        return ParsedValue("", (validation.BAD_DEGREES,))
    return ParsedValue(text)


def _yes_no(_field: Field, text: str) -> ParsedValue:
    said = text.casefold()
    if said in _YES:
        return ParsedValue("true")
    return ParsedValue("false") if said in _NO else ParsedValue("", (validation.BAD_YES_NO,))


def _phone(_field: Field, text: str) -> ParsedValue:
    figures = _BETWEEN_FIGURES.sub("", text)
    figures = f"+{figures[2:]}" if figures.startswith("00") else figures
    return (
        ParsedValue(figures)
        if E164.fullmatch(figures)
        else ParsedValue(text, (validation.NOT_E164,))
    )


_READERS: dict[Kind, Callable[[Field, str], ParsedValue]] = {
    Kind.NUMBER: _number,
    Kind.DEGREES: _degrees,
    Kind.YES_NO: _yes_no,
    Kind.PHONE: _phone,
}


def fits(field: Field, text: str) -> bool:
    """Whether this could stand here, where a field says so of what stands in it."""
    if field.kind is Kind.CODE:
        return all(parse_code(field, each) for each in _pieces(field, text, ";"))
    if field.kind is Kind.DATE:
        return _DAY.fullmatch(text) is not None
    return True


def is_free_text(field: Field, value: Value) -> bool:
    """A reason that was told in words: the standard has a list for it, its survey a line."""
    return (
        field.name in ("cas_ReasonForIncomingReferral", "cas_ReasonForOutgoingReferral")
        and has_other(field)
        and isinstance(value, str)
        and bool(loose(value))
        and parse_code(field, value) is None
    )
