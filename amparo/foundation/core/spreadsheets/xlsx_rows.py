"""Streams the rows of an XLSX sheet from its archive, without holding the whole sheet."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.escape import unescape

from ..files.archives import Archive, refuse_other_archives
from .cells import (
    MAX_CELL_LENGTH,
    MAX_COLUMNS,
    Cell,
    CellProblem,
    FileNotes,
    RawLine,
    clean_text,
    date_from_serial,
)
from .validation import (
    CELL_ERROR,
    CELL_TOO_LONG,
    DAMAGED,
    EMPTY,
    FORMULA_EMPTY,
    NO_SUCH_DAY,
    NO_SUCH_SHEET,
    ROW_TOO_WIDE,
    TOO_LARGE,
    TOO_MANY_ROWS,
    UnreadableFile,
)
from .xlsx_workbook import MAX_CAUGHT, Sheet, Workbook, parse

MAX_ROWS = 150_000
MAX_MERGES = 20_000
MAX_TAIL = 4 * 1024 * 1024
_END_OF_ROWS = re.compile(rb"</(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*/>")
_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z0-9:$]{1,40})["']""")

Area = tuple[int, int, int, int]  # first row, last row, first column, last column; from 1


class XlsxTable:
    """One sheet of a workbook: the one asked for, else the first that holds anything."""

    encoding = delimiter = ""

    def __init__(self, file: BinaryIO, *, sheet: str = ""):
        archive = Archive(file)
        refuse_other_archives(archive)
        self._book = Workbook(archive)
        self.sheets = tuple(each.name for each in self._book.sheets)
        self.found = FileNotes()
        self._sheet = self._choose(sheet)
        self.merges = sorted(self._merged_areas())

    def lines(self) -> Iterator[RawLine]:
        """Every row that holds something; more of them than a workbook may have is refused."""
        self.found = FileNotes(sheet=self._sheet.name, other_sheets=len(self.sheets) - 1)
        merged = _Merged(self.merges)
        for count, line in enumerate(self._lines_of(self._sheet, self.found), 1):
            if count > MAX_ROWS + 1:
                raise UnreadableFile(TOO_MANY_ROWS, limit=MAX_ROWS)
            line.merged = merged.hidden_in(line.number)
            yield line

    def _choose(self, name: str) -> Sheet:
        if name:
            for sheet in self._book.sheets:
                if sheet.name == name:
                    return sheet
            raise UnreadableFile(NO_SUCH_SHEET, sheet=name[:60])
        for sheet in self._book.sheets:
            if next(self._lines_of(sheet, FileNotes()), None):
                return sheet
        raise UnreadableFile(EMPTY)

    def _lines_of(self, sheet: Sheet, found: FileNotes) -> Iterator[RawLine]:
        reading = _SheetReading(self._book, found)
        pieces = self._book.archive.pieces(sheet.part)
        for _progress in parse(pieces, reading.start, reading.end, reading.text):
            yield from reading.take()

    def _merged_areas(self) -> Iterator[Area]:
        """Merged areas are written after all rows: look there first, without reading the rows."""
        tail = self._after_rows()
        for count, found in enumerate(_MERGE.finditer(tail)):
            if count >= MAX_MERGES:
                raise UnreadableFile(TOO_LARGE)
            try:
                left, top, right, bottom = range_boundaries(found[1].decode())
            except (ValueError, TypeError):
                raise UnreadableFile(DAMAGED) from None
            yield top, bottom, left, right

    def _after_rows(self) -> bytes:
        tail, is_after = b"", False
        for piece in self._book.archive.pieces(self._sheet.part):
            tail += piece
            if not is_after and (end := _END_OF_ROWS.search(tail)):
                tail, is_after = tail[end.end() :], True
            tail = tail[:MAX_TAIL] if is_after else tail[-64:]
        return tail if is_after else b""


class _Merged:
    """Which columns of a row lie under a merged cell, asked row after row."""

    def __init__(self, areas: list[Area]):
        self._waiting = areas[::-1]
        self._around: list[Area] = []

    def hidden_in(self, row: int) -> tuple[int, ...]:
        while self._waiting and self._waiting[-1][0] <= row:
            self._around.append(self._waiting.pop())
        if not self._around:
            return ()
        self._around = [area for area in self._around if area[1] >= row]
        return tuple(
            column - 1
            for top, _bottom, left, right in self._around
            for column in range(left + (top == row), min(right, MAX_COLUMNS) + 1)
        )


class _SheetReading:
    """Handlers for one sheet: cells gather into rows, rows wait to be taken."""

    def __init__(self, book: Workbook, found: FileNotes):
        self._book, self._found = book, found
        self._ready: list[RawLine] = []
        self._columns: dict[str, int] = {}
        self._line = RawLine(0, [])
        self._column = -1
        self._too_wide = self._row_hidden = self._catching = self._is_aid = False
        self._begin_cell("n", "")

    def take(self) -> list[RawLine]:
        ready, self._ready = self._ready, []
        return ready

    def start(self, name: str, told: dict[str, str]) -> None:
        if name == "c":
            self._column = self._column_of(told.get("r", ""))
            self._begin_cell(told.get("t", "n"), told.get("s", ""))
        elif name == "v" or (name == "t" and not self._is_aid):
            self._catching = self._has_value = True
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            self._begin_row(told)
        elif name == "rPh":
            self._is_aid = True
        elif name == "col" and told.get("hidden") in ("1", "true"):
            self._note_hidden_columns(told)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._catching = False
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._is_aid = False

    def text(self, piece: str) -> None:
        if self._catching and self._caught < MAX_CAUGHT:
            self._pieces.append(piece)
            self._caught += len(piece)

    def _begin_row(self, told: dict[str, str]) -> None:
        number = told.get("r", "")
        self._line = RawLine(int(number) if number.isdigit() else self._line.number + 1, [])
        self._column, self._too_wide = -1, False
        self._row_hidden = told.get("hidden") in ("1", "true")

    def _end_row(self) -> None:
        line = self._line
        if self._too_wide:
            line.problems.append(CellProblem(ROW_TOO_WIDE, details={"limit": MAX_COLUMNS}))
        if line.cells or line.problems:
            self._found.hidden_rows += self._row_hidden
            self._ready.append(line)

    def _begin_cell(self, sort: str, style: str) -> None:
        self._sort, self._style = sort, style
        self._pieces: list[str] = []
        self._caught = 0
        self._has_value = self._has_formula = False

    def _end_cell(self) -> None:
        if not (self._has_value or self._has_formula):
            return
        if self._column >= MAX_COLUMNS:
            self._too_wide = True
            return
        value = self._value("".join(self._pieces))
        if value != "":
            cells = self._line.cells
            cells.extend([""] * (self._column + 1 - len(cells)))
            cells[self._column] = value

    def _value(self, text: str) -> Cell:
        if self._has_formula:
            if not self._has_value or (not text and self._sort != "str"):
                return self._add_problem(FORMULA_EMPTY)
            self._found.formulas[self._column] += 1
        if self._sort == "s":
            return self._shared(text)
        if self._sort == "n":
            return self._number(text) if text.strip() else ""
        if self._sort == "b":
            return text.strip() in ("1", "true")
        if self._sort == "e":
            return self._add_problem(CELL_ERROR, shown=text[:20])
        return self._checked(clean_text(unescape(text)))

    def _shared(self, text: str) -> Cell:
        try:
            return self._checked(self._book.texts[int(text)])
        except (IndexError, ValueError):
            return self._add_problem(CELL_ERROR, shown="#REF!")

    def _checked(self, text: str) -> str:
        if len(text) <= MAX_CELL_LENGTH:
            return text
        self._add_problem(CELL_TOO_LONG, limit=MAX_CELL_LENGTH)
        return text[:MAX_CELL_LENGTH]

    def _number(self, text: str) -> Cell:
        try:
            number = float(text)
            whole = int(number) if number.is_integer() else None
        except (ValueError, OverflowError):
            return self._add_problem(CELL_ERROR, shown=text[:20])
        if self._style in self._book.date_styles:
            return self._day(number)
        return number if whole is None else whole

    def _day(self, number: float) -> Cell:
        if 0 < number < 1:  # a time of day
            minutes = round(number * 1440)
            return f"{minutes // 60:02}:{minutes % 60:02}"
        try:
            return date_from_serial(number, since_1904=self._book.since_1904)
        except ValueError:
            self._add_problem(NO_SUCH_DAY, number=f"{number:g}")
            return f"{number:g}"

    def _add_problem(self, kind, **details) -> str:
        self._line.problems.append(CellProblem(kind, self._column, details))
        return str(details.get("shown", ""))

    def _column_of(self, place: str) -> int:
        if not place:
            return self._column + 1
        letters = place.rstrip("0123456789")
        if letters not in self._columns:
            self._columns[letters] = _column_number(letters)
        return self._columns[letters]

    def _note_hidden_columns(self, told: dict[str, str]) -> None:
        first, last = (int(told.get(end, "0") or 0) for end in ("min", "max"))
        self._found.hidden_columns.update(range(max(first, 1) - 1, min(last, MAX_COLUMNS)))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters[:4].upper():
        if not "A" <= letter <= "Z":
            raise UnreadableFile(DAMAGED)
        number = number * 26 + ord(letter) - 64
    return number - 1
