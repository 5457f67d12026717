"""A file of HTCDS opened, whatever its shape: its records, and what was noticed on the way."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import BinaryIO, Protocol

from amparo.foundation.core.spreadsheets.reader import Row, Spreadsheet, open_spreadsheet
from amparo.foundation.core.spreadsheets.validation import ImportProblem, problem

from . import validation
from .columns import columns_of, reject_swapped_columns
from .fields import Field, is_known
from .json_records import JsonSource, looks_like_json
from .records import HtcdsRecord
from .table_reader import ParsedRecord, readings
from .writers import as_csv, as_json, as_survey, as_xlsx
from .writers.as_csv import unescape_formula

SHAPES = {"csv": as_csv, "xlsx": as_xlsx, "survey": as_survey, "json": as_json}
ENDINGS = {"csv": "csv", "xlsx": "xlsx", "survey": "csv", "json": "json"}
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "survey": "text/csv; charset=utf-8",
    "json": "application/json",
}


class RecordSource(Protocol):
    """Records as often as they are asked for, and what is to be said of the whole file."""

    @property
    def problems(self) -> list[ImportProblem]: ...

    def readings(self) -> Iterator[ParsedRecord]: ...


def opened(file: BinaryIO, *, today: date) -> RecordSource:
    """Open a file of any shape, or raise `UnreadableFile` saying what to do."""
    if looks_like_json(file):
        return JsonSource(file, today)
    return TableSource(open_spreadsheet(file, knows=is_known), today)


class TableSource:
    def __init__(self, table: Spreadsheet, today: date):
        self._table, self._today = table, today
        self._columns = columns_of(table.header)
        reject_swapped_columns(self._columns, table.rows())

    @property
    def problems(self) -> list[ImportProblem]:
        """After the records were read: then it is known how many rows told nothing."""
        told = [*self._columns.problems, *self._table.remarks()]
        if count := self._columns.only_numbered:
            told.append(problem(validation.TEMPLATE_ROWS, 0, "", "", count=count))
        return told

    def readings(self) -> Iterator[ParsedRecord]:
        return readings(self._columns, self._freed(), self._today)

    def _freed(self) -> Iterator[Row]:
        """In CSV alone a cell that would run was written with a quote before it."""
        if not self._table.delimiter:
            yield from self._table.rows()
            return
        for row in self._table.rows():
            cells = tuple(
                unescape_formula(each) if isinstance(each, str) else each for each in row.cells
            )
            yield replace(row, cells=cells) if cells != row.cells else row


def written(
    shape: str, records: Iterable[HtcdsRecord], keeps: Iterable[Field], *, tells_all: bool
) -> Iterator[bytes]:
    """The records as a file of this shape, piece by piece."""
    return SHAPES[shape].write(records, keeps, tells_all=tells_all)  # type: ignore[attr-defined]
