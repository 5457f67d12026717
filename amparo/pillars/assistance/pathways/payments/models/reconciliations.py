"""Reconciling: what the bank and the till say beside what was recorded, by one who did not pay."""

from datetime import date
from decimal import Decimal

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import lock_for_update
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.funding.exchange import is_whole_cents
from amparo.foundation.funding.models import BudgetLine, Fund

from .payments import Payment, PaymentQuerySet


class Reconciliation(Record):
    """A fund and a time for which somebody counted. From then on its payments stand."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="reconciliations")
    since = models.DateField()
    until = models.DateField()
    # Both in the currency of the fund: what was paid as counted outside, and as recorded here.
    counted = models.DecimalField(max_digits=14, decimal_places=2)
    recorded = models.DecimalField(max_digits=14, decimal_places=2)
    explained = PersonalField(gettext_lazy("Explanation of the difference"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "reconciliation"
    audit_name = "reconciliation"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Reconciliation of a fund")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="reconciled_time_is_in_order"
            ),
            models.CheckConstraint(
                condition=Q(counted__gte=0) & Q(recorded__gte=0), name="reconciled_is_not_negative"
            ),
            models.UniqueConstraint(fields=["fund", "since"], name="reconciled_once_from_a_day"),
            models.UniqueConstraint(fields=["fund", "until"], name="reconciled_once_to_a_day"),
        ]

    class Privacy:
        no_owner = gettext_lazy("Why an account differs: of the money of an office, of no person.")

    class Events:
        prefix = "fund"
        reconciled = AuditEvent(gettext_lazy("Fund reconciled"))
        taken_out = AuditEvent(gettext_lazy("Payments of fund exported"))

    def __str__(self):
        return f"Reconciliation {self.ref}"

    @property
    def difference(self) -> Decimal:
        return self.counted - self.recorded

    @classmethod
    @transaction.atomic
    def make(
        cls, fund: Fund, *, by: User, since: date, until: date, counted: Decimal, explained: str
    ) -> "Reconciliation":
        """Write down what was counted beside what was recorded; what differs is explained."""
        lock_for_update(fund)
        fund.must_be_kept_by(by)
        if until < since or until > fund.office.today_for(by):
            raise Refusal(_("Choose a first and a last day in order, none of them in the future."))
        if not is_whole_cents(counted) or counted < 0:
            raise Refusal(_("Write the amount in figures, to the cent, and not below nothing."))
        over = fund.reconciliations.filter(since__lte=until, until__gte=since).first()
        if over:
            return over._again(by, since, until, counted)
        if _paid_by(fund, since, until, by):
            raise Refusal(_("You paid of this fund in this time: somebody else counts."))
        made = cls(
            fund=fund, by=by, since=since, until=until, counted=counted,
            recorded=recorded_total(fund, since, until), explained=explained.strip(),
        )  # fmt: skip
        if made.difference and not made.explained:
            raise Refusal(_("What was counted is not what was recorded. Explain the difference."))
        made.save()
        log.log_event(by, "fund.reconciled", made)
        return made

    def _again(self, by: User, since: date, until: date, counted: Decimal) -> "Reconciliation":
        if (self.by_id, self.since, self.until, self.counted) == (by.pk, since, until, counted):
            return self  # sent twice
        raise Refusal(_("A part of this time was reconciled already."))


def payments_of(
    fund: Fund, since: date | None = None, until: date | None = None
) -> PaymentQuerySet:
    """What was paid of a fund in a time, and not cancelled."""
    found = Payment.objects.live().filter(grant__line__fund=fund)
    found = found.filter(on__gte=since) if since else found
    return found.filter(on__lte=until) if until else found


@aggregate_query("a sum must be right also where some of its cases are closed to the reader")
def recorded_total(fund: Fund, since: date, until: date) -> Decimal:
    """The sum that the house recorded, also in files that the reader may not open."""
    erased = AnonymousPayment.objects.filter(line__fund=fund, on__gte=since, on__lte=until)
    sums = [
        rows.aggregate(sum=models.Sum("charged"))["sum"]
        for rows in (payments_of(fund, since, until), erased)
    ]
    return sum((each for each in sums if each), Decimal(0))


@aggregate_query("who paid may no longer open the case")
def _paid_by(fund: Fund, since: date, until: date, by: User) -> bool:
    return payments_of(fund, since, until).filter(by=by).exists()


class AnonymousPayment(Record):
    """What was paid in a file that was erased since: the figure stays, and names nobody."""

    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="paid_and_erased")
    receipt = models.CharField(max_length=40)
    on = models.DateField()
    charged = models.DecimalField(max_digits=14, decimal_places=2)

    audit_name = "anonymouspayment"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Payment of a file that was erased")
        constraints = [
            models.CheckConstraint(condition=Q(charged__gte=0), name="erased_payment_took_no_less")
        ]

    def __str__(self):
        return f"AnonymousPayment {self.receipt}"
