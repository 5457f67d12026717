"""Records as the Excel template of the standard: names of fields, their labels, a row a case.

In the template one chooses labels ("Follow Up"), not codes ("FollowUp"), which its drop-down
lists refuse. https://github.com/UNMigration/HTCDS, Toolkit/Excel (CC BY 4.0).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from amparo.foundation.fieldwork.exports import xlsx
from amparo.foundation.fieldwork.exports.rows import Export
from amparo.foundation.fieldwork.exports.tables import Column

from .. import codes
from ..fields import Field, Kind
from ..records import HtcdsRecord
from .tables import headings, labels, lines, ordered


def write(
    records: Iterable[HtcdsRecord], keeps: Iterable[Field], *, tells_all: bool = True
) -> Iterator[bytes]:
    """The house's own writer of workbooks: nothing of it lies on a disk."""
    fields = ordered(keeps)
    told = lines(records, fields, tells_all=tells_all, cell=_cell, label=codes.label_of)
    book = _Book(_Sheet(fields), told)
    return xlsx.xlsx_chunks(cast(Export, book))


def _cell(field: Field, text: str) -> str:
    """TRUE and FALSE, as the survey of the standard writes them."""
    return text.upper() if field.kind is Kind.YES_NO else text


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

    @cached_property
    def choices(self) -> xlsx.Choices:
        """The lists that one chooses from, under the names and the labels of the fields."""
        found = {at: _choices(each) for at, each in enumerate(self.fields, 1)}
        lists = {at: several for at, several in found.items() if several}
        return xlsx.Choices("validation", 3, lists)


def _choices(field: Field) -> tuple[str, ...]:
    return ("TRUE", "FALSE") if field.kind is Kind.YES_NO else codes.labels(field)


# Days as days: the program shows them in the way of whoever reads. What is no day stays text.
_KINDS = {Kind.DATE: "date"}


@dataclass
class _Book:
    sheet: _Sheet
    lines: Iterator[list[str]]

    @property
    def tables(self) -> list[_Sheet]:
        return [self.sheet]

    def rows(self, _table: _Sheet) -> Iterator[list[Any]]:
        yield labels(self.sheet.fields)
        yield from self.lines
