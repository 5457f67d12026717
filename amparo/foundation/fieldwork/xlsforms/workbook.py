"""Reads the sheets of an XLSForm workbook, and in which row each line stands."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from amparo.foundation.core.files.archives import is_archive, refuse_other_kinds
from amparo.foundation.core.spreadsheets.cells import as_text, clean_text
from amparo.foundation.core.spreadsheets.reader import Spreadsheet, open_spreadsheet
from amparo.foundation.core.spreadsheets.validation import EMPTY, ImportProblem, UnreadableFile

from .validation import NO_SURVEY, NOT_UTF8, TOO_LONG

SHEETS = ("survey", "choices", "settings", "entities")
# More than any interview has; a form of so many lines is made in seconds, not minutes.
MOST_LINES = 20_000
_NAMES = {
    "type", "name", "label", "list_name", "list name", "form_title", "form_id", "id_string",
    "dataset", "entity_id", "version", "hint", "relevant", "required",
}  # fmt: skip


@dataclass(frozen=True)
class SheetLine:
    """One line of a sheet: what stands under each name, without what is empty."""

    row: int
    cells: dict[str, str]

    def get(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass
class Workbook:
    """The sheets that make a form, and what was wrong in their cells."""

    sheets: dict[str, list[SheetLine]]
    headers: dict[str, tuple[str, ...]]
    problems: list[ImportProblem] = field(default_factory=list)

    @property
    def survey(self) -> list[SheetLine]:
        return self.sheets["survey"]

    def setting(self, name: str) -> str:
        lines = self.sheets.get("settings", [])
        return lines[0].get(name) if lines else ""

    def as_rows(self) -> dict[str, list[dict[str, str]]]:
        """As pyxform takes it: empty lines stay, so that the rows it names are ours."""
        told: dict[str, list[dict[str, str]]] = {}
        for name, lines in self.sheets.items():
            rows: list[dict[str, str]] = [{} for _row in range(max_row(lines) - 1)]
            for line in lines:
                rows[line.row - 2] = dict(line.cells)
            told[name] = rows
            told[f"{name}_header"] = [dict.fromkeys(self.headers[name], "")]
        return told


def max_row(lines: list[SheetLine]) -> int:
    return max((line.row for line in lines), default=1)


def read_workbook(file: BinaryIO) -> Workbook:
    """Reads XLSX, or one CSV of all sheets; `UnreadableFile` says what to do instead."""
    book = _from_archive(file) if is_archive(file) else _from_text(file)
    if not book.sheets.get("survey"):
        raise UnreadableFile(NO_SURVEY)
    if sum(map(len, book.sheets.values())) > MOST_LINES:
        raise UnreadableFile(TOO_LONG, limit=MOST_LINES)
    return book


def _from_archive(file: BinaryIO) -> Workbook:
    book = Workbook({}, {})
    there = {name.strip().casefold(): name for name in open_spreadsheet(file).sheets}
    for name in SHEETS:
        if name in there:
            try:
                table = open_spreadsheet(file, sheet=there[name], knows=_is_a_name)
            except UnreadableFile as reason:
                if reason.kind is EMPTY:
                    continue
                raise
            _add(book, name, table)
    return book


def _add(book: Workbook, name: str, table: Spreadsheet) -> None:
    header = tuple(map(_tidy, table.header))
    lines = []
    for row in table.rows():
        book.problems += row.problems
        cells = zip(header, map(as_text, row.cells), strict=True)
        # Rows are counted from the names of the columns, wherever these stand.
        lines.append(_line(row.number - table.header_row + 1, cells))
        if len(lines) > MOST_LINES:
            raise UnreadableFile(TOO_LONG, limit=MOST_LINES)
    book.sheets[name], book.headers[name] = lines, header


def _from_text(file: BinaryIO) -> Workbook:
    """As pyxform writes them: the name of a sheet alone, then its columns, then its lines."""
    refuse_other_kinds(file)
    file.seek(0)
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile(NOT_UTF8) from None
    book, name, row = Workbook({}, {}), "", 1
    header: tuple[str, ...] = ()
    for cells in csv.reader(io.StringIO(text)):
        first = cells[0].strip().casefold() if cells else ""
        if first:
            name, row = first, 1
            header = tuple(map(_tidy, cells[1:]))
            if name in SHEETS:
                book.sheets[name], book.headers[name] = [], header
        elif name in book.sheets:
            row += 1
            if any(cells):
                book.sheets[name].append(_line(row, zip(header, cells[1:], strict=False)))
    return book


def _line(row: int, cells: Iterable[tuple[str, str]]) -> SheetLine:
    return SheetLine(row, dict(_filled(cells)))


def _filled(cells: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for name, value in cells:
        if name and (told := clean_text(value).strip()):
            yield name, told


def _tidy(name: str) -> str:
    """`Label :: English (en)` and `label::English (en)` are one."""
    first, *rest = (part.strip() for part in name.split("::"))
    return "::".join([first.casefold() if first.casefold() in _LOWER else first, *rest])


def _is_a_name(cell: str) -> bool:
    return cell.split("::")[0].strip().casefold() in _NAMES


_LOWER = _NAMES | {
    "hint", "guidance_hint", "required_message", "constraint", "constraint_message",
    "calculation", "choice_filter", "appearance", "default", "readonly", "bind", "body",
    "instance", "repeat_count", "parameters", "trigger", "default_language", "instance_name",
    "namespaces", "style", "public_key", "submission_url", "save_to", "create_if", "update_if",
}  # fmt: skip
