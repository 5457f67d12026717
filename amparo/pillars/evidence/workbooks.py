"""Workbooks of figures: sheets of rows, without hidden sheets, formulas or styles that hide."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from amparo.foundation.fieldwork.exports import xlsx
from amparo.foundation.fieldwork.exports.rows import Export
from amparo.foundation.fieldwork.exports.tables import Column, Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_of(name: str, heads: Sequence[str], kinds: Sequence[str]) -> Table:
    """A sheet; kinds are those of `Column`. Decimals are handed over as text."""
    pairs = zip(heads, kinds, strict=True)
    own = tuple(Column(str(at), head, kind) for at, (head, kind) in enumerate(pairs))
    return Table(name, f"/{name}", own)


@dataclass(frozen=True)
class Workbook:
    """Sheets with their rows, as the writer of exports reads them."""

    sheets: Sequence[tuple[Table, Iterable[Sequence[Any]]]]

    @property
    def tables(self) -> list[Table]:
        return [table for table, _rows in self.sheets]

    def rows(self, table: Table) -> Iterator[list[Any]]:
        yield from (list(row) for of, rows in self.sheets if of is table for row in rows)

    @property
    def content(self) -> bytes:
        return b"".join(xlsx.xlsx_chunks(cast(Export, self)))


def workbook_of(
    name: str, heads: Sequence[str], kinds: Sequence[str], rows: Iterable[Sequence[Any]]
) -> bytes:
    """One sheet; an empty text is an empty cell."""
    found = [[None if value == "" else value for value in row] for row in rows]
    return Workbook([(table_of(name, heads, kinds), found)]).content
