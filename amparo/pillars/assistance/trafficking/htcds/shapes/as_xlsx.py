"""Records as the Excel template of the standard: names of fields, their labels, a row a case."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from amparo.foundation.fieldwork.exporting import as_xlsx
from amparo.foundation.fieldwork.exporting.columns import Column
from amparo.foundation.fieldwork.exporting.rows import Export

from ..fields import Field, Kind
from ..records import Record
from .tables import headings, labels, lines, ordered


def pieces(
    records: Iterable[Record], keeps: Iterable[Field], *, tells_all: bool = True
) -> Iterator[bytes]:
    """The house's own writer of workbooks: nothing of it lies on a disk."""
    fields = ordered(keeps)
    book = _Book(_Sheet(fields), lines(records, fields, tells_all=tells_all))
    return as_xlsx.pieces(cast(Export, book))


@dataclass
class _Sheet:
    fields: list[Field]
    name: str = "HTCDS 2.0"

    @property
    def all(self) -> list[Column]:
        kinds = ["text", *(_KINDS.get(each.kind, "text") for each in self.fields), "text"]
        return [Column(name, name, kind) for name, kind in zip(self.titles(), kinds, strict=True)]

    def titles(self) -> list[str]:
        return headings(self.fields)


# Days as days: the program shows them in the way of whoever reads. What is no day stays text.
_KINDS = {Kind.DATE: "date"}


@dataclass
class _Book:
    sheet: _Sheet
    told: Iterator[list[str]]

    @property
    def tables(self) -> list[_Sheet]:
        return [self.sheet]

    def rows(self, _table: _Sheet) -> Iterator[list[Any]]:
        yield labels(self.sheet.fields)
        yield from self.told
