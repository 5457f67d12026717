"""The formats in which a monthly report leaves, each one tap: for the office, and for others."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal

from . import activityinfo, dhis2, hxl, iati, sheet
from .models import MonthlyReport, ReportRelease
from .outside import PublishedFigures

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class ExportFormat:
    """One file. `purpose` is what the audit log says; `make` may raise Refusal or NoPaper."""

    code: str
    label: str | Promise
    text: str | Promise
    ending: str
    content_type: str
    purpose: str

    def file_of(self, report: MonthlyReport, user: User) -> bytes:
        raise NotImplementedError


@dataclass(frozen=True)
class OfficeFormat(ExportFormat):
    """Exact figures, which stay in the office; also of a report that nobody signed yet."""

    make: Callable[[MonthlyReport, User], bytes]

    def file_of(self, report: MonthlyReport, user: User) -> bytes:
        if not report.frozen_at:
            raise Refusal(_("This month is being frozen. Come back in a minute."))
        require_intact(report)
        return self.make(report, user)


@dataclass(frozen=True)
class OutsideFormat(ExportFormat):
    """Hidden and rounded figures of a signed report."""

    make: Callable[[MonthlyReport, PublishedFigures], bytes | None]

    def file_of(self, report: MonthlyReport, user: User) -> bytes:
        content = self.make(report, published_figures_of(report))
        if content is None:
            raise Refusal(_("None of these figures may leave the office: they are of too few."))
        return content


def require_intact(report: MonthlyReport) -> None:
    """Nothing leaves of figures that somebody changed after the freeze."""
    if not report.is_intact:
        raise Refusal(_("The figures are not those that were frozen. Ask for a check."))


def published_figures_of(report: MonthlyReport) -> PublishedFigures:
    """Raises Refusal, in words, where there are none yet."""
    if not report.is_signed:
        raise Refusal(
            _("This report is not signed yet. Figures leave the office once a supervisor signed.")
        )
    require_intact(report)
    release = ReportRelease.objects.filter(report=report).first()
    if release is None or release.tables is None:
        raise Refusal(_("The figures for others are being prepared. Come back in a minute."))
    return PublishedFigures(release.tables)


@dataclass(frozen=True)
class ReaderFormat(ExportFormat):
    """The same, with codes that not every reader may see."""

    make: Callable[[MonthlyReport, PublishedFigures, User], bytes]

    def file_of(self, report: MonthlyReport, user: User) -> bytes:
        return self.make(report, published_figures_of(report), user)


FOR_THE_OFFICE = (
    OfficeFormat(
        "pdf", _("Monthly protection sheet, PDF"),
        _("Two pages: figures, remark, why they changed, who signed."), "pdf", "application/pdf",
        "reporting", sheet.pdf_of,
    ),
    OfficeFormat(
        "xlsx", _("Monthly protection sheet, XLSX"),
        _("The same for spreadsheets, with every changed cell."), "xlsx", _XLSX, "reporting",
        sheet.xlsx_of,
    ),
)  # fmt: skip
FOR_OTHERS = (
    ReaderFormat(
        "5w", _("5W with HXL tags, CSV"),
        _("Who does what, where, when, for whom. Without restricted cases."), "csv",
        "text/csv; charset=utf-8", "coordination", hxl.csv_file_of,
    ),
    ReaderFormat(
        "5w-xlsx", _("5W with HXL tags, XLSX"),
        _("The same for spreadsheets, its tags in the second row."), "xlsx", _XLSX,
        "coordination", hxl.xlsx_file_of,
    ),
    OutsideFormat(
        "activityinfo", _("ActivityInfo, CSV"),
        _("A row for each figure, with a key for importing it again."), "csv",
        "text/csv; charset=utf-8", "coordination", activityinfo.file_of,
    ),
    OutsideFormat(
        "dhis2", _("DHIS2 data values, JSON"), _("By the codes that your office entered."), "json",
        "application/json", "reporting", dhis2.file_of,
    ),
    OutsideFormat(
        "iati-outputs", _("IATI results: outputs, XML"),
        _("A result block of IATI 2.03 for your activity file."), "xml", "application/xml",
        "donor", iati.outputs_of,
    ),
    OutsideFormat(
        "iati-outcomes", _("IATI results: outcomes, XML"),
        _("A result block of IATI 2.03 for your activity file."), "xml", "application/xml",
        "donor", iati.outcomes_of,
    ),
)  # fmt: skip
FORMATS: dict[str, ExportFormat] = {each.code: each for each in (*FOR_THE_OFFICE, *FOR_OTHERS)}


def name_of_file(each: ExportFormat, report: MonthlyReport) -> str:
    """Neither office nor person: files lie about in folders."""
    provisional = "" if report.is_signed else "-provisional"
    return f"protection-{report.month:%Y-%m}-{each.code}{provisional}.{each.ending}"
