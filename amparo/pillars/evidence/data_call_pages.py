"""What the pages of data calls show one user: where each report stands, remarks, reminders."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.rules import permissions_on
from amparo.ui import formats

from .data_calls import Owed, State, find_owed
from .models import DataCall, DataCallOffice, DataCallRemark, MonthlyReport

STATES: dict[State, Promise] = {
    State.NOT_BEGUN: pgettext_lazy("report", "Not begun"),
    State.FREEZING: pgettext_lazy("report", "Being frozen"),
    State.FROZEN: pgettext_lazy("report", "Frozen, pending signature"),
    State.SIGNED: pgettext_lazy("report", "Signed, not sent"),
    State.SENT: pgettext_lazy("report", "Sent"),
}


class ShownOwed:
    """An owed report in words."""

    def __init__(self, owed: Owed, remarks: int = 0):
        self.owed, self.office, self.remarks = owed, owed.office, remarks
        self.month_name = formats.month(owed.month)
        self.state_name = STATES[owed.state]
        self.tone, self.icon = ("good", "circle-check") if owed.is_sent else ("neutral", "clock")

    def __getattr__(self, name: str):
        return getattr(self.owed, name)


def owed_by(offices: Iterable[Office], user: User) -> list[ShownOwed]:
    """What these offices still owe, the oldest first. Three queries."""
    rows = DataCallOffice.objects.owed().accessible_to(user).filter(office__in=list(offices))
    waiting = [each for each in find_owed(rows) if not each.is_sent]
    return [ShownOwed(each) for each in reversed(waiting)]


def owed_for(report: MonthlyReport, user: User) -> list[ShownOwed]:
    """Under which data calls this report is owed. Three queries, one where it is under none."""
    if report.is_with_branches:
        return []
    rows = DataCallOffice.objects.owed().accessible_to(user).filter(office=report.office)
    offices = list(rows)
    return [ShownOwed(each) for each in find_owed(offices, [report.month])] if offices else []


def askable_offices(user: User) -> list[Office]:
    """Every office for which the user defines what is asked, a head office first."""
    found = Office.objects.filter(pk__in=user.offices_for("figure.define"))
    return sorted(found, key=lambda office: (office.parent_id is not None, office.name))


def offices_below(office: Office) -> list[Office]:
    """Who can be asked: those below, and the office itself."""
    below = Office.objects.filter(parent=office) | Office.objects.filter(parent__parent=office)
    return [*below.order_by("name"), office]


class DataCallPage:
    """One data call in one month. Five queries."""

    def __init__(self, call: DataCall, user: User, month: date | None):
        self.call, self.user = call, user
        self.months = call.months(call.office.today())
        self.month = month if month in self.months else next(iter(self.months), None)

    @cached_property
    def rows(self) -> list[ShownOwed]:
        if self.month is None:
            return []
        visible = self.call.offices.standing().accessible_to(self.user)
        offices = list(visible.select_related("call", "office", "asked_by"))
        remarks = _count_remarks(offices, self.month)
        rows = [
            ShownOwed(each, remarks.get(each.office.pk, 0))
            for each in find_owed(offices, [self.month])
        ]
        return sorted(rows, key=lambda row: row.office.office.name)

    @property
    def late(self) -> int:
        return sum(row.is_late for row in self.rows)

    @cached_property
    def may_define(self) -> bool:
        offices = self.user.offices_for("figure.define")
        return self.call.office_id in offices and not self.call.is_ended


def _count_remarks(offices: list[DataCallOffice], month: date) -> dict[int, int]:
    rows = DataCallRemark.objects.filter(owed__in=[each.pk for each in offices], month=month)
    return dict(rows.order_by().values_list("owed").annotate(count=Count("pk")))


class OwedPage:
    """What one office owes for one month."""

    def __init__(self, office: DataCallOffice, month: date, user: User):
        self.office, self.month, self.user = office, month, user
        [owed] = find_owed([office], [month])
        self.owed = ShownOwed(owed)

    @cached_property
    def verbs(self) -> frozenset[str]:
        return permissions_on(self.office, self.user)

    @property
    def may_send(self) -> bool:
        return "send" in self.verbs and self.owed.state is State.SIGNED

    @property
    def may_remind(self) -> bool:
        return "remind" in self.verbs and not self.owed.is_sent

    @cached_property
    def remarks(self) -> list:
        return list(self.office.remarks.filter(month=self.month).select_related("by"))

    @cached_property
    def reminders(self) -> list:
        return list(self.office.reminders.filter(month=self.month).select_related("by"))

    @cached_property
    def report(self) -> MonthlyReport | None:
        """The report, where the reader may open it."""
        reports = MonthlyReport.objects.standing().accessible_to(self.user)
        return reports.filter(
            office=self.office.office_id, month=self.month, is_with_branches=False
        ).first()
