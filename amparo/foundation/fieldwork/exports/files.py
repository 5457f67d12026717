"""The file of an export: name, type and content; CSV and JSON are written here."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from amparo.foundation.core.spreadsheets.cells import FORMULA_STARTS, escape_formula

from .rows import AnswerRecord, Export, batch_rows, readable_values
from .tables import Table
from .xlsx import xlsx_chunks
from .zip_stream import zip_chunks

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

type Write = Callable[[Export, Table], Iterator[bytes]]


@dataclass(frozen=True)
class ExportFile:
    ending: str
    kind: str
    chunks: Iterator[bytes]


def export_file(export: Export, as_what: str) -> ExportFile:
    """One file where one table suffices; else a ZIP with a file a table, or a sheet a table."""
    if as_what == "json":
        return ExportFile("jsonl", "application/x-ndjson", json_chunks(export))
    if as_what == "xlsx":
        return ExportFile("xlsx", _XLSX, xlsx_chunks(export))
    if as_what == "parquet":
        from .parquet import parquet_chunks  # heavy, and seldom asked for

        return _of_tables(export, "parquet", "application/vnd.apache.parquet", parquet_chunks)
    return _of_tables(export, "csv", "text/csv; charset=utf-8", csv_chunks)


def _of_tables(export: Export, ending: str, kind: str, write: Write) -> ExportFile:
    if len(export.tables) == 1:
        return ExportFile(ending, kind, write(export, export.tables[0]))
    names = _names(export.tables)
    members = (
        (f"{name}.{ending}", write(export, table))
        for name, table in zip(names, export.tables, strict=True)
    )
    return ExportFile("zip", "application/zip", zip_chunks(members, squeezes=ending == "csv"))


def _names(tables: list[Table]) -> list[str]:
    """As the repeated groups are called; no two alike on a disk that takes A for a."""
    found: list[str] = []
    for table in tables:
        name, number = table.name, 1
        while name.casefold() in {each.casefold() for each in found}:
            number += 1
            name = f"{table.name}-{number}"
        found.append(name)
    return found


# CSV, in UTF-8 with a byte order mark, by which spreadsheet programs recognise it

_FORMULA_STARTS = frozenset(FORMULA_STARTS)


def csv_chunks(export: Export, table: Table) -> Iterator[bytes]:
    yield ("\ufeff" + _csv_lines([table.titles()])).encode()
    for rows in batch_rows(export.rows(table)):
        yield _csv_lines(rows).encode()


def _csv_lines(rows: Any) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(
        [
            _csv_cell(each)
            if each.__class__ is bool or (each.__class__ is str and each[:1] in _FORMULA_STARTS)
            else each
            for each in row
        ]
        for row in rows
    )
    return text.getvalue()


def _csv_cell(value: Any) -> Any:
    return escape_formula(value) if value.__class__ is str else int(value)


# JSON, one set of answers a line


def json_chunks(export: Export) -> Iterator[bytes]:
    roots = {each.version: each.opened.root for each in export.versions}
    yield b""
    together: list[str] = []
    for each in export.answers():
        together.append(_json_line(each, export.moment(each), roots))
        if len(together) == 500:
            yield "".join(together).encode()
            together.clear()
    yield "".join(together).encode()


def _json_line(each: AnswerRecord, arrived: str, roots: dict) -> str:
    told = {
        "ref": str(each.ref),
        "arrived": arrived,
        "version": each.version,
        "state": each.state,
        "odd": each.odd,
        "answers": readable_values(each.values, roots[each.version], each.hidden),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"
