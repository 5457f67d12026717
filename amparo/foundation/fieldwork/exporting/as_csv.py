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
    csv.writer(text).writerows(
        [
            _cell(each)
            if each.__class__ is bool or (each.__class__ is str and each[:1] in _STARTS)
            else each
            for each in row
        ]
        for row in rows
    )
    return text.getvalue()


def _cell(value: Any) -> Any:
    return safe(value) if value.__class__ is str else int(value)
