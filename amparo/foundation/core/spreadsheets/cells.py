"""Cells and lines of a table: text cleaned for reading, problems of a cell, formulas escaped."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from .validation import Detail, ProblemKind

Cell = str | int | float | bool | date

MAX_CELL_LENGTH = 10_000
MAX_COLUMNS = 500

# Marks of direction, joiners that join nothing, soft hyphens: invisible, and they make two equal
# names different. Line breaks and tabs stay.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
# Persian, Urdu and Indic scripts write words with these inside; elsewhere they mean nothing.
_JOINERS = re.compile("[\u200c\u200d]")
_JOINED = re.compile(
    "(?<=[\u0600-\u06ff\u0900-\u0dff])[\u200c\u200d](?=[\u0600-\u06ff\u0900-\u0dff])"
)
_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BREAKS = re.compile("\r\n?|\u2028|\u2029|\u0085")
_LONE_HALVES = re.compile("[\ud800-\udfff]")
_DIGITS = {
    ord(first) + value: str(value) for first in "٠۰०" for value in range(10)
}  # Arabic, Persian and Devanagari figures
_DIGITS |= {ord("٫"): ".", ord("٬"): ""}


def clean_text(text: str) -> str:
    """The text as one reads it: composed letters, plain spaces, Western figures, no marks."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip()
    text = _BREAKS.sub("\n", text)
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    if _JOINERS.search(text):
        text = _without_idle_joiners(text)
    text = _LONE_HALVES.sub("\ufffd", text.translate(_DIGITS))
    return "\n".join(line.strip() for line in _SPACES.sub(" ", text).split("\n")).strip()


def _without_idle_joiners(text: str) -> str:
    kept = _JOINED.sub(lambda found: "\x00" if found[0] == "\u200c" else "\x01", text)
    return _JOINERS.sub("", kept).replace("\x00", "\u200c").replace("\x01", "\u200d")


def as_text(cell: Cell) -> str:
    """The cell in writing, the same whether it came from CSV or from a workbook."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, date):
        return cell.isoformat()
    return repr(cell) if isinstance(cell, float) else str(cell)


def is_empty(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell


def date_from_serial(serial: float, *, since_1904: bool = False) -> date:
    """The day that a workbook counts as `serial`; `ValueError` where there is none.

    Workbooks since 1900 count a 29 February 1900 that never was: days before it are one off,
    and the day itself is refused rather than moved.
    """
    days = int(serial)
    if since_1904:
        days += 1462
    elif days == 60:
        raise ValueError("1900 was no leap year.")
    elif days < 60:
        days += 1
    if serial < 0 or days < 2 or days > 2_958_465:
        raise ValueError("No such day.")
    return date(1899, 12, 30) + timedelta(days=days)


# Lines


@dataclass(slots=True)
class CellProblem:
    """What is wrong with one cell of a line (or, without an index, with the line)."""

    kind: ProblemKind
    index: int | None = None
    details: dict[str, Detail] = field(default_factory=dict)


@dataclass(slots=True)
class RawLine:
    """`number` is the row that a spreadsheet program would show; `merged` cells hold nothing."""

    number: int
    cells: list[Cell]
    problems: list[CellProblem] = field(default_factory=list)
    merged: tuple[int, ...] = ()


@dataclass(slots=True)
class FileNotes:
    """What was noticed while reading, to be reported once for the whole file."""

    formulas: Counter[int] = field(default_factory=Counter)
    hidden_columns: set[int] = field(default_factory=set)
    hidden_rows: int = 0
    rows_with_nuls: int = 0
    other_sheets: int = 0
    sheet: str = ""


# Formulas: CSV injection (OWASP)

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-][\d ]*\d(\.\d+)?([eE][+-]?\d+)?")


def is_formula(cell: str) -> bool:
    """A telephone may begin with +, and a number with -: neither is a formula."""
    return cell.startswith(FORMULA_STARTS) and not _NUMBER.fullmatch(cell)


def escape_formula(cell: str) -> str:
    """With a quote before it, it stays readable and does not run."""
    return f"'{cell}" if is_formula(cell) else cell
