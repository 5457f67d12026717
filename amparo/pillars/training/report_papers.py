"""The report of an event as PDF/UA and as a workbook: what the page says, and nothing more."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from django.utils.translation import pgettext

from amparo.foundation.core.pdf import paper_of
from amparo.foundation.fieldwork.exports import xlsx
from amparo.foundation.fieldwork.exports.rows import Export
from amparo.foundation.fieldwork.exports.tables import Column
from amparo.foundation.fieldwork.exports.tables import Table as SheetTable

from .per_diem_papers import XLSX
from .presenters.report import EventReport
from .presenters.report_parts import (
    NOTHING_OPEN,
    REPORT,
    STILL_OPEN,
    WHAT_WAS_SAID,
    Figure,
    Part,
)

__all__ = ["XLSX", "content_of_report", "report_pdf", "report_xlsx"]

PAGE = Path(__file__).parent / "templates" / "training" / "report.typ"
# Sentences longer than this are cut on paper, at a word; the workbook has them whole.
LONGEST = 280
# Letters in tenths of a point: smaller where so much is said that it would take a third page.
NORMAL, SMALL, MUCH = 85, 76, 6_000
# So many letters of data fill one column, and one page.
ONE_COLUMN, ONE_PAGE = 2_000, 3_700


def report_pdf(report: EventReport) -> bytes:
    """Returns two pages A4 at most, in the language in force. Raises NoPaper where none can be
    made here.
    """
    return paper_of(PAGE, content_of_report(report))


def content_of_report(report: EventReport) -> dict[str, Any]:
    """What the paper says."""
    parts = {each.code: _part(each) for each in report.parts}
    return {
        "size": size_for(parts),
        "is_apart": is_apart(parts),
        "title": report.title,
        "kind": str(REPORT),
        "number": report.event.number,
        "as_of": report.as_of,
        "tiles": [_figure(each) for each in report.headline],
        "parts": parts,
        "open_title": str(STILL_OPEN),
        "open": report.open,
        "none_open": str(NOTHING_OPEN),
        "footer": f"{REPORT} {report.event.number} · {report.as_of}",
    }  # fmt: skip


def size_for(parts: dict[str, Any]) -> int:
    """Returns the size of the letters in which all of it has room."""
    return SMALL if len(str(parts)) > MUCH else NORMAL


def is_apart(parts: dict[str, Any]) -> bool:
    """Whether what came of the event begins on a page of its own: where two pages are needed and
    what comes before fills more than a column of the first, and no more than the page.
    """
    first = sum(len(str(parts[code])) for code in ("event", "participants", "tests"))
    return ONE_PAGE < len(str(parts)) <= MUCH and ONE_COLUMN < first <= ONE_PAGE


def _figure(figure: Figure) -> list[str]:
    return [figure.label, figure.value, figure.note]


def _part(part: Part) -> dict[str, Any]:
    return {
        "title": part.title,
        "figures": [_figure(each) for each in part.figures],
        "tables": [
            {"title": each.title, "head": each.head, "rows": each.rows, "note": each.note}
            for each in part.tables
        ],
        "sentences": [_shortened(each) for each in part.sentences],
        "remarks": list(part.remarks),
    }  # fmt: skip


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rsplit(' ', 1)[0]} …"


# The workbook.


@dataclass(frozen=True)
class _Sheet:
    """One sheet: its name, the titles and kinds of its columns, its lines."""

    name: str
    columns: Sequence[tuple[str, str]]
    lines: Iterable[Sequence[Any]]

    @property
    def table(self) -> SheetTable:
        columns = tuple(
            Column(str(at), title, kind) for at, (title, kind) in enumerate(self.columns)
        )
        return SheetTable(self.name, f"/{self.name}", columns)


class _Book:
    """Sheets as the writer of workbooks reads them."""

    def __init__(self, sheets: Iterable[_Sheet]):
        self._sheets = [(each.table, each) for each in sheets]

    @property
    def tables(self) -> list[SheetTable]:
        return [table for table, _sheet in self._sheets]

    def rows(self, table: SheetTable) -> Iterator[list[Any]]:
        sheet = next(sheet for known, sheet in self._sheets if known is table)
        for line in sheet.lines:
            yield [None if value == "" else value for value in line]


def report_xlsx(report: EventReport) -> bytes:
    """Returns a workbook without formulas: figures, groups and costs, sentences, what is open."""
    sheets = [_figures(report), *_tables(report), _sentences(report), _open(report)]
    return b"".join(xlsx.xlsx_chunks(cast(Export, _Book(sheets))))


def _figures(report: EventReport) -> _Sheet:
    columns = [
        (pgettext("column of a report", "Part"), "text"),
        (pgettext("column of a report", "Figure"), "text"),
        (pgettext("column of a report", "As shown"), "text"),
        (pgettext("column of a report", "Number"), "decimal"),
        (pgettext("column of a report", "What it means"), "text"),
    ]
    lines: list[list[Any]] = [[str(REPORT), report.title, report.as_of, None, ""]]
    for part in report.parts:
        for each in part.figures:
            number = None if each.number is None else str(each.number)
            lines.append([part.title, each.label, each.value, number, each.note])
        lines += [[part.title, "", each, None, ""] for each in part.remarks]
    return _Sheet(report.event.number, columns, lines)


def _tables(report: EventReport) -> Iterator[_Sheet]:
    for part in report.parts:
        for each in part.tables:
            head = [name or pgettext("column of a report", "Group") for name in each.head]
            lines = [*each.rows, *([[each.note, *[""] * (len(head) - 1)]] if each.note else [])]
            yield _Sheet(each.title, [(name, "text") for name in head], lines)


def _sentences(report: EventReport) -> _Sheet:
    title = str(WHAT_WAS_SAID)
    lines = [[sentence] for part in report.parts for sentence in part.sentences]
    return _Sheet(title, [(title, "text")], lines)


def _open(report: EventReport) -> _Sheet:
    title = str(STILL_OPEN)
    return _Sheet(title, [(title, "text")], [[each] for each in report.open])
