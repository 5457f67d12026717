"""The list of certificates: which filters there are, and what each of them finds."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.ui.filters import Filter, FilterBar, Shortcut

from . import certificate_numbers
from .models import Certificate, CertificateReport, Course

# Before a certificate lapses its holder and the organizers are told at these distances.
LAPSES_IN = (7, 30, 60)
VALID, LAPSED = "valid", "lapsed"
_LAPSING = {
    "7": gettext_lazy("Lapse in 7 days"),
    "30": gettext_lazy("Lapse in 30 days"),
    "60": gettext_lazy("Lapse in 60 days"),
}
MOST_OFFERED = 60
STATES = (
    (VALID, pgettext_lazy("certificates", "Valid")),
    *_LAPSING.items(),
    (LAPSED, pgettext_lazy("certificates", "Lapsed")),
    (Certificate.State.WITHDRAWN.value, pgettext_lazy("certificates", "Withdrawn")),
    (Certificate.State.SUPERSEDED.value, pgettext_lazy("certificates", "Replaced")),
)


def filter_bar(asked) -> FilterBar:
    """The filters of the list as an address asks for them."""
    return FilterBar(
        [
            Filter("state", pgettext_lazy("column", "Status"), lambda: STATES),
            Filter("course", pgettext_lazy("training", "Course"), _courses, str),
        ],
        asked,
        shortcuts=[Shortcut("state", days, label) for days, label in _LAPSING.items()],
    )


def filtered(rows: QuerySet, bar: FilterBar, text: str, today: date) -> QuerySet:
    """Those that the filters in force let through, and that have the number that was typed."""
    if text:
        rows = rows.filter(number=certificate_numbers.read(text) or "-")
    if course := bar.value("course"):
        rows = rows.filter(version__course__code=course)
    return rows.filter(_in_state(bar.value("state"), today))


def order_of(bar: FilterBar) -> tuple[str, ...]:
    """What lapses first stands first, what lapsed last stands first; else the latest issued."""
    state = bar.value("state")
    if state in _LAPSING:
        return ("until", "pk")
    return ("-until", "-pk") if state == LAPSED else ("-issued_on", "-pk")


def lapsing(rows: QuerySet, today: date, days: int) -> QuerySet:
    """Those whose last day lies between today and so many days from now, the first to lapse
    first. Of 300,000 it reads those alone, by the index `who_lapses`.
    """
    return rows.filter(
        state=Certificate.State.ISSUED, until__range=(today, today + timedelta(days=days))
    ).order_by("until", "pk")


def open_reports(user: User) -> QuerySet[CertificateReport]:
    """Reports of false certificates that nobody has looked into, the oldest first."""
    return CertificateReport.objects.accessible_to(user).filter(outcome="").order_by("pk")


def _in_state(state: str, today: date) -> Q:
    issued = Q(state=Certificate.State.ISSUED)
    if state in _LAPSING:
        return issued & Q(until__range=(today, today + timedelta(days=int(state))))
    if state == VALID:
        return issued & (Q(until=None) | Q(until__gte=today))
    if state == LAPSED:
        return issued & Q(until__lt=today)
    return Q(state=state) if state else Q()


def _courses() -> list[tuple[str, str]]:
    codes = Course.objects.order_by("code").values_list("code", flat=True)[:MOST_OFFERED]
    return [(code, code) for code in codes]
