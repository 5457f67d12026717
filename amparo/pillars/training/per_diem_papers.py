"""A per diem list to sign: as PDF, and as a workbook. Names and amounts, and no bank data."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.pdf import paper_of
from amparo.foundation.fieldwork.exports import xlsx
from amparo.foundation.fieldwork.exports.rows import Export
from amparo.foundation.fieldwork.exports.tables import Column, Table
from amparo.ui import formats

from .models import TrainingEvent
from .presenters.costs import PerDiemPage

PAGE = Path(__file__).parent / "templates" / "training" / "per_diem.typ"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def per_diem_pdf(event: TrainingEvent, page: PerDiemPage) -> bytes:
    """Returns the paper in the language in force. Raises NoPaper where none can be made here."""
    return paper_of(PAGE, content_of_paper(event, page))


def content_of_paper(event: TrainingEvent, page: PerDiemPage) -> dict[str, Any]:
    """What the paper says: one line for each participant, with room to sign."""
    currency = page.of.currency
    return {
        "title": event.title,
        "kind": pgettext("per diem", "Per diem list"),
        "number": f"{event.number} · {page.of.number}",
        "facts": [
            [pgettext("per diem", "Drawn up"), formats.with_year(page.of.at.date())],
            [pgettext("per diem", "Rate for a day"), formats.amount(page.of.rate, currency)],
            [pgettext("per diem", "Days"), formats.number(page.days)],
            [pgettext("per diem", "Total"), formats.amount(page.total, currency)],
        ],
        "head": [*_head(), pgettext("per diem", "Signature")],
        "rows": [
            [formats.number(each.enrolment.number), each.name,
             formats.number(each.days), formats.amount(each.amount, currency), ""]
            for each in page.lines
        ],
        "footer": _("Days as recorded in attendance when the list was drawn up."),
    }  # fmt: skip


def _head() -> list[str]:
    return [
        pgettext("enrolment", "Number"), pgettext("training", "Participant"),
        pgettext("per diem", "Days"), pgettext("per diem", "Amount"),
    ]  # fmt: skip


@dataclass(frozen=True)
class _Sheet:
    """One sheet as the writer of workbooks reads it."""

    table: Table
    lines: Iterable[Sequence[Any]]

    @property
    def tables(self) -> list[Table]:
        return [self.table]

    def rows(self, table: Table) -> Iterator[list[Any]]:
        for line in self.lines:
            yield [None if value == "" else value for value in line]


def per_diem_xlsx(event: TrainingEvent, page: PerDiemPage) -> bytes:
    """One sheet without formulas, with an empty column to sign."""
    heads = [*_head(), _("Currency"), pgettext("per diem", "Signature")]
    kinds = ("int", "text", "int", "decimal", "text", "text")
    pairs = zip(heads, kinds, strict=True)
    columns = tuple(Column(str(at), head, kind) for at, (head, kind) in enumerate(pairs))
    lines = [
        [each.enrolment.number, each.name, each.days, f"{each.amount:f}",
         page.of.currency, ""]
        for each in page.lines
    ]  # fmt: skip
    table = Table(event.number, "/per-diem", columns)
    return b"".join(xlsx.xlsx_chunks(cast(Export, _Sheet(table, lines))))
