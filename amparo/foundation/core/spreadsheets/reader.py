"""Opens a table (CSV or XLSX) and reads it row by row under its header.

table = open_spreadsheet(file)
table.header            # the names of its columns, each different
for row in table.rows():    # as often as one likes; a row keeps its problems with it
    ...
table.remarks()         # what is to be said of the whole file, after its rows were read
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from openpyxl.utils.cell import get_column_letter

from ..files.archives import is_archive, refuse_other_kinds
from .cells import MAX_COLUMNS, Cell, CellProblem, RawLine, as_text, is_empty
from .csv_reader import CsvTable
from .validation import (
    CELL_MERGED,
    EMPTY,
    FORMULAS_USED,
    HEADER_MERGED,
    HIDDEN_COLUMN,
    HIDDEN_ROWS,
    MORE_CELLS_THAN_COLUMNS,
    NO_HEADER,
    NULS_REMOVED,
    OTHER_SHEETS,
    ImportProblem,
    UnreadableFile,
    problem,
)
from .xlsx_rows import XlsxTable

HEADER_WITHIN = 20
_TAG = re.compile(r"#[a-z]+\b")
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Row:
    """One row under the header: as many cells as there are columns, and what is wrong with it."""

    number: int
    cells: tuple[Cell, ...]
    problems: tuple[ImportProblem, ...] = ()

    @property
    def is_sound(self) -> bool:
        return not any(each.keeps_out for each in self.problems)


def open_spreadsheet(
    file: BinaryIO,
    *,
    encoding: str = "",
    sheet: str = "",
    knows: Callable[[str], bool] | None = None,
    is_export: bool = False,
) -> "Spreadsheet":
    """Opens a table; raises UnreadableFile with what to do.

    `file` is open for reading bytes and seekable; it stays open. `knows` says whether a cell is
    the name of a column, so that the header is found below titles and logos. Of what a program
    wrote (`is_export`) the first row is the header, and columns may be without a name.
    """
    if is_archive(file):
        return Spreadsheet(XlsxTable(file, sheet=sheet), knows, is_export=is_export)
    refuse_other_kinds(file)
    return Spreadsheet(CsvTable(file, encoding=encoding), knows, is_export=is_export)


class Spreadsheet:
    """A table with named columns."""

    def __init__(
        self, table: CsvTable | XlsxTable, knows: Callable[[str], bool] | None = None, *,
        is_export: bool = False,
    ):  # fmt: skip
        self._table = table
        self._least_width = 0
        self.sheets = table.sheets
        self.encoding, self.delimiter = table.encoding, table.delimiter
        line = self._find_header(knows, is_export)
        self.header_row = line.number
        self.header = _names(line.cells, self._least_width)

    def rows(self) -> Iterator[Row]:
        """The rows under the header that hold anything, from the first, each time it is asked."""
        for line in self._table.lines():
            if line.number > self.header_row and not _is_tags(line):
                row = self._row(line)
                if row.problems or not all(map(is_empty, row.cells)):
                    yield row

    def remarks(self) -> list[ImportProblem]:
        """What was noticed while the rows were read, for the whole file."""
        found, remarks = self._table.found, []
        for index, count in sorted(found.formulas.items()):
            remarks.append(problem(FORMULAS_USED, 0, self._name(index), "", count=count))
        for index in sorted(found.hidden_columns):
            if index < len(self.header):
                remarks.append(problem(HIDDEN_COLUMN, 0, self._name(index), ""))
        if found.hidden_rows:
            remarks.append(problem(HIDDEN_ROWS, 0, "", "", count=found.hidden_rows))
        if found.rows_with_nuls:
            remarks.append(problem(NULS_REMOVED, 0, "", "", count=found.rows_with_nuls))
        if found.other_sheets:
            name, count = found.sheet, found.other_sheets
            remarks.append(problem(OTHER_SHEETS, 0, "", "", sheet=name, count=count))
        return remarks

    def _row(self, line: RawLine) -> Row:
        width = len(self.header)
        cells = [*line.cells[:width], *[""] * (width - len(line.cells))]
        problems = [self._problem(line, cells, trouble) for trouble in line.problems]
        if not problems:
            problems += self._cells_beyond(line, width)
        problems += self._cells_under_merges(line, cells)
        return Row(line.number, tuple(cells), tuple(problems))

    def _problem(self, line: RawLine, cells: list[Cell], trouble: CellProblem) -> ImportProblem:
        if trouble.index is None:
            return problem(trouble.kind, line.number, "", "", **trouble.details)
        value = as_text(cells[trouble.index]) if trouble.index < len(cells) else ""
        column = self._name(trouble.index)
        return problem(trouble.kind, line.number, column, value, **trouble.details)

    def _cells_beyond(self, line: RawLine, width: int) -> Iterator[ImportProblem]:
        if not all(map(is_empty, line.cells[width:])):
            beyond = as_text(next(cell for cell in line.cells[width:] if not is_empty(cell)))
            counts = {"cells": len(line.cells), "columns": width}
            yield problem(MORE_CELLS_THAN_COLUMNS, line.number, "", beyond, **counts)

    def _cells_under_merges(self, line: RawLine, cells: list[Cell]) -> Iterator[ImportProblem]:
        if all(map(is_empty, cells)):  # a merged foot or a blank block: nobody is missing there
            return
        for index in line.merged:
            if index < len(cells) and is_empty(cells[index]):
                yield problem(CELL_MERGED, line.number, self._name(index), "")

    def _name(self, index: int) -> str:
        return self.header[index] if index < len(self.header) else get_column_letter(index + 1)

    def _find_header(self, knows: Callable[[str], bool] | None, is_export: bool) -> RawLine:
        lines = list(islice(self._table.lines(), HEADER_WITHIN))
        if not lines:
            raise UnreadableFile(EMPTY)
        line = _most_known(lines, knows) or _first_of_names(lines)
        if line is None and is_export:
            line = lines[0]
        if line is None:
            raise UnreadableFile(NO_HEADER)
        self._refuse_merged_names(line)
        self._least_width = max(len(each.cells) for each in lines) if is_export else 0
        return line

    def _refuse_merged_names(self, header: RawLine) -> None:
        for top, bottom, left, right in getattr(self._table, "merges", ()):
            if top <= header.number <= bottom and left <= len(header.cells):
                where = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
                raise UnreadableFile(HEADER_MERGED, where=where)


def _most_known(lines: list[RawLine], knows: Callable[[str], bool] | None) -> RawLine | None:
    """The line with the most names that we know, two at least; the first of equals."""
    if knows is None:
        return None
    scores = [sum(isinstance(each, str) and knows(each) for each in line.cells) for line in lines]
    best = max(scores)
    return lines[scores.index(best)] if best >= 2 else None


def _first_of_names(lines: list[RawLine]) -> RawLine | None:
    """The first line that could be names: texts, mostly different, nearly as many as any line."""
    widest = max((len(_filled(line)) for line in lines if not line.problems), default=0)
    for line in lines:
        filled = _filled(line)
        names = [each for each in filled if isinstance(each, str) and _could_be_a_name(each)]
        if len(filled) * 2 > widest and len(names) == len(filled) < 2 * len(set(names)):
            return line
    return None


def _filled(line: RawLine) -> list[Cell]:
    return [cell for cell in line.cells if not is_empty(cell)]


def _could_be_a_name(cell: str) -> bool:
    letters = sum(each.isalpha() for each in cell)
    return letters > 0 and len(cell) <= LONGEST_NAME and letters > sum(map(str.isdigit, cell))


def _names(cells: list[Cell], least: int = 0) -> tuple[str, ...]:
    """A name for each column: its own; its letter if it has none; a number if another had it.
    Columns at the end without a name count up to `least`.
    """
    given = [" ".join(as_text(cell).split())[:LONGEST_NAME] for cell in cells[:MAX_COLUMNS]]
    while len(given) > least and not given[-1]:
        given.pop()
    given += [""] * (min(least, MAX_COLUMNS) - len(given))
    names: list[str] = []
    for index, name in enumerate(given):
        base = name or get_column_letter(index + 1)
        taken, copy = base, 2
        while taken in names:
            taken, copy = f"{base} ({copy})", copy + 1
        names.append(taken)
    return tuple(names)


def _is_tags(line: RawLine) -> bool:
    """A row of HXL tags (#affected +f …) stands under the header and counts for nobody."""
    filled = _filled(line)
    return bool(filled) and all(isinstance(cell, str) and _TAG.match(cell) for cell in filled)
