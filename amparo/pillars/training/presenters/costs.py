"""What an event cost, and what its per diem lists hold beside attendance as it is now."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.models import User
from amparo.ui import formats

from ..cost_figures import CostFigure, Spent, cost_figures, total_figure
from ..models import Enrolment, PerDiemLine, PerDiemList, TrainingCost, TrainingEvent
from ..per_diem_rules import Compared, compare, owed_beside
from ..report_records import EventRecords, hours_of_all, passing

HOURS = gettext_lazy("Participant-hours")
PASSING = gettext_lazy("Persons passing")


class EventCosts:
    """Costs of an event in the currency of its office; `user` sees which lines pay them."""

    hours_label, passing_label = HOURS, PASSING

    def __init__(self, event: TrainingEvent, user: User, records: EventRecords | None = None):
        """`records` are what was read of the event already."""
        self.event, self.user, self.records = event, user, records

    @cached_property
    def lines(self) -> list[TrainingCost]:
        rows = TrainingCost.objects.accessible_to(self.user).filter(
            event=self.event, removed_at=None
        )
        return list(rows.select_related("budget_line__fund"))

    @cached_property
    def spent(self) -> list[Spent]:
        return [
            Spent(each.budget_line.fund.code if each.budget_line else None, each.worth)
            for each in self.lines
        ]

    @cached_property
    def hours(self) -> Decimal | None:
        return self.records.hours if self.records else hours_of_all(self.event)

    @cached_property
    def passing(self) -> int | None:
        return self.records.passing if self.records else passing(self.event)

    @property
    def funds(self) -> list[CostFigure]:
        return cost_figures(self.spent, self.hours, self.passing)

    @property
    def total(self) -> CostFigure:
        return total_figure(self.spent, self.hours, self.passing)

    @property
    def currency(self) -> str:
        return self.event.office.currency


@dataclass(frozen=True)
class PaidLine:
    """One participant on a per diem list."""

    enrolment: Enrolment
    days: int
    amount: Decimal
    compared: Compared

    @property
    def name(self) -> str:
        """Empty once the participant was erased: the days that were paid stay."""
        participant = self.enrolment.participant
        return "" if participant.erased_at is not None else participant.label

    @property
    def difference_text(self) -> str:
        return _("%(listed)s on the list, %(now)s now") % {
            "listed": formats.number(self.days), "now": formats.number(self.compared.now or 0),
        }  # fmt: skip


class PerDiemPage:
    """A list beside the days that each enrolment is present now. Three queries."""

    def __init__(self, of: PerDiemList, now: Mapping[int, int]):
        self.of, self.now = of, now

    @cached_property
    def rows(self) -> list[PerDiemLine]:
        return list(self.of.lines.select_related("enrolment__participant"))

    @cached_property
    def _paid(self) -> tuple[dict[int, int], dict[int, int]]:
        """Days on lists that were paid before this one, and on later ones."""
        before: dict[int, int] = {}
        after: dict[int, int] = {}
        others = PerDiemLine.objects.filter(of__event=self.of.event, of__paid_on__isnull=False)
        rows = others.exclude(of=self.of).order_by().values_list("of__number", "enrolment", "days")
        for number, key, days in rows:
            found = before if number < self.of.number else after
            found[key] = found.get(key, 0) + days
        return before, after

    @cached_property
    def lines(self) -> list[PaidLine]:
        listed = {each.enrolment_id: each.days for each in self.rows}
        compared = {e.enrolment: e for e in compare(listed, self.now, *self._paid)}
        return [
            PaidLine(
                each.enrolment, each.days, self.of.rate * each.days, compared[each.enrolment_id]
            )
            for each in self.rows
        ]

    @property
    def total(self) -> Decimal:
        return sum((each.amount for each in self.lines), Decimal(0))

    @property
    def days(self) -> int:
        return sum(each.days for each in self.lines)

    @property
    def is_unknown(self) -> bool:
        return not self.now

    @property
    def changed(self) -> int:
        return sum(each.compared.is_changed for each in self.lines)

    @property
    def ghosts(self) -> int:
        return sum(each.compared.is_ghost for each in self.lines)

    @cached_property
    def missing(self) -> int:
        """How many are present now and on no list."""
        listed = {each.enrolment_id: each.days for each in self.rows}
        before, after = self._paid
        paid = {key: before.get(key, 0) + after.get(key, 0) for key in before | after}
        return len(owed_beside(listed, self.now, paid))
