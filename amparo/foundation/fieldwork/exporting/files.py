"""The file that an export becomes: what it is called, of which kind it is, and its pieces."""

from collections.abc import Iterator
from dataclasses import dataclass

from . import as_csv, as_json, as_xlsx
from .columns import Table
from .rows import Export
from .zipped import zipped

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class File:
    ending: str
    kind: str
    pieces: Iterator[bytes]


def file_of(export: Export, as_what: str) -> File:
    """One file where one table suffices; else a ZIP with a file a table, or a sheet a table."""
    if as_what == "json":
        return File("jsonl", "application/x-ndjson", as_json.pieces(export))
    if as_what == "xlsx":
        return File("xlsx", _XLSX, as_xlsx.pieces(export))
    if as_what == "parquet":
        from . import as_parquet  # heavy, and seldom asked for

        return _of_tables(export, "parquet", "application/vnd.apache.parquet", as_parquet)
    return _of_tables(export, "csv", "text/csv; charset=utf-8", as_csv)


def _of_tables(export: Export, ending: str, kind: str, writes) -> File:
    if len(export.tables) == 1:
        return File(ending, kind, writes.pieces(export, export.tables[0]))
    names = _names(export.tables)
    members = (
        (f"{name}.{ending}", writes.pieces(export, table))
        for name, table in zip(names, export.tables, strict=True)
    )
    return File("zip", "application/zip", zipped(members, squeezes=ending == "csv"))


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
