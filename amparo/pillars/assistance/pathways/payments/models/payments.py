"""Payments: what was handed over, by a third person, and the receipt that says it arrived."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.funding.exchange import is_whole_cents
from amparo.pillars.assistance.cases.access_grants import users_with_verb_or_owner
from amparo.pillars.assistance.cases.models import Attachment, Case
from amparo.ui import formats

from ..charges import budget_charge
from .grants import AssistanceGrant


class PaymentQuerySet(PermissionQuerySet):
    def live(self) -> "PaymentQuerySet":
        """Those that count: not cancelled."""
        return self.filter(is_void=False)


class Payment(Record):
    """Money or goods handed over for one grant."""

    class How(models.TextChoices):
        CASH = "cash", gettext_lazy("Cash")
        TRANSFER = "transfer", gettext_lazy("Bank transfer")
        MOBILE = "mobile", gettext_lazy("Mobile money")
        CARD = "card", gettext_lazy("Prepaid card")
        VOUCHER = "voucher", gettext_lazy("Voucher")
        SUPPLIER = "supplier", gettext_lazy("Paid to supplier")
        GOODS = "goods", pgettext_lazy("payment", "In kind")

    grant = models.ForeignKey(AssistanceGrant, models.CASCADE, related_name="payments")
    amount = models.DecimalField(gettext_lazy("Amount"), max_digits=14, decimal_places=2)
    # What it takes of the budget line, in the currency of the fund.
    charged = models.DecimalField(max_digits=14, decimal_places=2)
    on = models.DateField(gettext_lazy("Day"))
    how = models.CharField(pgettext_lazy("column", "Mode"), max_length=10, choices=How)
    receipt = models.CharField(gettext_lazy("Receipt"), max_length=40, blank=True)
    text = PersonalField(pgettext_lazy("field", "Text"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    # As it was decided: so that the database itself refuses that one person does both.
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    # The shadow of `PaymentVoid`, for sums.
    is_void = models.BooleanField(default=False)

    crypto_label = "payment"
    audit_name = "payment"

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Payment")
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_more_than_nothing"),
            models.CheckConstraint(condition=Q(charged__gte=0), name="payment_takes_no_less"),
            models.CheckConstraint(
                condition=~Q(by=F("approved_by")), name="payment_is_made_by_another"
            ),
        ]  # fmt: skip

    class Privacy:
        owner = "grant__case"
        title = gettext_lazy("Payments")
        review = True
        disclose = ("on", "amount", "how", "receipt", "text")

    class Events:
        made = AuditEvent(
            gettext_lazy("Payment recorded"),
            icon="heart-handshake",
            timeline=gettext_lazy("Grant paid"),
            notice=Notice(
                pgettext_lazy("notification", "Grant paid"),
                "work",
                icon="cash",
                several=ngettext_lazy("%(count)s grant paid", "%(count)s grants paid", "count"),
            ),
        )
        acknowledged = AuditEvent(
            pgettext_lazy("ledger", "Payment receipt confirmed"),
            icon="signature",
            timeline=gettext_lazy("Payment receipt confirmed"),
            story=False,
        )
        voided = AuditEvent(
            pgettext_lazy("ledger", "Payment cancelled"),
            icon="x",
            timeline=gettext_lazy("Payment cancelled"),
            notice=Notice(gettext_lazy("Payment cancelled: see the reason"), "work", icon="x"),
        )
        printed = AuditEvent(
            pgettext_lazy("ledger", "Payment receipt issued"),
            icon="printer",
            timeline=gettext_lazy("Payment receipt issued"),
            story=False,
        )

    def __str__(self):
        return f"Payment {self.ref}"

    @property
    def file(self) -> Case:
        return self.grant.case

    @property
    def is_acknowledged(self) -> bool:
        return hasattr(self, "receipt_given")

    @classmethod
    @transaction.atomic
    def make(
        cls,
        grant: AssistanceGrant,
        *,
        by: User,
        amount: Decimal,
        on: date,
        how: str,
        receipt_words: str,
        ref: UUID | None,
    ) -> "Payment":
        """Hand over all of it or a part; under a `ref` given before it is the same payment."""
        grant.hold()
        if ref and (known := cls.objects.filter(ref=ref).first()):
            return known._again(grant, by, amount, on)
        _must_be_payable(grant, by, amount, on)
        _must_be_paid_by(grant, by)
        paid = grant.paid + amount
        payment = cls(
            grant=grant, amount=amount, on=on, how=how, text=receipt_words.strip(), by=by,
            approved_by=grant.decided_by,
            charged=budget_charge(grant.bound, grant.amount, paid, grant.charged()),
            **({"ref": ref} if ref else {}),
        )  # fmt: skip
        payment.save()
        payment.receipt = f"P-{payment.pk:06d}"
        payment.save(update_fields=["receipt"])
        grant.settle(paid)
        log.log_event(by, "payment.made", payment, kind=grant.kind, mode=how)
        grant.tell([grant.by], "payment.made", by=by)
        return payment

    def _again(self, grant: AssistanceGrant, by: User, amount: Decimal, on: date) -> "Payment":
        if (self.grant_id, self.by_id, self.amount, self.on) != (grant.pk, by.pk, amount, on):
            raise Refusal(_("Already paid with another amount. Check it."))
        return self

    @transaction.atomic
    def acknowledge(
        self, *, by: User, how: str, on: date, paper: Attachment | None = None
    ) -> "PaymentReceipt":
        """They have it: signed, with a thumbprint, or on a paper that lies in the case."""
        self._hold()
        if by not in users_with_verb_or_owner(self.file, "money.pay"):
            raise Refusal(_("Whoever pays or works on the case writes this down."))
        if self.is_void:
            raise Refusal(_("This payment was cancelled."))
        if on < self.on or on > self.file.office.today_for(by):
            raise Refusal(
                _("A receipt is given when they have it: not before, not in the future.")
            )
        if how == PaymentReceipt.How.PAPER and paper is None:
            raise Refusal(_("Choose the paper in the case that shows it."))
        receipt, is_first = PaymentReceipt.objects.get_or_create(
            payment=self, defaults={"by": by, "how": how, "on": on, "paper": paper}
        )
        if is_first:
            log.log_event(by, "payment.acknowledged", self, mode=how)
        return receipt

    @transaction.atomic
    def void(self, *, by: User, because: str) -> "PaymentVoid":
        """It was not handed over after all: another person than who paid says so, and why."""
        self._hold()
        if by.pk == self.by_id:
            raise Refusal(_("Somebody else than who paid cancels a payment."))
        if by not in users_with_verb_or_owner(self.file, "money.approve"):
            raise Refusal(_("This is decided by somebody else: a supervisor of the team."))
        if not because.strip():
            raise Refusal(_("Write why this payment is cancelled."))
        if self.is_void:
            return self.voided  # sent twice
        _must_not_be_reconciled(self.grant, self.on)
        voided = PaymentVoid.objects.create(payment=self, by=by, because=because.strip())
        self.is_void = True
        self.save(update_fields=["is_void"])
        self.grant.settle(self.grant.paid - self.amount)
        log.log_event(by, "payment.voided", self)
        self.grant.tell([self.by, self.grant.by], "payment.voided", by=by)
        return voided

    def _hold(self) -> None:
        self.grant.hold()
        self.refresh_from_db(fields=["is_void"])


def _must_be_payable(grant: AssistanceGrant, by: User, amount: Decimal, on: date) -> None:
    grant.case.require_open()
    if not grant.is_payable:
        raise Refusal(_("This is not approved, or it was paid already."))
    if not is_whole_cents(amount) or amount <= 0:
        raise Refusal(_("Write the amount in figures, to the cent, and above nothing."))
    if amount > grant.rest:
        raise Refusal(
            _("%(rest)s are left to pay. It cannot be more.")
            % {"rest": formats.amount(grant.rest, grant.currency)}
        )
    if on > grant.case.office.today_for(by):
        raise Refusal(_("A payment is recorded when it was made, not before."))
    decided_at = grant.decided_at
    if decided_at is None or on < decided_at.astimezone(grant.case.office.zone).date():
        raise Refusal(_("It was approved after this day: nothing is paid before that."))
    grant.must_be_of_its_office()
    grant.line.fund.must_be_open_on(on)
    _must_not_be_reconciled(grant, on)


def _must_be_paid_by(grant: AssistanceGrant, by: User) -> None:
    if by.pk == grant.decided_by_id:
        raise Refusal(_("Somebody else than who approved it pays."))
    if by in grant.payers():
        return
    if by.pk == grant.by_id:
        raise Refusal(_("Somebody else than who asked for it pays."))
    raise Refusal(_("This is paid by somebody else: a colleague of the team or of the office."))


def _must_not_be_reconciled(grant: AssistanceGrant, on: date) -> None:
    if _is_reconciled(grant.line.fund_id, on):
        raise Refusal(
            _("The fund was reconciled for that day already: its payments stand as they are.")
        )


@aggregate_query("who pays need not see how a fund was reconciled")
def _is_reconciled(fund: int, on: date) -> bool:
    from .reconciliations import Reconciliation

    return Reconciliation.objects.filter(fund=fund, since__lte=on, until__gte=on).exists()


class PaymentReceipt(Record):
    """How they confirmed that they have it."""

    class How(models.TextChoices):
        SIGNED = "signed", pgettext_lazy("payment", "Signature")
        THUMBPRINT = "thumbprint", gettext_lazy("Thumbprint")
        PAPER = "paper", gettext_lazy("Document in case file")

    payment = models.OneToOneField(Payment, models.CASCADE, related_name="receipt_given")
    how = models.CharField(pgettext_lazy("column", "Mode"), max_length=10, choices=How)
    on = models.DateField(gettext_lazy("Day"))
    paper = models.ForeignKey(Attachment, models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "paymentreceipt"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Confirmation of a payment")

    class Privacy:
        owner = "payment__grant__case"
        title = gettext_lazy("Payment receipts")
        disclose = ("on", "how")

    def __str__(self):
        return f"PaymentReceipt {self.ref}"

    @property
    def file(self) -> Case:
        return self.payment.file


class PaymentVoid(Record):
    """A payment that was not made after all: who says so, and why."""

    payment = models.OneToOneField(Payment, models.CASCADE, related_name="voided")
    because = PersonalField(pgettext_lazy("column, field", "Reason"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "paymentvoid"
    audit_name = "paymentvoid"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Payment that was cancelled")

    class Privacy:
        owner = "payment__grant__case"
        title = gettext_lazy("Cancelled payments")
        review = True
        disclose = ("at", "because")

    def __str__(self):
        return f"PaymentVoid {self.ref}"

    @property
    def file(self) -> Case:
        return self.payment.file
