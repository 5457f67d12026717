"""Transfer: a case goes to another office or organization, and nothing is lost on the way.

Until it is accepted, who has the case works on. Within one house what the person agreed to goes
on; to another organization a case goes only with their yes to it, or on a confirmed exception.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.labels import labelled
from amparo.foundation.core.models import Notification, Team, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import (
    lock_and_refresh,
    lock_for_update,
    named_by,
)
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.access_grants import (
    possible_owners_in_team,
    restricted_group_in,
)
from amparo.pillars.assistance.cases.models.approvals import ApprovalRequest
from amparo.pillars.assistance.cases.models.base import CaseRecord
from amparo.pillars.assistance.cases.models.cases import Case

# What its end writes into it.
_END = ("state", "ended_at", "ended_by", "new_owner", "end_reason", "end_text")


class TransferQuerySet(PermissionQuerySet):
    def waiting(self) -> "TransferQuerySet":
        """Sent, and not answered yet."""
        return self.filter(state=Transfer.State.WAITING)

    def under_way(self) -> "TransferQuerySet":
        """Sent, or still before the supervisor who must agree."""
        return self.filter(state__in=Transfer.UNDER_WAY)


@aggregate_query("who is offered a case does not hold it yet")
def those_that_may_go_on(transfers: "Iterable[Transfer]") -> tuple[int, ...]:
    """Returns the keys of the transfers whose case may still go where it was offered."""
    from ..transfer_execution import count_not_agreed

    return tuple(
        each.pk
        for each in transfers
        if each.case.has_legal_basis and not count_not_agreed(each.case, each.to_team)
    )


class Transfer(CaseRecord):
    """One case offered to a team of another office: why, and what they must know."""

    class Reason(models.TextChoices):
        MOVES = "moves", gettext_lazy("Relocation of the person")
        FAMILY = "family", gettext_lazy("Family or community there")
        SAFETY = "safety", gettext_lazy("Not safe here")
        SPECIAL = "special", gettext_lazy("Needs services not available here")
        ROOM = "room", pgettext_lazy("transfer", "Caseload too high")
        CLOSES = "closes", gettext_lazy("Office closing")
        ASKED = "asked", gettext_lazy("Requested by the other office")
        OTHER = "other", gettext_lazy("Other reason")

    class State(models.TextChoices):
        ASKED = "asked", gettext_lazy("Pending supervisor approval")
        WAITING = "waiting", gettext_lazy("Pending answer")
        ACCEPTED = "accepted", pgettext_lazy("transfer", "Accepted")
        DECLINED = "declined", pgettext_lazy("transfer", "Declined")
        TAKEN_BACK = "taken_back", pgettext_lazy("transfer", "Withdrawn")

    class DeclineReason(models.TextChoices):
        FULL = "full", gettext_lazy("Caseload too high")
        NOT_HERE = "not_here", gettext_lazy("Person not in our area")
        NOT_OURS = "not_ours", gettext_lazy("Another service is better placed")
        MISSING = "missing", gettext_lazy("Information missing")
        OTHER = "other", gettext_lazy("Other reason")

    UNDER_WAY = (State.ASKED, State.WAITING)

    from_team = models.ForeignKey(
        Team,
        models.PROTECT,
        verbose_name=gettext_lazy("Who accompanied you"),
        related_name="transfers_out",
    )
    from_owner = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    to_team = models.ForeignKey(
        Team,
        models.PROTECT,
        verbose_name=gettext_lazy("Who would accompany you"),
        related_name="transfers_in",
    )
    reason = models.CharField(gettext_lazy("Reason"), max_length=10, choices=Reason)
    text = PersonalField(pgettext_lazy("field", "Text"))
    # Of a restricted case only these groups learn, on either side; "" where it is an ordinary one.
    kept_from = models.CharField(max_length=60, blank=True)
    kept_to = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField(null=True, editable=False)
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=10, choices=State, default=State.ASKED
    )
    ended_at = models.DateTimeField(null=True, editable=False)
    # Nobody, where what allowed it came to an end.
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    new_owner = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    end_reason = models.CharField(
        gettext_lazy("Reason transfer was declined"),
        max_length=10,
        choices=DeclineReason,
        blank=True,
    )
    end_text = PersonalField(gettext_lazy("Their answer"))

    crypto_label = "transfer"
    audit_name = "transfer"

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Case transfer")
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                name="one_transfer_at_a_time",
                condition=models.Q(state__in=("asked", "waiting")),
            ),
            models.CheckConstraint(
                name="transfer_ended_one_way",
                condition=models.Q(
                    state__in=("asked", "waiting"),
                    ended_at=None, ended_by=None, new_owner=None, end_reason="",
                )
                | models.Q(
                    state="accepted", ended_at__isnull=False, ended_by__isnull=False,
                    new_owner__isnull=False, end_reason="",
                )
                | models.Q(
                    state="declined", ended_at__isnull=False, ended_by__isnull=False,
                    new_owner=None,
                )
                & ~models.Q(end_reason="")
                | models.Q(
                    state="taken_back", ended_at__isnull=False, new_owner=None, end_reason=""
                ),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["to_team", "at"],
                name="transfers_waiting",
                condition=models.Q(state="waiting"),
            )
        ]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Offered for transfer")
        review = True
        disclose = (
            "at", "from_team", "to_team", "reason", "text", "state", "answered_at", "end_reason",
            "end_text",
        )  # fmt: skip

    class Events:
        offered = AuditEvent(
            gettext_lazy("Offered for transfer"),
            icon="arrows-exchange",
            notice=Notice(
                gettext_lazy("Case transfer offered to your office"),
                "referral",
                icon="arrows-exchange",
            ),
        )
        accepted = AuditEvent(
            gettext_lazy("Case transfer accepted"),
            icon="arrows-exchange",
            timeline=gettext_lazy("Another office took it over"),
            notice=Notice(
                gettext_lazy("Case transfer accepted by the other office"),
                "referral",
                icon="circle-check",
            ),
        )
        declined = AuditEvent(
            gettext_lazy("Case transfer declined"),
            icon="x",
            timeline=gettext_lazy("The other office did not take it over"),
            notice=Notice(
                gettext_lazy("Case transfer declined by the other office"), "referral", icon="x"
            ),
        )
        taken_back = AuditEvent(gettext_lazy("Transfer offer withdrawn"), icon="x", story=False)
        listed = AuditEvent(gettext_lazy("Transfer list viewed"))

    @property
    def file(self) -> Case:
        return self._case()

    def _case(self) -> Case:
        """The case, also for who is offered it and does not hold it yet."""
        return named_by(self, "case")

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    @labelled(gettext_lazy("Answered on"))
    def answered_at(self) -> datetime | None:
        """When the other office answered; when an offer was taken back is nobody's answer."""
        is_answered = self.state in (self.State.ACCEPTED, self.State.DECLINED)
        return self.ended_at if is_answered else None

    @property
    def is_still_allowed(self) -> bool:
        """Whether what allowed the offer still does: a consent may have run out meanwhile."""
        return self.pk in those_that_may_go_on([self])

    @property
    def since(self) -> datetime:
        return self.sent_at or self.at

    def get_absolute_url(self) -> str:
        return reverse("transfers:transfer", args=[self.ref])

    @classmethod
    @transaction.atomic
    def offer(cls, case: Case, *, to: Team, by: User, reason: str, text: str = "") -> "Transfer":
        """Offer the case to another office; where ours wants it, a supervisor is asked first.

        Offered again to the same team, it is the same offer.
        """
        from ..transfer_execution import require_transfer_allowed

        there = case.transfers.under_way().first()
        if there and there.to_team_id == to.pk and there.by_id == by.pk:
            return there
        if there:
            raise Refusal(_("This case is on its way to another office. Take it back first."))
        require_transfer_allowed(case, to)
        transfer = cls(
            case=case, from_team=case.team, from_owner=case.owner, to_team=to, by=by,
            reason=reason, text=text,
        )  # fmt: skip
        transfer._keep_to_groups()
        transfer.save()
        log.log_event(by, "transfer.offered", transfer, reason=reason, to=to.ref)
        if case.rules.transfer_is_approved and by not in case.supervisors():
            ApprovalRequest.ask(case, "transfer", transfer, by=by)
        else:
            transfer._send()
        case.touch()
        return transfer

    @classmethod
    @transaction.atomic
    def offer_all(cls, cases: Iterable[Case], **said) -> "list[Transfer]":
        """A whole caseload goes: each by the rules of each, and all of them or none."""
        made = []
        for case in cases:
            try:
                made.append(cls.offer(case, **said))
            except Refusal as refusal:
                raise Refusal(
                    _("Case %(number)s stays. %(why)s") % {"number": case.number, "why": refusal}
                ) from refusal
        return made

    def approved(self, *, by: User) -> None:
        """The supervisor agrees: only now those who may take it learn of it."""
        from ..transfer_execution import require_transfer_allowed

        self._lock()
        self._must_be(self.State.ASKED)
        require_transfer_allowed(self.case, self.to_team)
        self._send()

    def sent_back(self, *, by: User) -> None:
        self._lock()
        self._must_be(self.State.ASKED)
        self._end(self.State.TAKEN_BACK, by=by)

    def _send(self) -> None:
        self.state, self.sent_at = self.State.WAITING, now()
        self.save(update_fields=["state", "sent_at"])
        Notification.notify(
            self.receivers(), event="transfer.offered", about=self.case.number,
            url=self.get_absolute_url(), by=self.by,
        )  # fmt: skip

    def receivers(self) -> list[User]:
        """Who may take it over: they share out cases there, and have leave if need be."""
        return possible_owners_in_team(self._case(), self.to_team)

    def owners(self) -> list[User]:
        """Colleagues there who may accompany the person."""
        return possible_owners_in_team(self._case(), self.to_team, "case.work")

    @transaction.atomic
    def accept(self, *, by: User, owner: User) -> "Transfer":
        """Take the case over, in one deed: who accompanies them, and all that lies in the file."""
        from ..transfer_execution import execute_transfer, require_transfer_allowed

        self._lock()
        if (self.ended_by_id, self.new_owner_id) == (by.pk, owner.pk):
            return self  # a phone that retries is welcome
        if owner not in self.owners():
            raise Refusal(_("Choose a colleague of this office who may open such files."))
        self._must_be(self.State.WAITING)
        case = lock_for_update(self._case())
        require_transfer_allowed(case, self.to_team)
        self.new_owner = owner
        self._end(self.State.ACCEPTED, by=by)
        execute_transfer(case, to=self.to_team, owner=owner, by=by)
        log.log_event(by, "transfer.accepted", self, to=owner.ref)
        case.tell([owner], "case.assigned", by=by)
        self._tell_who_gave_it("transfer.accepted", self.get_absolute_url(), by)
        return self

    @transaction.atomic
    def decline(self, *, by: User, reason: str, text: str = "") -> "Transfer":
        """Declining always says why: the case stays where it is, and another way is looked for."""
        self._lock()
        if self.state == self.State.DECLINED and self.ended_by_id == by.pk:
            return self
        self._must_be(self.State.WAITING)
        self.end_reason, self.end_text = reason, text
        self._end(self.State.DECLINED, by=by)
        log.log_event(by, "transfer.declined", self, reason=reason)
        self._tell_who_gave_it("transfer.declined", self._case().get_absolute_url(), by)
        return self

    @transaction.atomic
    def take_back(self, *, by: User | None) -> None:
        """It stays with us after all."""
        self._lock()
        if self.state == self.State.TAKEN_BACK:
            return
        self._must_be(*self.UNDER_WAY)
        self._end(self.State.TAKEN_BACK, by=by)
        self.case.approvalrequests.filter(record_ref=self.ref, is_waiting=True).update(
            is_waiting=False
        )
        log.log_event(by, "transfer.taken_back", self)

    def _lock(self) -> None:
        """Answered once: of two who answer in the same moment, the second finds the answer."""
        lock_and_refresh(self, "state", "ended_by_id", "new_owner_id")

    def _must_be(self, *states: str) -> None:
        if self.state not in states:
            raise Refusal(_("This transfer was withdrawn or already answered."))

    def _end(self, state: str, *, by: User | None) -> None:
        self.state, self.ended_at, self.ended_by = state, now(), by
        self.save(update_fields=_END)
        Notification.objects.filter(url=self.get_absolute_url()).delete()

    def _tell_who_gave_it(self, what: str, url: str, by: User) -> None:
        told = [self.by, *([self.from_owner] if self.from_owner else [])]
        Notification.notify(told, event=what, about=self._case().number, url=url, by=by)

    def _keep_to_groups(self) -> None:
        self.kept_from = restricted_group_in(self.case, self.from_team)
        self.kept_to = restricted_group_in(self.case, self.to_team)


def withdraw_open_transfers(case: Case, *, by: User | None) -> None:
    """What is on its way stays: the case was closed, closed off, or may go there no longer."""
    for transfer in case.transfers.under_way():
        transfer.take_back(by=by)


def cases_taken_over_since(moment: datetime) -> models.QuerySet:
    """Returns the keys of the cases that another office took over after a moment."""
    accepted = Transfer.objects.filter(state=Transfer.State.ACCEPTED, ended_at__gt=moment)
    return accepted.values("case")


def update_transfer_restrictions(case: Case, *, by: User) -> None:
    """Who may open the case changed: it goes nowhere unasked, and old transfers tell no more."""
    withdraw_open_transfers(case, by=by)
    for transfer in case.transfers.select_related("from_team", "to_team"):
        transfer.case = case
        transfer._keep_to_groups()
        transfer.save(update_fields=["kept_from", "kept_to"])
