"""Writes tables as an XLSX workbook, a sheet each, while it is sent.

The libraries that write workbooks put each sheet in clear on the disk first. These are answers of
people: they pass through memory alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils.cell import get_column_letter

from amparo.foundation.core.spreadsheets.cells import is_formula

from .rows import Export, batch_rows
from .tables import Table
from .zip_stream import zip_chunks

MOST_ROWS, LONGEST = 1_048_575, 32_767
# Of one drop-down list: with thousands of areas programs take the file for damaged.
MOST_AREAS = 100
_FIRST_DAY, _RIGHT_FROM = date(1899, 12, 30), date(1900, 3, 1)
# What no XML may hold, and what would read as such once written.
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)"
)
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_PLAIN, _DAY, _MOMENT, _QUOTED, _HEAD = range(5)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = (
    f'{_HEADER}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/>'
    '<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/>'
    '<xf quotePrefix="1"/><xf fontId="1" applyFont="1" quotePrefix="1"/></cellXfs></styleSheet>'
)


@dataclass(frozen=True)
class Choices:
    """Drop-down lists of a table, which says them as `choices`: `lists` by the place of their
    column, kept on a sheet called `sheet` and offered from row `first` on.
    """

    sheet: str
    first: int
    lists: Mapping[int, tuple[str, ...]]

    def rows(self, titles: list[str]) -> Iterator[tuple[str, ...]]:
        """The sheet of the lists: each under the title of its column."""
        yield tuple(titles[at] for at in self.lists)
        for number in range(max(map(len, self.lists.values()), default=0)):
            yield tuple("".join(each[number : number + 1]) for each in self.lists.values())


def xlsx_chunks(export: Export) -> Iterator[bytes]:
    return zip_chunks(_Book(export).members())


class _Book:
    def __init__(self, export: Export):
        self._export = export
        self._sheets: list[str] = []

    def members(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """The sheets first: how many they are is known when all rows are written."""
        for table in self._export.tables:
            rows = batch_rows(self._export.rows(table))
            is_more = True
            while is_more:
                sheet = _Sheet(table, rows)
                self._sheets.append(self._named(table))
                yield f"xl/worksheets/sheet{len(self._sheets)}.xml", sheet.pieces()
                is_more = sheet.is_full
        for choices, titles in self._choices():
            self._sheets.append(choices.sheet)
            path = f"xl/worksheets/sheet{len(self._sheets)}.xml"
            yield path, iter([_plain_sheet(choices.rows(titles)).encode()])
        yield "xl/styles.xml", iter([_STYLES.encode()])
        yield "xl/workbook.xml", iter([self._workbook().encode()])
        yield "xl/_rels/workbook.xml.rels", iter([self._relations().encode()])
        yield "_rels/.rels", iter([_ROOT.encode()])
        yield "[Content_Types].xml", iter([self._types().encode()])

    def _choices(self) -> Iterator[tuple[Choices, list[str]]]:
        for table in self._export.tables:
            if choices := getattr(table, "choices", None):
                yield choices, table.titles()

    def _named(self, table: Table) -> str:
        """At most 31 letters, and no two alike, however they are written."""
        name = stem = _NOT_IN_A_NAME.sub("-", table.name)[:25] or "answers"
        number = 1
        while name.casefold() in {each.casefold() for each in self._sheets}:
            number += 1
            name = f"{stem} {number}"
        return name

    def _workbook(self) -> str:
        sheets = "".join(
            f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>'
            for at, name in enumerate(self._sheets, 1)
        )
        return (
            f'{_HEADER}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
            f"<sheets>{sheets}</sheets></workbook>"
        )

    def _relations(self) -> str:
        sheets = "".join(
            f'<Relationship Id="rId{at}" Type="{_OFFICE}/worksheet" '
            f'Target="worksheets/sheet{at}.xml"/>'
            for at in range(1, len(self._sheets) + 1)
        )
        return (
            f'{_HEADER}<Relationships xmlns="{_PACKAGE}/relationships">{sheets}'
            f'<Relationship Id="styles" Type="{_OFFICE}/styles" Target="styles.xml"/>'
            "</Relationships>"
        )

    def _types(self) -> str:
        sheets = "".join(
            f'<Override PartName="/xl/worksheets/sheet{at}.xml" '
            f'ContentType="{_TYPE}.worksheet+xml"/>'
            for at in range(1, len(self._sheets) + 1)
        )
        return (
            f'{_HEADER}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
            f"{sheets}</Types>"
        )


_ROOT = (
    f'{_HEADER}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)


class _Sheet:
    """One sheet; full when the program that opens it would take no more rows."""

    def __init__(self, table: Table, rows: Iterator[tuple[list[Any], ...]]):
        self._table, self._rows = table, rows
        self._letters = [get_column_letter(at + 1) for at in range(len(table.all))]
        self._choices: Choices | None = getattr(table, "choices", None)
        self._free: dict[int, list[int]] = {}
        self.is_full = False

    def pieces(self) -> Iterator[bytes]:
        yield (
            f'{_HEADER}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            "</sheetView></sheetViews><sheetData>"
        ).encode()
        titles = (_text_cell(each, _HEAD) for each in self._table.titles())
        yield self._line(1, titles).encode()
        kinds, number = [each.kind for each in self._table.all], 1
        for rows in self._rows:
            lines = []
            for row in rows:
                number += 1
                self._note_what_is_free(number, row)
                cells = (_cell(value, kind) for value, kind in zip(row, kinds, strict=True))
                lines.append(self._line(number, cells))
            yield "".join(lines).encode()
            if number > MOST_ROWS - len(rows):
                self.is_full = True
                break
        yield f"</sheetData>{self._drop_downs()}</worksheet>".encode()

    def _note_what_is_free(self, number: int, row: Sequence[Any]) -> None:
        """A cell that holds what its list lacks, several choices say, has no drop-down list."""
        if self._choices is None:
            return
        for at, offered in self._choices.lists.items():
            if row[at] and row[at] not in offered:
                self._free.setdefault(at, []).append(number)

    def _drop_downs(self) -> str:
        if self._choices is None or not self._choices.lists:
            return ""
        made = [self._drop_down(place, at) for place, at in enumerate(self._choices.lists, 1)]
        return f'<dataValidations count="{len(made)}">{"".join(made)}</dataValidations>'

    def _drop_down(self, place: int, at: int) -> str:
        assert self._choices is not None  # noqa: S101 - whoever calls has looked
        letter, column = self._letters[at], get_column_letter(place)
        areas = list(_between(self._choices.first, self._free.get(at, ())))[-MOST_AREAS:]
        where = " ".join(f"{letter}{first}:{letter}{last}" for first, last in areas)
        last = len(self._choices.lists[at]) + 1
        return (
            f'<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="{where}">'
            f"<formula1>'{escape(self._choices.sheet)}'!${column}$2:${column}${last}</formula1>"
            "</dataValidation>"
        )

    def _line(self, number: int, cells: Iterator[str]) -> str:
        written = "".join(
            f'<c r="{letter}{number}"{cell}'
            for letter, cell in zip(self._letters, cells, strict=True)
            if cell
        )
        return f'<row r="{number}">{written}</row>'


def _between(first: int, without: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The areas of a column from one row on, without some rows."""
    for row in without:
        if first < row:
            yield first, row - 1
        first = max(first, row + 1)
    yield first, MOST_ROWS + 1


def _plain_sheet(rows: Iterable[tuple[str, ...]]) -> str:
    """A sheet of texts."""
    lines = []
    for number, row in enumerate(rows, 1):
        style = _HEAD if number == 1 else _PLAIN
        cells = "".join(
            f'<c r="{get_column_letter(at)}{number}"{_text_cell(text, style)}'
            for at, text in enumerate(row, 1)
            if text
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    return (
        f'{_HEADER}<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
    )


def _cell(value: Any, kind: str) -> str:
    if value is None or value == "":
        return ""
    if value.__class__ is bool:
        return f' t="b"><v>{int(value)}</v></c>'
    if value.__class__ is str:
        return _MADE.get(kind, _text_cell)(value)
    if kind == "int" and abs(value) >= 10**15:
        return _text_cell(str(value))  # such a program knows fifteen digits
    return f"><v>{value}</v></c>"


def _text_cell(value: str, style: int = _PLAIN) -> str:
    if len(value) > LONGEST:
        value = f"{value[: LONGEST - 1]}…"  # longer than a cell may be: whole in CSV and JSON
    style = style or (_QUOTED if is_formula(value) else _PLAIN)
    text = escape(_UNWRITABLE.sub(_escaped, value))
    return f' t="inlineStr" s="{style}"><is><t xml:space="preserve">{text}</t></is></c>'


def _escaped(sign: re.Match) -> str:
    """As workbooks write signs that XML has no place for; half a letter is none."""
    code = ord(sign[0])
    return "�" if code >= 0xD800 else f"_x{code:04X}_"


def _decimal(value: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return _text_cell(value)
    is_exact = len(value.strip("-0").replace(".", "")) <= 15 and "n" not in value.lower()
    return f"><v>{number!r}</v></c>" if is_exact else _text_cell(value)


def _day(value: str) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return _text_cell(value)
    if day < _RIGHT_FROM:
        return _text_cell(value)  # such a program has a day in 1900 that never was
    return f' s="{_DAY}"><v>{(day - _FIRST_DAY).days}</v></c>'


def _moment(value: str) -> str:
    """By the clock of whoever wrote it: such a program knows no other."""
    try:
        moment = datetime.fromisoformat(value).replace(tzinfo=None)
    except ValueError:
        return _text_cell(value)
    if moment.date() < _RIGHT_FROM:
        return _text_cell(value)
    days = (moment.date() - _FIRST_DAY).days
    clock = moment - datetime.combine(moment.date(), datetime.min.time())
    return f' s="{_MOMENT}"><v>{days + clock.total_seconds() / 86_400!r}</v></c>'


_MADE = {"decimal": _decimal, "date": _day, "moment": _moment}
