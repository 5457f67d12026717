"""Asking to take over: somebody is before us, and another office knows them.

Who asks never learns more than that the other office knows somebody like this. Who is asked
learns who asks and why, and hands the case over or declines.
"""

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Membership, Notification, Office, Team, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh, named_by
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.foundation.people.search.search import matches_at_office
from amparo.pillars.assistance.cases.models.cases import Case

from .transfers import Transfer

MOST_ALIKE = 3


class TransferRequestQuerySet(PermissionQuerySet):
    def waiting(self) -> "TransferRequestQuerySet":
        return self.filter(ended_at=None)


class TransferRequest(Record):
    """One question from one office to another about somebody whom both have met."""

    class Reason(models.TextChoices):
        HERE = "here", gettext_lazy("Person is now in our area")
        ASKS = "asks", gettext_lazy("Person requested the transfer")
        FAMILY = "family", gettext_lazy("Family assisted by our office")
        OTHER = "other", gettext_lazy("Other reason")

    class Outcome(models.TextChoices):
        HANDED_OVER = "handed_over", gettext_lazy("Transfer accepted")
        DECLINED = "declined", pgettext_lazy("transfer", "Declined")

    class DeclineReason(models.TextChoices):
        """A code: never a word about the person."""

        STAYS = "stays", gettext_lazy("Case remains with our office")
        NO_CASE = "no_case", gettext_lazy("Unknown to our office: register as new")
        NO_CONSENT = "no_consent", gettext_lazy("No consent of the person")
        CALL = "call", gettext_lazy("Call us about this")

    person = models.ForeignKey(Person, models.CASCADE, related_name="take_overs")
    office = models.ForeignKey(Office, models.PROTECT, related_name="take_overs_asked")
    team = models.ForeignKey(
        Team, models.PROTECT, verbose_name=gettext_lazy("Who asked"), related_name="take_overs"
    )
    reason = models.CharField(gettext_lazy("Reason"), max_length=10, choices=Reason)
    text = PersonalField(pgettext_lazy("field", "Text"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)
    ended_at = models.DateTimeField(gettext_lazy("Answered on"), null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    outcome = models.CharField(
        gettext_lazy("Our answer to them"), max_length=12, choices=Outcome, blank=True
    )
    end_reason = models.CharField(
        gettext_lazy("Reason for declining"), max_length=12, choices=DeclineReason, blank=True
    )

    crypto_label = "transferrequest"
    audit_name = "transferrequest"

    objects = TransferRequestQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Transfer request")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "office", "team"],
                name="asked_to_take_over_once",
                condition=models.Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="take_over_answered_one_way",
                condition=models.Q(ended_at=None, ended_by=None, outcome="", end_reason="")
                | models.Q(ended_at__isnull=False, ended_by__isnull=False)
                & (
                    models.Q(outcome="handed_over", end_reason="")
                    | models.Q(outcome="declined") & ~models.Q(end_reason="")
                ),
            ),
        ]

    class Privacy:
        owner = "person"
        title = gettext_lazy("Transfer request from another office")
        disclose = ("at", "team", "reason", "text", "ended_at", "outcome", "end_reason")
        review = True

    class Events:
        prefix = "takeover"
        asked = AuditEvent(
            gettext_lazy("Transfer requested by another office"),
            notice=Notice(
                gettext_lazy("Transfer request for a person in your caseload"),
                "referral",
                icon="arrows-exchange",
            ),
        )
        agreed = AuditEvent(gettext_lazy("Transfer request accepted"))
        declined = AuditEvent(
            gettext_lazy("Transfer request declined"),
            notice=Notice(
                gettext_lazy("Transfer request declined by an office"), "referral", icon="x"
            ),
        )

    def __str__(self):
        return f"TransferRequest {self.ref}"

    @property
    def file(self) -> Person:
        return self._person()

    def _person(self) -> Person:
        """The person, also for who asks and does not hold the record."""
        return named_by(self, "person")

    @property
    def is_waiting(self) -> bool:
        return self.ended_at is None

    def get_absolute_url(self) -> str:
        return reverse("transfers:take-over", args=[self.ref])

    @classmethod
    @transaction.atomic
    def ask(
        cls, sought: str, *, at: Office, team: Team, by: User, reason: str, text: str = ""
    ) -> "TransferRequest":
        """Ask an office that knows somebody like this; asked twice, it is the same question."""
        found = matches_at_office(by, sought, at)
        if not found:
            raise Refusal(_("Nobody like this is known there. Search again with what you know."))
        if len(found) > MOST_ALIKE:
            raise Refusal(_("Several people are like this. Search with a number or a document."))
        asked = [cls._about(each, at, team, by, reason, text) for each in found]
        return asked[0]

    @classmethod
    def _about(
        cls, person: Person, at: Office, team: Team, by: User, reason: str, text: str
    ) -> "TransferRequest":
        asked, is_first = cls.objects.get_or_create(
            person=person, office=at, team=team, ended_at=None,
            defaults={"by": by, "reason": reason, "text": text},
        )  # fmt: skip
        if is_first:
            log.log_event(by, "takeover.asked", asked, reason=reason, to=at.ref)
            Notification.notify(
                asked.who_answers(), event="takeover.asked", about="",
                url=asked.get_absolute_url(), by=by,
            )  # fmt: skip
        return asked

    def who_answers(self) -> list[User]:
        """Who may hand over a case of the office that is asked."""
        here = models.Q(office=self.office_id) | models.Q(team__office=self.office_id)
        return Membership.objects.held().with_permission("case.approve").filter(here).people()

    def cases_of(self, user: User) -> list[Case]:
        """The open cases there in which the person is accompanied, that `user` approves."""
        belongs = (
            models.Q(person=self.person_id)
            | models.Q(dependants__person=self.person_id)
            | models.Q(family__members__person=self.person_id)
        )
        theirs = Case.objects.filter(belongs, team__office=self.office_id).values("pk")
        cases = Case.objects.active().with_subject().filter(pk__in=theirs)
        return list(cases.accessible_to(user, "approve").order_by("pk")[:20])

    @transaction.atomic
    def hand_over(self, case: Case, *, by: User, text: str = "") -> Transfer:
        """Yes: the case is offered to who asked, by the same rules as any other."""
        if case not in self.cases_of(by):
            raise Refusal(_("The person is not accompanied in this case, or it was closed."))
        self._lock()
        self._answer(self.Outcome.HANDED_OVER, by=by)
        transfer = Transfer.offer(
            case, to=self.team, by=by, reason=Transfer.Reason.ASKED, text=text
        )
        log.log_event(by, "takeover.agreed", self)
        return transfer

    @transaction.atomic
    def decline(self, *, by: User, reason: str) -> "TransferRequest":
        """No, with a reason that says nothing of the person."""
        self._lock()
        if (self.ended_by_id, self.end_reason) == (by.pk, reason):
            return self
        self._answer(self.Outcome.DECLINED, by=by, reason=reason)
        log.log_event(by, "takeover.declined", self, reason=reason)
        Notification.notify(
            [self.by], event="takeover.declined", about="", url=self.get_absolute_url(), by=by
        )
        return self

    def _lock(self) -> None:
        """Answered once: of two who answer in the same moment, the second finds the answer."""
        lock_and_refresh(self, "ended_at", "ended_by_id", "end_reason")

    def _answer(self, outcome: str, *, by: User, reason: str = "") -> None:
        if not self.is_waiting:
            raise Refusal(_("This was already answered."))
        self.ended_at, self.ended_by = now(), by
        self.outcome, self.end_reason = outcome, reason
        self.save(update_fields=["ended_at", "ended_by", "outcome", "end_reason"])
        Notification.objects.filter(url=self.get_absolute_url()).delete()
