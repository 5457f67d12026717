"""Participants of an event as CSV and XLSX: codes, names of columns the same in every language."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from amparo.foundation.core.spreadsheets.cells import escape_formula
from amparo.foundation.fieldwork.exports import xlsx
from amparo.foundation.fieldwork.exports.rows import Export
from amparo.foundation.fieldwork.exports.tables import Column, Table

from .models import Enrolment, TrainingEvent

# So that a file is read by other systems, and by an import again.
COLUMNS = (
    "event", "number", "name", "code", "sex", "institution", "institution_type", "role", "country",
    "language", "email", "phone", "state", "recorded_on",
)  # fmt: skip
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export_rows(event: TrainingEvent) -> Iterator[list[str]]:
    """One line for each who has a seat or waits, by number. Two queries. Receipt codes and needs
    are left out; where participants go by codes, so is all that names them.
    """
    enrolled = Enrolment.objects.filter(event=event).exclude(state=Enrolment.State.WITHDRAWN)
    enrolled = enrolled.select_related("participant__organization").order_by("number")
    for each in enrolled:
        yield _row(event, each)


def _row(event: TrainingEvent, enrolment: Enrolment) -> list[str]:
    who = enrolment.participant
    is_named = not event.uses_codes
    institution = who.organization.name if who.organization else who.institution
    return [
        event.number, str(enrolment.number), who.name if is_named else "", who.code, who.sex,
        institution, who.institution_type, who.role, who.country, who.language,
        who.email if is_named else "", who.phone if is_named else "", enrolment.state,
        enrolment.at.astimezone(event.zone).date().isoformat(),
    ]  # fmt: skip


def csv_of(event: TrainingEvent) -> tuple[bytes, int]:
    """UTF-8 with its mark, by which spreadsheet programs recognise it; formulas do not run.
    Returns the file and how many lines it has.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    rows = list(export_rows(event))
    writer.writerows([escape_formula(cell) for cell in row] for row in rows)
    return ("\ufeff" + text.getvalue()).encode(), len(rows)


def xlsx_of(event: TrainingEvent) -> tuple[bytes, int]:
    """One sheet without formulas: what begins like one is text."""
    columns = tuple(Column(str(at), name, "text") for at, name in enumerate(COLUMNS))
    table = Table("participants", "/participants", columns)
    rows = list(export_rows(event))
    return b"".join(xlsx.xlsx_chunks(cast(Export, _Sheet(table, rows)))), len(rows)


@dataclass(frozen=True)
class _Sheet:
    """One sheet as the writer of workbooks reads it."""

    table: Table
    lines: Iterable[list[str]]

    @property
    def tables(self) -> list[Table]:
        return [self.table]

    def rows(self, table: Table) -> Iterator[list[Any]]:
        for line in self.lines:
            yield [cell or None for cell in line]


WRITERS: dict[str, Callable[[TrainingEvent], tuple[bytes, int]]] = {
    "csv": csv_of, "xlsx": xlsx_of,
}  # fmt: skip
