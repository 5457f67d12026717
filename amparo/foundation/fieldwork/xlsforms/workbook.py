"""Reads the sheets of an XLSForm workbook, and in which row each line stands."""

import csv
import io
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from xlrd import XLRDError
from xlrd.compdoc import CompDocError

from amparo.foundation.core.files.archives import Archive, is_archive, refuse_other_kinds
from amparo.foundation.core.spreadsheets.cells import as_text, clean_text
from amparo.foundation.core.spreadsheets.reader import Spreadsheet, open_spreadsheet
from amparo.foundation.core.spreadsheets.validation import (
    DAMAGED,
    EMPTY,
    OLD_EXCEL,
    ImportProblem,
    UnreadableFile,
)

from .validation import (
    COLUMN_TWICE,
    NO_SURVEY,
    NOT_MADE,
    NOT_UTF8,
    TOO_LONG,
    TOO_MUCH,
    UNREADABLE_CSV,
)

SHEETS = ("survey", "choices", "external_choices", "osm", "settings", "entities")
# More than any interview has; a form of so many lines is made in seconds, not minutes.
MOST_LINES = 20_000
# Unpacked, with its pictures: read in seconds. What is larger are rows in which nothing stands.
MOST_BYTES = 12 * 1024 * 1024
SAID = 300
# What the reader of the old kind meets in a broken file.
_BROKEN_XLS = (
    struct.error, AssertionError, ArithmeticError, AttributeError, LookupError,
    RecursionError, TypeError, ValueError, XLRDError, CompDocError,
)  # fmt: skip
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

    @property
    def columns(self) -> set[str]:
        return {column for header in self.headers.values() for column in header}

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
    """Reads XLSX, XLS, or one CSV of all sheets; `UnreadableFile` says what to do instead."""
    book = _from_archive(file) if is_archive(file) else _from_other(file)
    if not book.sheets.get("survey"):
        raise UnreadableFile(NO_SURVEY)
    if sum(map(len, book.sheets.values())) > MOST_LINES:
        raise UnreadableFile(TOO_LONG, limit=MOST_LINES)
    return book


def _from_archive(file: BinaryIO) -> Workbook:
    archive, book = Archive(file), Workbook({}, {})
    if archive.unpacked_bytes > MOST_BYTES:
        raise UnreadableFile(TOO_MUCH)
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
    header = _columns(name, table.header)
    lines = []
    for row in table.rows():
        book.problems += row.problems
        cells = zip(header, map(as_text, row.cells), strict=True)
        # Rows are counted from the names of the columns, wherever these stand.
        lines.append(_line(row.number - table.header_row + 1, cells))
        if len(lines) > MOST_LINES:
            raise UnreadableFile(TOO_LONG, limit=MOST_LINES)
    book.sheets[name], book.headers[name] = lines, header


def _from_other(file: BinaryIO) -> Workbook:
    try:
        refuse_other_kinds(file)
    except UnreadableFile as reason:
        if reason.kind is OLD_EXCEL:
            return _from_old_excel(file)
        raise
    return _from_text(file)


def _from_old_excel(file: BinaryIO) -> Workbook:
    file.seek(0)
    # Not at the top: it takes a fifth of a second, and most processes read no such file.
    from pyxform.errors import PyXFormError, PyXFormReadError
    from pyxform.xls2json_backends import xls_to_dict

    try:
        told = xls_to_dict(io.BytesIO(file.read()))
    except (PyXFormReadError, *_BROKEN_XLS):
        raise UnreadableFile(DAMAGED) from None
    except PyXFormError as reason:
        raise UnreadableFile(NOT_MADE, said=" ".join(str(reason).split())[:SAID]) from None
    book = Workbook({}, {})
    for name in SHEETS:
        if header := told.get(f"{name}_header"):
            book.headers[name] = _columns(name, header[0])
            lines = ((row, told[name][row - 2]) for row in range(2, len(told[name]) + 2))
            book.sheets[name] = [
                _line(row, ((_tidy(column), said) for column, said in cells.items()))
                for row, cells in lines if cells
            ]  # fmt: skip
    return book


def _from_text(file: BinaryIO) -> Workbook:
    """The name of a sheet, its columns beside it or, as pyxform writes them, in the next line."""
    file.seek(0)
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile(NOT_UTF8) from None
    book = Workbook({}, {})
    try:
        _read_sheets(book, csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        raise UnreadableFile(UNREADABLE_CSV) from None
    return book


def _read_sheets(book: Workbook, rows: Iterable[list[str]]) -> None:
    name, row, count = "", 1, 0
    for cells in rows:
        first = cells[0].strip().casefold() if cells else ""
        if first:
            name, row = first, 1
        if name not in SHEETS or not any(map(str.strip, cells)):
            row += not first
        elif name not in book.sheets or first:
            if any(map(str.strip, cells[1:])):
                book.sheets[name], book.headers[name] = [], _columns(name, cells[1:])
                row = 1
        else:
            row, count = row + 1, count + 1
            if count > MOST_LINES:
                raise UnreadableFile(TOO_LONG, limit=MOST_LINES)
            header = book.headers[name]
            book.sheets[name].append(_line(row, zip(header, cells[1:], strict=False)))


def _columns(sheet: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names of its columns; one of them twice is refused, since one would be lost."""
    header = tuple(map(_tidy, names))
    for name in header:
        copied = _COPY.fullmatch(name)
        named = copied[1] if copied else name
        is_known = named.partition("::")[0] in _LOWER
        if is_known and ((copied and named in header) or header.count(name) > 1):
            raise UnreadableFile(COLUMN_TWICE, column=named, sheet=sheet)
    return header


def _line(row: int, cells: Iterable[tuple[str, str]]) -> SheetLine:
    return SheetLine(row, dict(_filled(cells)))


def _filled(cells: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for name, value in cells:
        if name and (told := clean_text(value).strip()):
            yield name, told


def _tidy(name: str) -> str:
    """`Label :: English (en)`, `label::English (en)` and the old `label:English (en)` are one."""
    if "::" not in name:
        base, colon, rest = name.partition(":")
        if colon and base.strip().casefold() in _PARTED:
            is_media = base.strip().casefold() == "media"
            name = f"{base}::{rest.replace(':', '::') if is_media else rest}"
    first, *rest_of_it = (part.strip() for part in name.split("::"))
    return "::".join([first.casefold() if first.casefold() in _LOWER else first, *rest_of_it])


def _is_a_name(cell: str) -> bool:
    return cell.split("::")[0].strip().casefold() in _NAMES


# A column that stands twice in a workbook is numbered by the reader.
_COPY = re.compile(r"(.+) \(\d+\)")
# After these, a column says in which language, or of what, it speaks.
_PARTED = {
    "label", "hint", "guidance_hint", "required_message", "constraint_message", "media", "image",
    "audio", "video", "bind", "body", "instance",
}  # fmt: skip
_LOWER = _NAMES | {
    "hint", "guidance_hint", "required_message", "constraint", "constraint_message",
    "calculation", "choice_filter", "appearance", "default", "readonly", "bind", "body",
    "instance", "repeat_count", "parameters", "trigger", "default_language", "instance_name",
    "namespaces", "style", "media", "image", "audio", "video", "auto_send", "public_key",
    "submission_url", "save_to", "create_if", "update_if",
}  # fmt: skip
