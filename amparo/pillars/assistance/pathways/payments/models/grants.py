"""A grant: money or goods asked for somebody, approved by a second person and paid by a third.

Other packages ask for grants in the name of what they serve: `way` is the `ref` of the journey,
the item of a plan or the project. They use this and no more:

    Grant.ask(case, by=, way=, kind=, amount=, currency=, line=, text=, in_kind=False) -> Grant
    case.assistancegrants.of(way)   the grants of a journey, item or project, oldest first
    grant.approve(by=), grant.refuse(by=, because=), grant.withdraw(by=, because="")
    grant.pay(by=, amount=, on=, how=, receipt_words="", ref=None) -> Payment
    payment.acknowledge(by=, how=, on=, paper=None), payment.void(by=, because=)
    BudgetLine.objects.open_at(…)       the lines that a case may be helped from
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Notification, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import load_related, lock_and_refresh
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.funding.exchange import is_whole_cents
from amparo.foundation.funding.models import BudgetLine
from amparo.foundation.funding.models.exchange_rates import CURRENCY, worth_in
from amparo.pillars.assistance.cases.access_grants import users_with_verb_or_owner
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.models.base import CaseRecord

if TYPE_CHECKING:
    from .payments import Payment

# What decisions, payments and a withdrawal change.
OF_ITS_LIFE = (
    "state", "decided_at", "decided_by_id", "decision_reason", "worth", "rate", "rate_on",
    "withdrawn_at", "withdrawn_by_id", "withdrawn_reason", "bound", "paid",
)  # fmt: skip


class AssistanceGrantQuerySet(PermissionQuerySet):
    def of(self, way: UUID) -> "AssistanceGrantQuerySet":
        """Those of one journey, item of a plan or project, oldest first."""
        return self.filter(way=way).select_related("line__fund").order_by("pk")

    def to_decide(self) -> "AssistanceGrantQuerySet":
        return self.filter(state=AssistanceGrant.State.ASKED)

    def to_pay(self) -> "AssistanceGrantQuerySet":
        return self.filter(state__in=AssistanceGrant.PAYABLE)


class AssistanceGrant(CaseRecord):
    """Money or goods for the people of one case, from one line of a budget."""

    class Kind(models.TextChoices):
        TRAVEL = "travel", gettext_lazy("Travel allowance")
        REINTEGRATION = "reintegration", gettext_lazy("Reintegration grant")
        COMMUNITY = "community", gettext_lazy("Community grant")
        EMERGENCY = "emergency", gettext_lazy("Emergency assistance")
        OTHER = "other", gettext_lazy("Other assistance")

    class State(models.TextChoices):
        ASKED = "asked", gettext_lazy("Pending decision")
        APPROVED = "approved", gettext_lazy("Approved, unpaid")
        PART_PAID = "part_paid", gettext_lazy("Partly paid")
        PAID = "paid", pgettext_lazy("grant", "Paid")
        REFUSED = "refused", pgettext_lazy("grant", "Rejected")
        WITHDRAWN = "withdrawn", pgettext_lazy("grant", "Withdrawn")

    PAYABLE = (State.APPROVED, State.PART_PAID)

    way = models.UUIDField(db_index=True)
    kind = models.CharField(pgettext_lazy("column", "Type"), max_length=20, choices=Kind)
    in_kind = models.BooleanField(gettext_lazy("In kind"), default=False)
    amount = models.DecimalField(gettext_lazy("Amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(gettext_lazy("Currency"), max_length=3, validators=[CURRENCY])
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="grants")
    text = PersonalField(pgettext_lazy("field", "Text"))
    # The shadow of the decision, the payments and a withdrawal, for lists.
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=10, choices=State, default=State.ASKED
    )
    decided_at = models.DateTimeField(gettext_lazy("Decision date"), null=True, editable=False)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    decision_reason = PersonalField(gettext_lazy("Why it was decided so"))
    # Of what was approved: its worth to the fund, in the currency of the fund; and how many of
    # that one of the grant's currency is, on the day of which that rate is.
    worth = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    rate = models.DecimalField(max_digits=24, decimal_places=12, null=True)
    rate_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(gettext_lazy("Withdrawn on"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_reason = PersonalField(gettext_lazy("Why it was withdrawn"))
    # In the currency of the fund: what it takes of the line, all that it is worth until it is
    # withdrawn.
    bound = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    paid = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))

    crypto_label = "grant"
    audit_name = "grant"

    objects = AssistanceGrantQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Grant")
        # The database itself refuses what nobody may do: to pay more than was asked, to approve
        # one's own asking, to pay what nobody approved.
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="grant_is_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(paid__gte=0) & Q(paid__lte=F("amount")), name="grant_is_paid_once"
            ),
            models.CheckConstraint(condition=Q(bound__gte=0), name="grant_binds_no_less"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("by")),
                name="grant_is_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(paid=0) | Q(state__in=["part_paid", "paid", "withdrawn"]),
                name="grant_is_paid_once_approved",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["approved", "part_paid", "paid"], worth__gt=0)
                & Q(decided_at__isnull=False, decided_by__isnull=False, bound=F("worth"))
                | Q(state__in=["asked", "refused"], worth=None, bound=0)
                | Q(state="withdrawn"),
                name="what_is_approved_is_bound",
            ),
        ]  # fmt: skip
        # Of all states: SQLite sees only when it asks that those asked for are among some.
        indexes = [models.Index(fields=["state", "at"], name="grants_waiting")]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Assistance grants and allowances")
        review = True
        disclose = (
            "at",
            "kind",
            "amount",
            "currency",
            "in_kind",
            "state",
            "text",
            "decided_at",
            "decision_reason",
            "withdrawn_at",
            "withdrawn_reason",
        )

    class Events:
        quote = "text"
        listed = AuditEvent(gettext_lazy("Grant list viewed"))
        asked = AuditEvent(
            gettext_lazy("Grant requested"),
            icon="building-bank",
            notice=Notice(
                gettext_lazy("Grant pending your approval"),
                "decision",
                icon="cash",
                several=ngettext_lazy(
                    "%(count)s grant pending your approval",
                    "%(count)s grants pending your approval",
                    "count",
                ),
            ),
        )
        approved = AuditEvent(
            gettext_lazy("Grant approved"),
            icon="circle-check",
            timeline=pgettext_lazy("timeline", "Grant approved"),
            quote="decision_reason",
            notice=Notice(
                pgettext_lazy("notification", "Grant approved"),
                "decision",
                icon="cash",
                several=ngettext_lazy(
                    "%(count)s grant approved", "%(count)s grants approved", "count"
                ),
            ),
        )
        refused = AuditEvent(
            pgettext_lazy("ledger", "Grant rejected"),
            icon="x",
            timeline=pgettext_lazy("timeline", "Grant rejected"),
            quote="decision_reason",
            notice=Notice(gettext_lazy("Grant rejected: see the reason"), "decision", icon="x"),
        )
        withdrawn = AuditEvent(
            pgettext_lazy("ledger", "Grant withdrawn"),
            icon="x",
            timeline=pgettext_lazy("timeline", "Grant withdrawn"),
            quote="withdrawn_reason",
        )

    @property
    def rest(self) -> Decimal:
        """What was approved and is not paid yet."""
        return self.amount - self.paid

    @property
    def was_approved(self) -> bool:
        """Also of one that was withdrawn afterwards."""
        return self.worth is not None

    @property
    def is_payable(self) -> bool:
        return self.state in self.PAYABLE

    @property
    def is_ended(self) -> bool:
        return self.state in (self.State.PAID, self.State.REFUSED, self.State.WITHDRAWN)

    def get_absolute_url(self) -> str:
        # Inside the address of its case: what is taken back of a case takes back this too.
        return f"{self.case.get_absolute_url()}grants/{self.ref}/"

    def tell(self, users: Iterable[User], what: str, *, by: User) -> None:
        Notification.notify(
            users, event=what, about=self.case.number, url=self.get_absolute_url(), by=by
        )

    # Its life.

    @classmethod
    @transaction.atomic
    def ask(
        cls, case: Case, *, by: User, way: UUID, kind: str, amount: Decimal, currency: str,
        line: BudgetLine, text: str, in_kind: bool = False, ref: UUID | None = None,
    ) -> "AssistanceGrant":  # fmt: skip
        """Ask for it, and say what for. What is asked under a `ref` again is the same asking."""
        if ref and (known := cls.objects.filter(ref=ref).first()):
            return known._again(by, way, amount, currency, line)
        case.require_work_allowed()
        if by not in users_with_verb_or_owner(case, "case.work"):
            raise Refusal(_("Whoever works on the case asks for this."))
        if not text.strip():
            raise Refusal(_("Write what the money or the goods are for."))
        if not is_whole_cents(amount) or amount <= 0:
            raise Refusal(_("Write the amount in figures, to the cent, and above nothing."))
        grant = cls(
            case=case, by=by, way=way, kind=kind, amount=amount, currency=currency, line=line,
            text=text.strip(), in_kind=in_kind, **({"ref": ref} if ref else {}),
        )  # fmt: skip
        grant._must_fit_the_fund()
        line.must_have(grant._worth()[0])
        grant.save()
        log.log_event(by, "grant.asked", grant, kind=kind)
        deciders = users_with_verb_or_owner(case, "money.approve")
        grant.tell(deciders, "grant.asked", by=by)
        return grant

    def approve(self, *, by: User) -> None:
        """A second person agrees: from now on the money is bound, and may be paid."""
        self._decide(by=by, approved=True, because="")

    def refuse(self, *, by: User, because: str) -> None:
        if not because.strip():
            raise Refusal(_("Write why, so that your colleague can tell the person."))
        self._decide(by=by, approved=False, because=because.strip())

    @transaction.atomic
    def _decide(self, *, by: User, approved: bool, because: str) -> None:
        self.hold()
        if by.pk == self.by_id:
            raise Refusal(_("Somebody else than who asked for it decides."))
        if by not in users_with_verb_or_owner(self.case, "money.approve"):
            raise Refusal(_("This is decided by somebody else: a supervisor of the team."))
        if self.decided_at:
            if self.decided_by_id == by.pk and self.was_approved == approved:
                return  # sent twice
            raise Refusal(_("This was already decided."))
        if self.state != self.State.ASKED:
            raise Refusal(_("This was withdrawn. There is nothing to decide."))
        if approved:
            self.worth, self.rate, self.rate_on = self._bind()
            self.bound = self.worth
        self.decided_at, self.decided_by, self.decision_reason = now(), by, because
        self._set_state(
            self.State.APPROVED if approved else self.State.REFUSED,
            "decided_at", "decided_by", "decision_reason", "worth", "rate", "rate_on",
        )  # fmt: skip
        said = "grant.approved" if approved else "grant.refused"
        log.log_event(by, said, self, kind=self.kind)
        self.tell([self.by, *(self.payers() if approved else ())], said, by=by)

    def _bind(self) -> tuple[Decimal, Decimal, date]:
        self.case.require_open()
        self._must_fit_the_fund()
        bound, rate, on = self._worth()
        self.line.must_have(bound)
        return bound, rate, on

    @transaction.atomic
    def withdraw(self, *, by: User, because: str = "") -> None:
        """No longer wanted: what was paid stays paid, what was bound beyond it is free again."""
        self.hold()
        if by not in users_with_verb_or_owner(self.case, "case.work"):
            raise Refusal(_("Whoever works on the case withdraws this."))
        if self.withdrawn_at:
            return
        if self.is_ended:
            raise Refusal(_("This was paid or refused: there is nothing to withdraw."))
        self.withdrawn_at, self.withdrawn_by = now(), by
        self.withdrawn_reason = because.strip()
        self.bound = self.charged()
        self._set_state(self.State.WITHDRAWN, "withdrawn_at", "withdrawn_by", "withdrawn_reason")
        log.log_event(by, "grant.withdrawn", self, kind=self.kind)

    def pay(
        self, *, by: User, amount: Decimal, on: date, how: str, receipt_words: str = "",
        ref: UUID | None = None,
    ) -> "Payment":  # fmt: skip
        """All of it or a part: see `Payment.make`."""
        from .payments import Payment

        return Payment.make(
            self, by=by, amount=amount, on=on, how=how, receipt_words=receipt_words, ref=ref
        )

    # What it stands on.

    def payers(self) -> list[User]:
        """Never who approved it; and not who asked for it, while anybody else may."""
        may = [
            u
            for u in users_with_verb_or_owner(self.case, "money.pay")
            if u.pk != self.decided_by_id
        ]
        return [user for user in may if user.pk != self.by_id] or may

    def charged(self) -> Decimal:
        """What was taken of the line so far: payments that were not cancelled."""
        live = self.payments.live().aggregate(sum=models.Sum("charged"))  # type: ignore[attr-defined]
        return live["sum"] or Decimal(0)

    def _worth(self) -> tuple[Decimal, Decimal, date]:
        worth = worth_in(
            self.amount, self.currency, self.line.fund.currency, on=self.case.office.today()
        )
        if not worth.amount:
            raise Refusal(_("This is less than a cent in the currency of the fund."))
        return worth.amount, worth.rate, worth.on

    def _must_fit_the_fund(self) -> None:
        self.must_be_of_its_office()
        self.line.fund.must_be_open_on(self.case.office.today())

    def must_be_of_its_office(self) -> None:
        """A case that went to another office is helped from a fund of that office."""
        if self.line.fund.office_id != self.case.team.office_id:
            raise Refusal(_("This fund belongs to another office. Choose one of this office."))

    def _again(self, by, way, amount, currency, line) -> "AssistanceGrant":
        same = (self.by_id, self.way, self.amount, self.currency, self.line_id)
        if same != (by.pk, way, amount, currency, line.pk):
            raise Refusal(_("Already requested with another amount. Check it."))
        return self

    def hold(self) -> None:
        """Of two who decide or pay in the same moment, one sees what the other did."""
        load_related([self], "case", "line__fund")
        self.line.hold()
        lock_and_refresh(self, *OF_ITS_LIFE)

    def settle(self, paid: Decimal) -> None:
        """Put the shadows right after a payment, or after one was cancelled."""
        self.paid = paid
        if self.state == self.State.WITHDRAWN:
            self.bound = self.charged()
            return self._set_state(self.State.WITHDRAWN)
        states = {Decimal(0): self.State.APPROVED, self.amount: self.State.PAID}
        return self._set_state(states.get(paid, self.State.PART_PAID))

    def _set_state(self, state: str, *changed: str) -> None:
        self.state = state
        self.save(update_fields=["state", "bound", "paid", *changed])
