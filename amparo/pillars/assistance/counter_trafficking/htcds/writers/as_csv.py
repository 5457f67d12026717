"""Records as CSV, in UTF-8 with the mark by which spreadsheet programs know it."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import batched

from amparo.foundation.core.spreadsheets.cells import is_formula

from ..fields import Field, Kind
from ..records import HtcdsRecord
from .tables import Cells, headings, lines, ordered

TOGETHER = 200


def write(
    records: Iterable[HtcdsRecord],
    keeps: Iterable[Field],
    *,
    spelt: dict[str, str] | None = None,
    joins: str = ";",
    tells_all: bool = True,
) -> Iterator[bytes]:
    fields = ordered(keeps)
    yield ("\ufeff" + _written([headings(fields, spelt)])).encode()
    found = lines(records, fields, joins=joins, tells_all=tells_all, cell=_upper)
    for rows in batched(found, TOGETHER, strict=False):
        yield _written(rows).encode()


def _upper(field: Field, text: str) -> str:
    """TRUE and FALSE, as the survey of the standard writes them."""
    return text.upper() if field.kind is Kind.YES_NO else text


def _written(rows: Iterable[Cells]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([escape_formula(cell) for cell in row] for row in rows)
    return text.getvalue()


def escape_formula(cell: str) -> str:
    """What a spreadsheet program would run has a quote before it: `freed` takes it away again."""
    return f"'{cell}" if is_formula(cell.lstrip("'")) else cell


def unescape_formula(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and is_formula(cell.lstrip("'")) else cell
