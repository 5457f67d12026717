"""Writes a table as Parquet through DuckDB.

Rows go in by one pipe and the file comes out of another: nothing of it lies on a disk, and DuckDB
may open neither files nor the network.
"""

import csv
import io
import os
import select
import threading
from collections.abc import Iterator
from typing import Any

import duckdb

from .rows import Export, batch_rows
from .tables import Table

_TYPES = {
    "int": "BIGINT", "decimal": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE",
    "moment": "TIMESTAMPTZ",
}  # fmt: skip
_MARK = b"PAR1"
_CHUNK_SIZE = 64 * 1024
# A record has at most five megabytes, and a line a little more.
_READ = (
    "header=false, auto_detect=false, delim=',', quote='\"', escape='\"', nullstr='', "
    "max_line_size=12000000, buffer_size=24000000, parallel=false"
)
_WRITTEN = "FORMAT parquet, ROW_GROUP_SIZE 20480"
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": "1", "memory_limit": "256MB", "temp_directory": "",
}  # fmt: skip


def parquet_chunks(export: Export, table: Table) -> Iterator[bytes]:
    """What does not fit the kind of its column is empty there, and named in `_odd`."""
    lines = (_lines(rows) for rows in batch_rows(export.rows(table)))
    return _through(lines, table)


def _through(lines: Iterator[bytes], table: Table) -> Iterator[bytes]:
    taken, given = os.pipe()
    out, into = os.pipe()
    writing = _Writing(table, taken, into)
    os.set_blocking(given, False)
    try:
        writing.start()
        yield _MARK  # what waits for the file sees at once that it comes
        yield from _after(_MARK, _turn_by_turn(lines, given, out))
    finally:
        os.close(out)  # who went away before the end: what writes has nobody to write to
        writing.join()
    if writing.failed:
        # Its own words may repeat an answer.
        raise RuntimeError(f"A table could not be written as Parquet: {writing.failed}.")


def _after(mark: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    first = b""
    for piece in pieces:
        first += piece
        if len(first) >= len(mark):
            yield first.removeprefix(mark)
            break
    yield from pieces


def _turn_by_turn(lines: Iterator[bytes], given: int, out: int) -> Iterator[bytes]:
    """Rows in where there is room, the file out as it comes: neither waits for the other."""
    waiting: bytes | None = b""
    try:
        while True:
            if waiting == b"":
                waiting = next(lines, None)
                if waiting is None:
                    os.close(given)
            ready, room, _odd = select.select([out], [given] if waiting else [], [])
            if room and waiting:
                waiting = waiting[_put(given, waiting[:_CHUNK_SIZE]) :]
            if ready:
                piece = os.read(out, _CHUNK_SIZE)
                if not piece:
                    return
                yield piece
    finally:
        if waiting is not None:
            os.close(given)


def _put(given: int, piece: bytes) -> int:
    try:
        return os.write(given, piece)
    except BlockingIOError:
        return 0


class _Writing(threading.Thread):
    def __init__(self, table: Table, taken: int, into: int):
        super().__init__(daemon=True)
        self._table, self._taken, self._into = table, taken, into
        self.failed = ""

    def run(self) -> None:
        try:
            with duckdb.connect(":memory:", config=_SETTINGS) as engine:
                source, target = (f"/dev/fd/{pipe}" for pipe in (self._taken, self._into))
                engine.execute(f"SET allowed_paths = ['{source}', '{target}']")
                engine.execute("SET enable_progress_bar = false")
                engine.execute("SET enable_external_access = false")
                engine.execute("SET lock_configuration = true")
                engine.execute(_sentence(self._table, source, target))
        except Exception as failed:
            self.failed = type(failed).__name__
        finally:
            os.close(self._taken)
            os.close(self._into)


def _sentence(table: Table, source: str, target: str) -> str:
    columns = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(len(table.all)))
    # Titles are quoted, and all else in it is ours.
    chosen = ", ".join(
        f"{_typed(at, each.kind)} AS {_quoted(title)}"
        for at, (each, title) in enumerate(zip(table.all, table.titles(), strict=True))
    )
    rows = f"read_csv('{source}', columns={{{columns}}}, {_READ})"
    return f"COPY (SELECT {chosen} FROM {rows}) TO '{target}' ({_WRITTEN})"  # noqa: S608


def _typed(at: int, kind: str) -> str:
    if kind not in _TYPES:
        return f"c{at}"
    # Not the bare column: DuckDB would read it as that kind at once, and fail at what is not.
    return f"TRY_CAST(nullif(c{at}, '') AS {_TYPES[kind]})"


def _quoted(title: str) -> str:
    return '"' + title.replace('"', '""') + '"'


def _lines(rows: Any) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [_cell(value) for value in row] for row in rows
    )
    return text.getvalue().encode(errors="replace")


def _cell(value: Any) -> Any:
    return value.replace("\0", "") if value.__class__ is str else value
