"""What each party of an agreement owes, by when, and whether it was done."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Notification, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .agreements import Agreement
from .parties import AgreementParty

LONGEST = 1000


class AgreementObligationQuerySet(PermissionQuerySet):
    def past_due(self, day: date) -> "AgreementObligationQuerySet":
        """Not done, past their day, of agreements that did not end early."""
        return self.filter(done_on=None, due_on__lt=day, agreement__ended_on=None)

    def to_be_reminded(self, day: date) -> "AgreementObligationQuerySet":
        """Past their day, and nobody was told."""
        return self.past_due(day).filter(is_reminded=False)


class AgreementObligation(Record):
    """One thing that a party is to do; without a day where the agreement sets none."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="obligations")
    party = models.ForeignKey(
        AgreementParty, models.PROTECT, related_name="obligations",
        verbose_name=pgettext_lazy("agreement", "Owed by"),
    )  # fmt: skip
    text = models.TextField(pgettext_lazy("agreement", "Obligation"), max_length=LONGEST)
    due_on = models.DateField(gettext_lazy("Due"), null=True, blank=True)
    done_on = models.DateField(pgettext_lazy("obligation", "Done on"), null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    is_reminded = models.BooleanField(default=False, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "agreementobligation"

    objects = AgreementObligationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Obligation of an agreement")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["due_on"], name="agreement_obligations_open",
                condition=models.Q(done_on=None),
            )
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("What an institution is to do under an agreement.")
        plain_text = {"text": "what an institution is to do under an agreement"}

    class Events:
        added = AuditEvent(gettext_lazy("Obligation added to an agreement"))
        changed = AuditEvent(gettext_lazy("Obligation of an agreement updated"))
        done = AuditEvent(gettext_lazy("Obligation of an agreement fulfilled"))
        past_due = AuditEvent(
            gettext_lazy("Obligation of an agreement past due"),
            notice=Notice(
                gettext_lazy("Obligation of an agreement overdue"), "work", icon="clock"
            ),
        )

    def __str__(self):
        return f"AgreementObligation {self.ref}"

    @property
    def is_done(self) -> bool:
        return self.done_on is not None

    def is_past_due(self, day: date) -> bool:
        return not self.is_done and self.due_on is not None and self.due_on < day

    @classmethod
    @transaction.atomic
    def add(
        cls, agreement: Agreement, *, by: User, party: AgreementParty, text: str,
        due_on: date | None = None,
    ) -> "AgreementObligation":  # fmt: skip
        """What a party of this agreement owes."""
        agreement.must_go_on()
        obligation = cls(agreement=agreement, by=by, party=party, due_on=due_on)
        obligation._say(text)
        obligation.save()
        log.log_event(by, "agreementobligation.added", obligation)
        return obligation

    @transaction.atomic
    def change(self, *, by: User, party: AgreementParty, text: str, due_on: date | None) -> None:
        """Corrects it while it is not done; with another day, its keepers are reminded anew."""
        lock_and_refresh(self, "done_on", "is_reminded", "due_on")
        self._must_be_open()
        if due_on != self.due_on:
            self.is_reminded = False
        self.party, self.due_on = party, due_on
        self._say(text)
        self.save(update_fields=["party", "text", "due_on", "is_reminded"])
        log.log_event(by, "agreementobligation.changed", self)

    @transaction.atomic
    def mark_done(self, *, by: User, on: date) -> None:
        """It was done on that day. Twice is refused: the first day stands."""
        lock_and_refresh(self, "done_on")
        self._must_be_open()
        if on > self.agreement.office.today_for(by):
            raise Refusal(_("This day is in the future. Enter the day on which it was done."))
        self.done_on, self.done_by = on, by
        self.save(update_fields=["done_on", "done_by"])
        log.log_event(by, "agreementobligation.done", self)

    @transaction.atomic
    def remind(self) -> None:
        """Tells the keepers of the agreement that it is past due, once."""
        lock_and_refresh(self, "is_reminded", "done_on")
        if self.is_reminded or self.is_done:
            return
        self.is_reminded = True
        self.save(update_fields=["is_reminded"])
        log.log_event(None, "agreementobligation.past_due", self)
        Notification.notify(
            self.agreement.keepers(), event="agreementobligation.past_due",
            about=self.agreement.title, url=self.agreement.get_absolute_url(), by=None,
        )  # fmt: skip

    def _must_be_open(self) -> None:
        if self.is_done:
            raise Refusal(_("This obligation is recorded as fulfilled already."))

    def _say(self, text: str) -> None:
        self.text = text.strip()
        if not self.text:
            raise Refusal(_("Write what the institution is to do."))
        self.party.must_belong_to(self.agreement)
