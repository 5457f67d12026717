"""The monthly protection sheet, for the office only: exact figures on two pages, or as XLSX."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.pdf import paper_of
from amparo.foundation.fieldwork.exports import xlsx
from amparo.foundation.fieldwork.exports.rows import Export
from amparo.foundation.fieldwork.exports.tables import Column, Table
from amparo.ui import formats

from .engine import Period
from .figures import Figures
from .models import MonthlyReport
from .presenters import GROUPS, value_of
from .report_pages import ReportPage, ReportRow, ShownChange

PAGE = Path(__file__).parent / "templates" / "evidence" / "sheet.typ"
# Of each indicator so many changed cells stand on the paper; all of them in the workbook.
MOST_CHANGES = 3


class Sheet:
    """What the sheet says, in the reader's language."""

    def __init__(self, report: MonthlyReport, user: User):
        self.report, self.user, self.page = report, user, ReportPage(report, user)

    @property
    def title(self) -> str:
        return _("Monthly protection sheet: %(month)s") % {"month": self.page.month_name}

    @property
    def provisional(self) -> str:
        """What stands across the pages until somebody has signed."""
        return "" if self.report.is_signed else _("Provisional: not signed")

    @property
    def audience(self) -> str:
        return _("For the office only: exact figures. Do not pass it on.")

    @property
    def printed(self) -> str:
        words = {"name": self.user.name, "moment": _moment(now())}
        return _("Exported by %(name)s, %(moment)s") % words

    @cached_property
    def heads(self) -> list[str]:
        return [
            _("Indicator"), pgettext("report, column", "Frozen"), _("Women and girls"),
            pgettext("age group", "Children"), _("With disabilities"),
            pgettext("report, column", "Change since"), _("Version"),
        ]  # fmt: skip

    @cached_property
    def lineage(self) -> list[tuple[str, str]]:
        """Where the figures come from: who froze and signed them, and what vouches for them."""
        report = self.report
        found = [(pgettext("column", "Status"), report.get_state_display())]
        if report.frozen_at:
            found.append((pgettext("report, column", "Frozen"), _by(report.by, report.frozen_at)))
        if report.signed_by and report.signed_at:
            found.append((_("Signed on"), _by(report.signed_by, report.signed_at)))
        if report.digest:
            found.append((pgettext("report", "Digest"), report.digest))
        if report.block:
            block = f"{formats.number(report.block)} {report.block_head}"
            found.append((_("Block of the audit log"), block))
        return found

    @cached_property
    def changes(self) -> list[tuple[str, list[ShownChange]]]:
        return [(indicator.name, changes) for indicator, changes in self.page.details]


def _moment(value: datetime) -> str:
    """With its year, and never *today*: paper stays."""
    at = localtime(value)
    return formats.join_list((formats.with_year(at.date()), formats.clock(at)))


def _by(user: User, moment: datetime) -> str:
    return formats.join_list((user.name, _moment(moment)))


def _row(row: ReportRow) -> list[str]:
    value = f"{row.value} ({row.basis})" if row.basis else row.value
    change = row.change.difference if row.change else _("See below") if row.is_restated else ""
    cells = [value, row.women, row.children, row.disability, change]
    return [row.indicator.name, *(each or "\u2013" for each in cells), row.version]


def change_text(change: ShownChange) -> str:
    """How one cell differs, with its causes: "Total: 3 then, 5 now (+2 recorded late)"."""
    causes = formats.join_list(f"{count} {cause}" for cause, count in change.causes)
    words = {"cell": change.label or _("Total"), "change": change.said, "causes": causes}
    return _("%(cell)s: %(change)s (%(causes)s)") % words


def pdf_of(report: MonthlyReport, user: User) -> bytes:
    """Two pages in the language in force; raises NoPaper where none can be made."""
    sheet = Sheet(report, user)
    changes = sheet.changes
    shown = [(name, [*map(change_text, of[:MOST_CHANGES])]) for name, of in changes]
    counted = _(
        "Each person counts once. Parts may overlap, so they need not add up to the total, "
        "which is counted by itself."
    )
    has_more = any(len(of) > MOST_CHANGES for _name, of in changes)
    more = _("Not all changed cells stand here: the workbook has them all.") if has_more else ""
    same = "" if changes else _("The records say today what they said on the day of the freeze.")
    return paper_of(
        PAGE,
        {
            "title": sheet.title, "office": sheet.page.scope.name, "audience": sheet.audience,
            "provisional": sheet.provisional, "remark": report.remark, "printed": sheet.printed,
            "heads": sheet.heads, "rows": [_row(row) for row in sheet.page.rows],
            "counted": counted, "restatement": _("Restatement"),
            "why": _("why the figures differ now"), "changes": shown, "more": more,
            "unchanged": same,
            "lineage_title": _("Where the figures come from"), "lineage": sheet.lineage,
        },
    )  # fmt: skip


class _Workbook:
    """The sheets of the workbook, as the writer of exports reads them."""

    def __init__(self, sheet: Sheet):
        self.sheet = sheet
        kinds = ["text", "text", "text", "int", "int", "int", "int", "text", "int", "text"]
        heads = [
            pgettext("indicator", "Code"), _("Indicator"), _("Unit"), *sheet.heads[1:5],
            pgettext("indicator", "Basis"), *sheet.heads[5:],
        ]  # fmt: skip
        changed = [
            _("Indicator"), pgettext("restatement", "Cell"), pgettext("restatement", "Then"),
            pgettext("restatement", "Now"), pgettext("restatement", "Causes"),
        ]  # fmt: skip
        figures = _("Figures") + (f" ({_('provisional')})" if sheet.provisional else "")
        self.tables = [
            _table(figures, heads, kinds),
            _table(_("Restatement"), changed, ["text", "text", "int", "int", "text"]),
            _table(pgettext("sheet", "About"), [sheet.title, ""], ["text", "text"]),
        ]

    def rows(self, table: Table) -> Iterator[list[Any]]:
        at = self.tables.index(table)
        yield from (self._figures, self._changes, self._about)[at]()

    def _figures(self) -> Iterator[list[Any]]:
        report = self.sheet.report
        for row, frozen in zip(self.sheet.page.rows, report.figures.with_indicator(), strict=True):
            figures, by = Figures(frozen.figures), frozen.version.definition["by"]
            cells = [
                figures.cell(Period.MONTH, report.month, **{name: value}) if name in by else None
                for name, value in (GROUPS["women"], GROUPS["children"], GROUPS["disability"])
            ]
            total = figures.total(Period.MONTH, report.month)
            yield [
                row.indicator.code, row.indicator.name, row.indicator.get_unit_display(),
                *(cell and value_of(row.indicator, cell) for cell in (total, *cells)),
                row.basis, row.change.now - row.change.before if row.change else None,
                row.version,
            ]  # fmt: skip

    def _changes(self) -> Iterator[list[Any]]:
        for name, changes in self.sheet.changes:
            for each in changes:
                causes = formats.join_list(f"{count} {cause}" for cause, count in each.causes)
                causes = formats.join_list([each.said, causes]) if each.medians else causes
                yield [name, each.label or _("Total"), each.before, each.now, causes]

    def _about(self) -> Iterator[list[Any]]:
        sheet = self.sheet
        yield [_("Office"), sheet.page.scope.name]
        yield [sheet.audience, sheet.provisional]
        yield from map(list, sheet.lineage)
        yield [pgettext("report", "Remark"), sheet.report.remark]
        yield [sheet.printed, ""]


def _table(name: str, heads: list[str], kinds: list[str]) -> Table:
    pairs = zip(heads, kinds, strict=True)
    own = tuple(Column(str(at), head, kind) for at, (head, kind) in enumerate(pairs))
    return Table(name, f"/{name}", own)


def xlsx_of(report: MonthlyReport, user: User) -> bytes:
    """A workbook without hidden sheets or formulas."""
    return b"".join(xlsx.xlsx_chunks(cast(Export, _Workbook(Sheet(report, user)))))
