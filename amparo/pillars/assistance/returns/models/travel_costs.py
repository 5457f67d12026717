"""What the travel of a return costs, and which budget line it rests on."""

from datetime import date
from decimal import Decimal

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.funding.exchange import is_whole_cents
from amparo.foundation.funding.models import BudgetLine
from amparo.foundation.funding.models.exchange_rates import CURRENCY, worth_in
from amparo.pillars.assistance.cases.models.base import CaseRecord

from .bookings import Booking


class TravelCostQuerySet(PermissionQuerySet):
    def live(self) -> "TravelCostQuerySet":
        return self.filter(voided_at=None)


class TravelCost(CaseRecord):
    """One cost of a booking: tickets, a fee, a transfer on the way. It is taken of its budget
    line at once, and stays when the booking ends: what was refunded, somebody cancels.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="costs")
    on = models.DateField(gettext_lazy("Day"))
    value = models.DecimalField(gettext_lazy("Value"), max_digits=14, decimal_places=2)
    currency = models.CharField(gettext_lazy("Currency"), max_length=3, validators=[CURRENCY])
    budget_line = models.ForeignKey(
        BudgetLine, models.PROTECT, verbose_name=gettext_lazy("Budget line"),
        related_name="travel_costs",
    )  # fmt: skip
    # In the currency of the fund, at the rate of its day.
    charged = models.DecimalField(max_digits=14, decimal_places=2)
    text = PersonalField(pgettext_lazy("field", "Text"))
    voided_at = models.DateTimeField(gettext_lazy("Cancelled on"), null=True, editable=False)
    voided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    voided_reason = PersonalField(gettext_lazy("Why it was cancelled"))

    crypto_label = "travelcost"
    audit_name = "travelcost"

    objects = TravelCostQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Travel cost")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__gt=0, charged__gt=0), name="travel_costs_something"
            ),
        ]
        indexes = [
            models.Index(
                fields=["budget_line", "on"], name="travel_costs_by_line",
                condition=models.Q(voided_at=None),
            ),
        ]  # fmt: skip

    class Privacy:
        owner = "case"
        title = gettext_lazy("Costs of your travel")
        disclose = ("on", "value", "currency", "text", "voided_at", "voided_reason")
        review = ("text", "voided_reason")

    class Events:
        charged = AuditEvent(
            gettext_lazy("Travel cost recorded"),
            icon="building-bank",
            timeline=gettext_lazy("Travel cost recorded"),
            story=False,
        )
        voided = AuditEvent(
            gettext_lazy("Travel cost cancelled"),
            icon="x",
            timeline=gettext_lazy("Travel cost cancelled"),
            story=False,
        )

    @property
    def is_void(self) -> bool:
        return self.voided_at is not None

    @classmethod
    @transaction.atomic
    def charge(
        cls, booking: Booking, *, by: User, on: date, value: Decimal, currency: str,
        line: BudgetLine, text: str = "",
    ) -> "TravelCost":  # fmt: skip
        """Take a cost of this booking of a budget line, within what the line has free."""
        case = booking.journey.case
        case.require_work_allowed()
        if not is_whole_cents(value) or value <= 0:
            raise Refusal(_("Write the amount in figures, to the cent, and above nothing."))
        if on > case.office.today_for(by):
            raise Refusal(_("A cost is recorded when it arises, not before."))
        line.must_serve(case.team.office, on)
        line.hold()
        charged = worth_in(value, currency, line.fund.currency, on=on).amount
        if not charged:
            raise Refusal(_("This is less than a cent in the currency of the fund."))
        line.must_have(charged)
        cost = cls.objects.create(
            case=case, by=by, booking=booking, on=on, value=value, currency=currency,
            budget_line=line, charged=charged, text=text.strip(),
        )  # fmt: skip
        case.touch()
        log.log_event(by, "travelcost.charged", cost)
        return cost

    @transaction.atomic
    def void(self, *, by: User, because: str) -> None:
        """It was refunded, or a mistake: it no longer counts, and stays visible."""
        if not because.strip():
            raise Refusal(_("Write why this record is cancelled."))
        lock_and_refresh(self, "voided_at")
        if self.is_void:
            raise Refusal(_("This record was already cancelled."))
        self.voided_at, self.voided_by, self.voided_reason = now(), by, because.strip()
        self.save(update_fields=["voided_at", "voided_by", "voided_reason"])
        self.case.touch()
        log.log_event(by, "travelcost.voided", self)
