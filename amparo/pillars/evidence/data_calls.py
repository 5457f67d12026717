"""Where the reports of data calls stand, and which reminders are due."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from amparo.foundation.core.permissions.rls.aggregates import aggregate_query

from .models import DataCallDelivery, DataCallOffice, DataCallReminder, MonthlyReport

# So many months back an office is reminded, and its first page says what is owed.
MONTHS_BACK = 3


class State(StrEnum):
    """How far the report of a month has come."""

    NOT_BEGUN = "not_begun"
    FREEZING = "freezing"
    FROZEN = "frozen"
    SIGNED = "signed"
    SENT = "sent"


@dataclass(frozen=True)
class Owed:
    """The report that one office owes for one month."""

    office: DataCallOffice
    month: date
    state: State
    due_on: date
    today: date
    delivery: DataCallDelivery | None = None

    @property
    def is_sent(self) -> bool:
        return self.state is State.SENT

    @property
    def is_late(self) -> bool:
        return not self.is_sent and self.today > self.due_on

    @property
    def url(self) -> str:
        return self.office.get_url(self.month)


def find_owed(
    offices: Iterable[DataCallOffice], months: Iterable[date] | None = None
) -> list[Owed]:
    """Returns the reports of these offices, of the last months or of `months`, the newest first.
    Two queries.
    """
    asked = [
        (each, month, each.office.today())
        for each in offices
        for month in each.call.months(each.office.today())[: None if months else MONTHS_BACK]
        if months is None or month in set(months)
    ]
    states = _states_of({each.office_id for each, *_rest in asked}, {row[1] for row in asked})
    sent = {
        (each.owed_id, each.month): each
        for each in DataCallDelivery.objects.filter(owed__in=[row[0].pk for row in asked])
        .select_related("by", "report")
    }  # fmt: skip
    found = [
        Owed(
            each, month,
            State.SENT if (each.pk, month) in sent
            else State(states.get((each.office_id, month), State.NOT_BEGUN)),
            each.call.due_on(month), today, sent.get((each.pk, month)),
        )
        for each, month, today in asked
    ]  # fmt: skip
    return sorted(found, key=lambda owed: (owed.month, owed.office.office.name), reverse=True)


def _states_of(offices: Collection[int], months: Collection[date]) -> dict:
    return dict(_report_states(tuple(offices), tuple(months)))


@aggregate_query("who asks for a report learns how far it has come, and reads it once it is sent")
def _report_states(offices: tuple[int, ...], months: tuple[date, ...]) -> tuple:
    rows = MonthlyReport.objects.standing().filter(
        office__in=offices, month__in=months, is_with_branches=False
    )
    return tuple(
        ((office, month), state)
        for office, month, state in rows.values_list("office", "month", "state")
    )


def send_reminders() -> None:
    """Reminds each office once before a report is due, and once when it is late. A second time on
    one day reminds nobody.
    """
    for owed in find_owed(DataCallOffice.objects.owed()):
        call = owed.office.call
        if owed.is_sent:
            continue
        if owed.is_late:
            owed.office.remind(owed.month, DataCallReminder.Kind.LATE)
        elif call.remind_days and owed.today >= call.remind_on(owed.month):
            owed.office.remind(owed.month, DataCallReminder.Kind.BEFORE)
