"""What a training event cost, line by line, each charged to a budget line or to none.

Beside the ledger of funds, not in it: a line names the budget line it was paid from and writes
nothing there. Its worth in the currency of the office is worked out once, by the rate of its day.
"""

from datetime import date
from decimal import Decimal

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.funding.exchange import is_whole_cents
from amparo.foundation.funding.models import BudgetLine
from amparo.foundation.funding.models.exchange_rates import CURRENCY, worth_in

from .events import TrainingEvent


class TrainingCost(Record):
    """One cost of an event, in the currency in which it was paid."""

    class Kind(models.TextChoices):
        VENUE = "venue", pgettext_lazy("training cost", "Venue")
        TRAVEL = "travel", pgettext_lazy("training cost", "Travel")
        PER_DIEM = "per_diem", pgettext_lazy("training cost", "Per diem")
        TRAINERS = "trainers", pgettext_lazy("training cost", "Trainers")
        MATERIALS = "materials", pgettext_lazy("training cost", "Materials")
        INTERPRETATION = "interpretation", pgettext_lazy("training cost", "Interpretation")
        ACCESS = "access", pgettext_lazy("training cost", "Childcare and accessibility")
        OTHER = "other", pgettext_lazy("training cost", "Other")

    event = models.ForeignKey(TrainingEvent, models.PROTECT, related_name="costs")
    kind = models.CharField(pgettext_lazy("training cost", "Kind"), max_length=14, choices=Kind)
    # None where no fund pays it: the institution or the office itself.
    budget_line = models.ForeignKey(
        BudgetLine, models.PROTECT, verbose_name=gettext_lazy("Budget line"), null=True,
        blank=True, related_name="training_costs",
    )  # fmt: skip
    amount = models.DecimalField(gettext_lazy("Amount"), max_digits=13, decimal_places=2)
    currency = models.CharField(gettext_lazy("Currency"), max_length=3, validators=[CURRENCY])
    spent_on = models.DateField(pgettext_lazy("training cost", "Day"))
    # In the currency of the office, by the rate of its day or the last before it.
    worth = models.DecimalField(max_digits=14, decimal_places=2, editable=False)
    rate_on = models.DateField(null=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    audit_name = "trainingcost"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Cost of a training event")
        ordering = ["spent_on", "pk"]
        constraints = [
            models.CheckConstraint(name="training_cost_above_nothing", condition=Q(amount__gt=0)),
        ]

    class Privacy:
        no_owner = gettext_lazy("What an event cost; names nobody.")

    class Events:
        recorded = AuditEvent(gettext_lazy("Cost of a training event recorded"))
        removed = AuditEvent(gettext_lazy("Cost of a training event removed"))

    def __str__(self):
        return f"TrainingCost {self.ref}"

    @classmethod
    @transaction.atomic
    def record(
        cls, event: TrainingEvent, *, by: User, kind: str, amount: Decimal, currency: str,
        spent_on: date, budget_line: BudgetLine | None = None,
    ) -> "TrainingCost":  # fmt: skip
        """Records a cost with its worth in the currency of the office. Refused where no exchange
        rate of its day is known, and where the budget line does not serve the office or the day.
        """
        if not is_whole_cents(amount) or amount <= 0:
            raise Refusal(_("Write the amount in figures, to the cent, and above nothing."))
        if budget_line is not None:
            budget_line.must_serve(event.office, spent_on)
        worth = worth_in(amount, currency, event.office.currency, on=spent_on)
        cost = cls.objects.create(
            event=event, by=by, kind=kind, amount=amount, currency=currency, spent_on=spent_on,
            budget_line=budget_line, worth=worth.amount,
            rate_on=worth.on if currency != event.office.currency else None,
        )  # fmt: skip
        log.log_event(by, "trainingcost.recorded", cost, kind=kind)
        return cost

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        """It counts no more, and stays in the ledger. Twice is once; paid per diem stays."""
        lock_and_refresh(self, "removed_at")
        if hasattr(self, "per_diem_list"):
            raise Refusal(_("This cost belongs to a per diem list that was paid: it stays."))
        if self.removed_at is None:
            self.removed_at, self.removed_by = now(), by
            self.save(update_fields=["removed_at", "removed_by"])
            log.log_event(by, "trainingcost.removed", self)
