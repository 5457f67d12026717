"""Commitments as CSV and XLSX: all codes, names of columns that an import knows again."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any, cast

from django.db.models import QuerySet

from amparo.foundation.core.spreadsheets.cells import escape_formula
from amparo.foundation.fieldwork.exports import xlsx
from amparo.foundation.fieldwork.exports.rows import Export
from amparo.foundation.fieldwork.exports.tables import Column, Table

from .commitment_parts import BY_DAY
from .models import (
    Commitment,
    CommitmentAuthor,
    CommitmentBearer,
    CommitmentTag,
    Position,
    ProgressLine,
    Review,
)

BATCH = 2000
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


def export_rows(rows: QuerySet[Commitment]) -> Iterator[list[Any]]:
    """One line for each, in the order of their numbers; empty where nothing is known.

    Reads columns, no records: seven queries for each 2,000.
    """
    columns = rows.order_by("year", "serial").values_list(
        "pk", "year", "serial", "ref", "origin", "document__title", "document__symbol",
        "reference", "text", "language", "country", "place__name", "theme", "state", "adopted_on",
        "deadline", "has_no_deadline", "baseline", "target", "unit", "is_public",
    )  # fmt: skip
    for batch in batched(columns.iterator(chunk_size=BATCH), BATCH, strict=False):
        beside = _Beside([row[0] for row in batch])
        yield from (_row(row, beside) for row in batch)


class _Beside:
    """What stands beside each of some commitments: lists and last lines, by their keys."""

    def __init__(self, keys: list[int]) -> None:
        def read(model, *names: str, order: Iterable[Any] = ("pk",), **only: Any):
            found = model.objects.filter(commitment__in=keys, **only).order_by(*order)
            return found.values_list("commitment", *names)

        self.authors = _lists(
            (pk, country or name or institution)
            for pk, country, name, institution in read(
                CommitmentAuthor, "country", "name", "organization__name"
            )
        )
        self.bearers = _lists(read(
            CommitmentBearer, "organization__name", until=None,
            order=("-is_lead", "organization__name"),
        ))  # fmt: skip
        self.leads = dict(read(CommitmentBearer, "organization__name", until=None, is_lead=True))
        self.tags = _lists(
            (pk, f"right:{right}" if right else f"{framework}:{item}")
            for pk, right, framework, item in read(
                CommitmentTag, "right", "item__framework__code", "item__code"
            )
        )
        self.positions = _last(read(Position, "answer", "stated_on", "source", order=BY_DAY))
        self.reported = _last(read(
            ProgressLine, "progress", "report__until", "figure", report__is_apart=False
        ))  # fmt: skip
        self.reviewed = _last(read(Review, "progress", "at", "figure"))


def _lists(pairs: Iterable[tuple[Any, ...]]) -> dict[int, str]:
    found: dict[int, list[str]] = defaultdict(list)
    for pk, text in pairs:
        found[pk].append(text)
    return {pk: "; ".join(texts) for pk, texts in found.items()}


def _last(rows: Iterable[tuple[Any, ...]]) -> dict[int, tuple[Any, ...]]:
    """The last line of each; of none nothing."""
    return {row[0]: row[1:] for row in rows}


_NOTHING = (None, None, None)


def _row(row: tuple[Any, ...], beside: _Beside) -> list[Any]:
    (
        pk,
        year,
        serial,
        ref,
        origin,
        document,
        symbol,
        reference,
        text,
        language,
        country,
        place,
        theme,
        state,
        adopted_on,
        deadline,
        no_deadline,
        baseline,
        target,
        unit,
        public,
    ) = row
    position, stated_on, source = beside.positions.get(pk, _NOTHING)
    progress, until, figure = beside.reported.get(pk, _NOTHING)
    verdict, reviewed_at, reviewed = beside.reviewed.get(pk, _NOTHING)
    return [
        f"COM-{year % 100:02d}-{serial:03d}", str(ref), origin, document or "", symbol or "",
        reference, text, language, country, place or "", theme, beside.authors.get(pk, ""),
        position or "", _day(stated_on), source or "", state, _day(adopted_on), _day(deadline),
        int(no_deadline), beside.leads.get(pk, ""), beside.bearers.get(pk, ""),
        beside.tags.get(pk, ""), _figure(baseline), _figure(target), unit, progress or "",
        _day(until), _figure(figure), verdict or "",
        _day(reviewed_at.date() if reviewed_at else None), _figure(reviewed), int(public),
    ]  # fmt: skip


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
