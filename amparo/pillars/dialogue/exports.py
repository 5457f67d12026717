"""Commitments as CSV and XLSX: all codes, names of columns that an import knows again."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Prefetch, QuerySet

from amparo.foundation.core.spreadsheets.cells import escape_formula
from amparo.foundation.fieldwork.exports import xlsx
from amparo.foundation.fieldwork.exports.rows import Export
from amparo.foundation.fieldwork.exports.tables import Column, Table

from .models import (
    Commitment,
    CommitmentBearer,
    CommitmentTag,
    Position,
    ProgressLine,
    Review,
)

BATCH = 1000
# In every language the same, so that a file is read by other systems, and by our import again.
COLUMNS: tuple[tuple[str, str], ...] = (
    ("number", "text"), ("ref", "text"), ("origin", "text"), ("document", "text"),
    ("document_symbol", "text"), ("reference", "text"), ("text", "text"), ("language", "text"),
    ("country", "text"), ("place", "text"), ("theme", "text"), ("authors", "text"),
    ("position", "text"), ("position_date", "text"), ("position_source", "text"),
    ("state", "text"), ("adopted_on", "text"), ("deadline", "text"), ("no_deadline", "int"),
    ("lead", "text"), ("bearers", "text"), ("tags", "text"), ("baseline", "decimal"),
    ("target", "decimal"), ("unit", "text"), ("reported_progress", "text"),
    ("reported_until", "text"), ("reported_figure", "decimal"), ("review_progress", "text"),
    ("review_date", "text"), ("review_figure", "decimal"), ("public", "int"),
)  # fmt: skip
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def with_parts(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """With everything that a file or a report says of each: ten queries for each batch."""
    bearers = CommitmentBearer.objects.filter(until=None).select_related("organization")
    lines = ProgressLine.objects.filter(report__is_apart=False).select_related(
        "report__organization"
    )
    return rows.select_related("document", "place").prefetch_related(
        "authors__organization",
        Prefetch("bearers", bearers, to_attr="bearers_now"),
        Prefetch("positions", Position.objects.order_by("stated_on", "pk"), to_attr="stands"),
        Prefetch("progress", lines.order_by("-pk"), to_attr="reported"),
        Prefetch("reviews", Review.objects.order_by("-pk"), to_attr="reviewed"),
        Prefetch("tags", CommitmentTag.objects.select_related("item__framework")),
    )


def export_rows(rows: QuerySet[Commitment]) -> Iterator[list[Any]]:
    """One line for each, in the order of their numbers; empty where nothing is known."""
    ordered = with_parts(rows.order_by("year", "serial"))
    for each in ordered.iterator(chunk_size=BATCH):
        yield _row(each)


def _row(each: Commitment) -> list[Any]:
    parts = cast(Any, each)
    stand = parts.stands[-1] if parts.stands else None
    line = parts.reported[0] if parts.reported else None
    review = parts.reviewed[0] if parts.reviewed else None
    lead = next((one.organization.name for one in parts.bearers_now if one.is_lead), "")
    return [
        each.number, str(each.ref), each.origin,
        each.document.title if each.document else "",
        each.document.symbol if each.document else "", each.reference, each.text, each.language,
        each.country, each.place.name if each.place else "", each.theme,
        "; ".join(_author(one) for one in each.authors.all()),
        stand.stand if stand else "", _day(stand.stated_on) if stand else "",
        stand.source if stand else "", each.state, _day(each.adopted_on), _day(each.deadline),
        int(each.has_no_deadline), lead,
        "; ".join(one.organization.name for one in parts.bearers_now),
        "; ".join(one.code for one in each.tags.all()), _figure(each.baseline),
        _figure(each.target), each.unit, line.progress if line else "",
        _day(line.report.until) if line else "", _figure(line.figure) if line else "",
        review.progress if review else "", _day(review.at.date()) if review else "",
        _figure(review.figure) if review else "", int(each.is_public),
    ]  # fmt: skip


def _author(author) -> str:
    return author.country or author.name or author.organization.name


def _day(value) -> str:
    return value.isoformat() if value else ""


def _figure(value) -> str:
    return "" if value is None else f"{value.normalize():f}"


def csv_of(rows: QuerySet[Commitment]) -> bytes:
    """UTF-8 with its mark, by which spreadsheet programs recognise it; formulas do not run."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(name for name, _kind in COLUMNS)
    writer.writerows(
        [escape_formula(each) if isinstance(each, str) else each for each in row]
        for row in export_rows(rows)
    )
    return ("\ufeff" + text.getvalue()).encode()


def xlsx_of(rows: QuerySet[Commitment]) -> bytes:
    """One sheet without formulas: what begins like one is text."""
    columns = tuple(Column(str(at), name, kind) for at, (name, kind) in enumerate(COLUMNS))
    table = Table("commitments", "/commitments", columns)
    return b"".join(xlsx.xlsx_chunks(cast(Export, _Sheet(table, export_rows(rows)))))


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


WRITERS = {"csv": csv_of, "xlsx": xlsx_of}
