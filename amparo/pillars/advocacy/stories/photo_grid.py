"""The grid over a photo, as in a spreadsheet: columns A to L, rows 1 to 12. Pure Python.

A person writes which fields may be seen, as "C4:F7, H2"; all others stay blurred.
"""

import re
import unicodedata

COLUMNS, ROWS = "ABCDEFGHIJKL", 12
type Cell = tuple[int, int]
_PART = re.compile(r"([A-L])(\d{1,2})(?:[:\-]([A-L])(\d{1,2}))?")
_BETWEEN = re.compile(r"[,;،؛\s]+")


class UnreadableCellsError(ValueError):
    """A part of what was written names no field; `part` is that part."""

    def __init__(self, part: str):
        super().__init__("names no field of the grid")
        self.part = part


def read_cells(written: str) -> frozenset[Cell]:
    """Returns the fields (column, row), from zero. Nothing written is no field. Raises
    UnreadableCellsError.
    """
    plain = unicodedata.normalize("NFKC", written).upper()
    plain = re.sub(r"\s*([:\-])\s*", r"\1", plain)
    found: set[Cell] = set()
    for part in filter(None, _BETWEEN.split(plain)):
        found |= _fields_of(part)
    return frozenset(found)


def _fields_of(part: str) -> set[Cell]:
    read = _PART.fullmatch("".join(_figure(each) for each in part))
    if read is None:
        raise UnreadableCellsError(part)
    first, last = _field(*read.group(1, 2)), _field(*read.group(3, 4))
    if first is None or (read.group(3) and last is None):
        raise UnreadableCellsError(part)
    last = last or first
    columns = range(min(first[0], last[0]), max(first[0], last[0]) + 1)
    rows = range(min(first[1], last[1]), max(first[1], last[1]) + 1)
    return {(column, row) for column in columns for row in rows}


def _field(column: str | None, row: str | None) -> Cell | None:
    if not column or not row or not 1 <= int(row) <= ROWS:
        return None
    return COLUMNS.index(column), int(row) - 1


def _figure(sign: str) -> str:
    """Figures of any script are figures."""
    digit = unicodedata.digit(sign, None)
    return sign if digit is None else str(digit)


def write_cells(cells: frozenset[Cell]) -> str:
    """Returns the fields as they are kept: one by one, row by row."""
    ordered = sorted(cells, key=lambda each: (each[1], each[0]))
    return ", ".join(f"{COLUMNS[column]}{row + 1}" for column, row in ordered)


def box_of(cell: Cell, width: int, height: int) -> tuple[int, int, int, int]:
    """Returns the corner points of a field in a picture: left, top, right, bottom."""
    column, row = cell
    return (
        column * width // len(COLUMNS), row * height // ROWS,
        (column + 1) * width // len(COLUMNS), (row + 1) * height // ROWS,
    )  # fmt: skip
