"""A table as CSV, in UTF-8 with a mark by which spreadsheet programs know it."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from ..safe_cells import WOULD_RUN, safe
from .columns import Table
from .rows import Export, in_pieces

_STARTS = frozenset(WOULD_RUN)


def pieces(export: Export, table: Table) -> Iterator[bytes]:
    yield ("\ufeff" + _lines([table.titles()])).encode()
    for rows in in_pieces(export.rows(table)):
        yield _lines(rows).encode()


def _lines(rows: Any) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([_cell(each) for each in row] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> Any:
    if value.__class__ is str:
        return safe(value) if value and value[0] in _STARTS else value
    if value.__class__ is bool:
        return 1 if value else 0
    return value
