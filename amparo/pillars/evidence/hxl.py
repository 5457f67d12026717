"""The 5W (who does what where, when, for whom) with HXL tags, as CSV and as a workbook.

Tags and attributes are those of the Humanitarian Exchange Language 1.1 (hxlstandard.org). A hidden
number is an empty cell and a note: a word in it would no longer be a number.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Place

from .activity_funding import FundingCodes
from .csv_text import Value, csv_of
from .figures import earlier
from .labels import labels_for
from .models import MonthlyReport
from .outside import Activity, PublishedFigures
from .workbooks import workbook_of

# For whom: age group and sex of each column, and its tag.
REACHED = {
    ("child", "female"): "#reached+ind+f+children",
    ("child", "male"): "#reached+ind+m+children",
    ("adult", "female"): "#reached+ind+f+adults",
    ("adult", "male"): "#reached+ind+m+adults",
}
TAGS = (
    "#org+name", "#activity+code", "#activity+name", "#adm1+code", "#adm1+name", "#date+start",
    "#date+end", "#status", "#reached+ind", *REACHED.values(),
    "#activity+code+project", "#meta+note",
)  # fmt: skip
# The services of a month that is over have been provided.
DONE = "completed"


def headers() -> tuple[str, ...]:
    """What the columns are called, in the reader's language."""
    return (
        pgettext("5W", "Organization"), _("Service code"), _("Service"), _("P-code of the area"),
        pgettext("area", "Area"), pgettext("period", "From"), pgettext("period", "Until"),
        pgettext("column", "Status"), _("Persons reached"), pgettext("age group", "Girls"),
        pgettext("age group", "Boys"), pgettext("age group", "Women"),
        pgettext("age group", "Men"), pgettext("5W", "Project or fund"), pgettext("5W", "Note"),
    )  # fmt: skip


def csv_file_of(report: MonthlyReport, published: PublishedFigures, user: User) -> bytes:
    """Raises Refusal where no row may be shown. Names the funding that `user` may see."""
    return csv_of((headers(), TAGS, *_rows(report, published, user))).encode()


def xlsx_file_of(report: MonthlyReport, published: PublishedFigures, user: User) -> bytes:
    """The same as a workbook; the row of tags stands below the headers."""
    rows = [[str(value) for value in TAGS], *_rows(report, published, user)]
    return workbook_of("5W", headers(), ["text"] * len(TAGS), rows)


def last_day(month: date) -> date:
    return earlier(month, -1) - timedelta(days=1)


def _rows(
    report: MonthlyReport, published: PublishedFigures, user: User
) -> Iterator[tuple[Value, ...]]:
    activities = published.activities
    if not activities:
        raise Refusal(
            _(
                "No service of one provider in one area reached five persons: the 5W would be "
                "empty. Take the report of the head office with all offices below it."
            )
        )
    return _rows_of(report, activities, user)


def _rows_of(
    report: MonthlyReport, activities: list[Activity], user: User
) -> Iterator[tuple[Value, ...]]:
    places = Place.objects.in_bulk({int(each.area1) for each in activities if each.area1})
    providers = Organization.objects.in_bulk(
        {int(each.provider) for each in activities if each.provider}
    )
    service = labels_for("services", "service", ())
    codes = FundingCodes(user, (source for each in activities for source in each.funding))
    for each in activities:
        area = places.get(int(each.area1)) if each.area1 else None
        provider = providers.get(int(each.provider)) if each.provider else None
        parts = [each.parts.get(who) for who in REACHED]
        yield (
            provider.name if provider else report.office.name, each.service,
            service(each.service), area.pcode if area else "",
            area.name if area else pgettext("breakdown", "Not recorded"),
            report.month.isoformat(), last_day(report.month).isoformat(), DONE, each.reached,
            *parts, "; ".join(codes.of(each.funding)),
            _("An empty cell: too few persons to be shown.") if None in parts else "",
        )  # fmt: skip
