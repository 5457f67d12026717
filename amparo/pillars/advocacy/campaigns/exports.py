"""The figures of a campaign as CSV and XLSX: codes, names of columns the same in every language.

Each figure is a line of its own with its method: a sum of the column means nothing, and the
column is not a sum anywhere in this file.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from amparo.foundation.core.spreadsheets.cells import escape_formula
from amparo.foundation.fieldwork.exports import xlsx
from amparo.foundation.fieldwork.exports.rows import Export
from amparo.foundation.fieldwork.exports.tables import Column, Table

from .presenters.campaigns import CampaignPage
from .survey_intervals import Interval

COLUMNS = (
    "campaign", "part", "method_or_round", "channel", "language", "item", "from", "until",
    "figure", "of", "low", "high", "currency", "source", "stated_by", "note",
)  # fmt: skip
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WITHHELD = "withheld"


def report_rows(page: CampaignPage) -> Iterator[list[str]]:
    """One line for each figure: reach, placements, survey, requests for help."""
    for part in (_audience_reach(page), _placements(page), _survey(page), _help(page)):
        for row in part:
            yield [str(row.get(name, "")) for name in COLUMNS]


def _line(page: CampaignPage, part: str, **cells: Any) -> dict[str, Any]:
    named = {name.rstrip("_"): value for name, value in cells.items() if value is not None}
    return {"campaign": page.campaign.number, "part": part} | named


def _audience_reach(page: CampaignPage) -> Iterator[dict[str, Any]]:
    for method in page.audience_reach:
        for each in method.figures:
            reach = each.audience_reach
            yield _line(
                page, "reach", method_or_round=reach.method.value, channel=reach.channel,
                language=reach.language, from_=reach.first, until=reach.last, figure=reach.figure,
                source=each.source, stated_by=each.stated_by, note="not added across methods",
            )  # fmt: skip


def _placements(page: CampaignPage) -> Iterator[dict[str, Any]]:
    for each in page.placements:
        yield _line(
            page, "placement", method_or_round=each.state, channel=each.channel,
            language=each.languages, item=each.message.number, from_=each.from_on,
            until=each.until_on, figure=each.times, of=each.cost, currency=page.campaign.currency,
            source=each.where, note="figure: times or copies; of: cost",
        )  # fmt: skip


def _survey(page: CampaignPage) -> Iterator[dict[str, Any]]:
    for each in page.survey.lines:
        if each.is_withheld:
            yield _line(page, "survey", item=each.item.text, note=WITHHELD)
            continue
        rounds = (("before", each.before, each.before_share),
                  ("after", each.after, each.after_share))  # fmt: skip
        for name, answer, share in rounds:
            if answer is not None:
                yield _line(
                    page, "survey", method_or_round=name, item=each.item.text, figure=answer.yes,
                    of=answer.asked, **_limits(share),
                )  # fmt: skip
        if each.change is not None:
            yield _line(
                page, "survey", method_or_round="change", item=each.item.text,
                figure=f"{each.change.estimate:.4f}", **_limits(each.change),
            )  # fmt: skip


def _limits(interval: Interval | None) -> dict[str, str]:
    if interval is None:
        return {}
    return {"low": f"{interval.low:.4f}", "high": f"{interval.high:.4f}"}


def _help(page: CampaignPage) -> Iterator[dict[str, Any]]:
    for figure in page.help_figures:
        for name, count in (("before", figure.before), ("during", figure.during)):
            yield _line(
                page, "requests", method_or_round=name, item=figure.label, figure=count,
                note=WITHHELD if count is None else "rounded to 5",
            )  # fmt: skip


def csv_of(page: CampaignPage) -> bytes:
    """UTF-8 with its mark, by which spreadsheet programs recognise it; formulas do not run."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([escape_formula(cell) for cell in row] for row in report_rows(page))
    return ("\ufeff" + text.getvalue()).encode()


def xlsx_of(page: CampaignPage) -> bytes:
    """One sheet without formulas: what begins like one is text."""
    columns = tuple(Column(str(at), name, "text") for at, name in enumerate(COLUMNS))
    sheet = _Sheet(Table("figures", "/figures", columns), list(report_rows(page)))
    return b"".join(xlsx.xlsx_chunks(cast(Export, sheet)))


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


WRITERS: dict[str, Callable[[CampaignPage], bytes]] = {"csv": csv_of, "xlsx": xlsx_of}
