"""Per diem lists: who is paid for how many days, as attendance says it on the day of the list.

A list keeps the days it was drawn up with. Where attendance is corrected afterwards the difference
is shown, and the next list pays only days that no list holds yet. It holds no bank data.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import models, transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh, lock_for_update
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.funding.exchange import is_whole_cents
from amparo.foundation.funding.models import BudgetLine
from amparo.foundation.funding.models.exchange_rates import CURRENCY

from .costs import TrainingCost
from .enrolments import Enrolment
from .events import TrainingEvent


class PerDiemList(Record):
    """One list of an event, with one rate for each day."""

    event = models.ForeignKey(TrainingEvent, models.PROTECT, related_name="per_diem_lists")
    number = models.PositiveSmallIntegerField(editable=False)
    rate = models.DecimalField(
        pgettext_lazy("per diem", "Rate for a day"), max_digits=11, decimal_places=2
    )
    currency = models.CharField(gettext_lazy("Currency"), max_length=3, validators=[CURRENCY])
    budget_line = models.ForeignKey(
        BudgetLine, models.PROTECT, verbose_name=gettext_lazy("Budget line"), null=True,
        blank=True, related_name="+",
    )  # fmt: skip
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(pgettext_lazy("per diem", "Drawn up"), default=now, editable=False)
    paid_on = models.DateField(pgettext_lazy("per diem", "Paid on"), null=True, editable=False)
    paid_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    # The cost that paying it recorded: nobody records it a second time.
    cost = models.OneToOneField(
        TrainingCost, models.PROTECT, null=True, editable=False, related_name="per_diem_list"
    )
    discarded_at = models.DateTimeField(null=True, editable=False)

    audit_name = "perdiemlist"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Per diem list")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="per_diem_list_once"),
            models.UniqueConstraint(
                fields=["event"], condition=Q(paid_on=None, discarded_at=None),
                name="one_per_diem_list_to_pay",
            ),
            models.CheckConstraint(name="per_diem_rate_above_nothing", condition=Q(rate__gt=0)),
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("A rate and a day; who is on the list is recorded apart.")

    class Events:
        drawn_up = AuditEvent(gettext_lazy("Per diem list drawn up"))
        paid = AuditEvent(gettext_lazy("Per diem list paid"))
        discarded = AuditEvent(gettext_lazy("Per diem list discarded"))
        exported = AuditEvent(gettext_lazy("Per diem list printed or exported"))

    def __str__(self):
        return f"PerDiemList {self.ref}"

    @property
    def is_paid(self) -> bool:
        return self.paid_on is not None

    @property
    def days(self) -> int:
        return self.lines.aggregate(days=Sum("days"))["days"] or 0

    @property
    def total(self) -> Decimal:
        return self.rate * self.days

    @classmethod
    @transaction.atomic
    def draw_up(
        cls, event: TrainingEvent, *, by: User, rate: Decimal, currency: str,
        days: Mapping[int, int], budget_line: BudgetLine | None = None,
    ) -> "PerDiemList":  # fmt: skip
        """Draws up a list of the days that each enrolment was present, by its key, without those
        that a paid list holds already. Refused while another list waits to be paid, and where
        nobody has a day to be paid.
        """
        _must_have_a_rate(rate, currency)
        lock_for_update(event)
        if cls.objects.filter(event=event, paid_on=None, discarded_at=None).exists():
            raise Refusal(_("A list waits to be paid. Mark it as paid or discard it first."))
        paid = days_paid(event)
        owed = {key: held - paid.get(key, 0) for key, held in days.items()}
        owed = {key: left for key, left in owed.items() if left > 0}
        if not owed:
            raise Refusal(
                _("Nobody has a day to be paid: record attendance first, then draw up the list.")
            )
        last = cls.objects.filter(event=event).aggregate(last=models.Max("number"))["last"] or 0
        made = cls.objects.create(
            event=event, by=by, rate=rate, currency=currency, budget_line=budget_line,
            number=last + 1,
        )  # fmt: skip
        PerDiemLine.objects.bulk_create(
            PerDiemLine(of=made, enrolment_id=key, days=left) for key, left in sorted(owed.items())
        )
        log.log_event(by, "perdiemlist.drawn_up", made, count=len(owed))
        return made

    @transaction.atomic
    def pay(self, *, by: User, on: date) -> None:
        """It was paid on this day, and is recorded as a cost of the event. Twice is once."""
        lock_and_refresh(self, "paid_on", "discarded_at")
        if self.discarded_at is not None:
            raise Refusal(_("This list was discarded. Draw up another one."))
        if self.is_paid:
            return
        if on > self.event.office.today():
            raise Refusal(_("The day lies in the future. Enter the day on which it was paid."))
        self.cost = TrainingCost.record(
            self.event, by=by, kind=TrainingCost.Kind.PER_DIEM, amount=self.total,
            currency=self.currency, spent_on=on, budget_line=self.budget_line,
        )  # fmt: skip
        self.paid_on, self.paid_by = on, by
        self.save(update_fields=["cost", "paid_on", "paid_by"])
        log.log_event(by, "perdiemlist.paid", self)

    @transaction.atomic
    def discard(self, *, by: User) -> None:
        """Nobody is paid by it. One that was paid stays. Twice is once."""
        lock_and_refresh(self, "paid_on", "discarded_at")
        if self.is_paid:
            raise Refusal(_("This list was paid: it stays."))
        if self.discarded_at is None:
            self.discarded_at = now()
            self.save(update_fields=["discarded_at"])
            log.log_event(by, "perdiemlist.discarded", self)


class PerDiemLine(models.Model):
    """How many days of one participant a list pays."""

    of = models.ForeignKey(PerDiemList, models.CASCADE, related_name="lines")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="per_diem_lines")
    days = models.PositiveSmallIntegerField(pgettext_lazy("per diem", "Days"))

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Line of a per diem list")
        ordering = ["enrolment__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["of", "enrolment"], name="per_diem_line_once"),
        ]

    class Privacy:
        owner = "enrolment__participant"
        title = gettext_lazy("Per diem list")
        disclose = ("days",)

    def __str__(self):
        return f"{self.of_id}: {self.enrolment_id}"


def days_paid(event: TrainingEvent) -> dict[int, int]:
    """Returns how many days of each enrolment lists of this event have paid, by its key."""
    lines = PerDiemLine.objects.filter(of__event=event, of__paid_on__isnull=False).order_by()
    return dict(lines.values_list("enrolment").annotate(paid=Sum("days")))


def _must_have_a_rate(rate: Decimal | None, currency: str) -> None:
    if rate is None or rate <= 0 or not is_whole_cents(rate):
        raise Refusal(_("Write the rate for a day in figures, above nothing."))
    if not currency:
        raise Refusal(_("Choose the currency of the rate."))
