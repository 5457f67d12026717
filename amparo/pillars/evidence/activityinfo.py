"""Figures as CSV for ActivityInfo: a row a figure, columns that an office maps to its form.

ActivityInfo publishes no contract for such files: its import asks which column is which field, and
remembers it. So names of columns never change and are not translated; the first one is a key by
which a row that is imported again replaces the one before.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .csv_text import Value, csv_of
from .labels import labels_for, name_of
from .models import MonthlyReport
from .outside import PublishedFigures, labels_of

COLUMNS = (
    "record_key", "month", "office", "indicator_code", "indicator", "unit", "definition_version",
    "breakdown", "category_code", "category", "value", "of", "note",
)  # fmt: skip
# Spreadsheets take a file without it for another script.
_MARK = "\ufeff"


def file_of(report: MonthlyReport, published: PublishedFigures) -> bytes:
    return (_MARK + csv_of((COLUMNS, *_rows(report, published)))).encode()


def _rows(report: MonthlyReport, published: PublishedFigures) -> Iterator[tuple[Value, ...]]:
    month = f"{report.month:%Y-%m}"
    for frozen in report.figures.with_indicator():
        version, indicator = frozen.version, frozen.version.indicator
        if published.is_refused(version.pk):
            continue
        for name, value in labels_of(version.definition["by"]):
            figure = published.figure(version.pk, name, value)
            label = labels_for(version.definition["of"], name, [value])(value) if name else ""
            key = (month, str(report.office_id), indicator.code, name, value)
            yield (
                "-".join(filter(None, key)), month, report.office.name,
                indicator.code, indicator.name, indicator.unit,
                version.short_digest, name_of(version.definition["of"], name) if name else "",
                value, label or _("Total"), figure.value, figure.base,
                "" if figure.value is not None else _("Too few to be shown."),
            )  # fmt: skip
