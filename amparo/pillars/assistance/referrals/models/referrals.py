"""A referral: another organization is asked, with the person's consent, to help them.

What leaves is one extract, on the person's own yes; once it is withdrawn, nothing more is read.
"""

from collections.abc import Iterable
from datetime import date

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core import webhooks
from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Notification, Organization, User
from amparo.foundation.core.permissions.rls.records import load_related, lock_for_update, named_by
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.directory.models import Service
from amparo.foundation.people.models import Person
from amparo.foundation.people.models.disclosures import staff_of
from amparo.pillars.assistance.assessment.models.assessments import Need
from amparo.pillars.assistance.cases.models.cases import Case
from amparo.pillars.assistance.cases.models.tasks import Task
from amparo.pillars.assistance.planning.models.plans import Action

from .. import extract
from .events import ReferralEvents
from .referred_persons import ReferredPerson, must_be_sendable
from .responses import ReferralResponse, ReportedService
from .status import (
    ENDED_ONE_WAY,
    GOING_ON,
    READ_BY_ONE,
    TAKEN_ON,
    WITH_THEM,
    ReferralOutcome,
    ReferralQuerySet,
    ReferralStatus,
    WithdrawalReason,
)  # fmt: skip

_What = Task.What
_OWN_TASKS = (
    _What.REFERRAL_ANSWER, _What.REFERRAL_QUESTION, _What.REFERRAL_OTHER_WAY,
    _What.REFERRAL_CONFIRM,
)  # fmt: skip
_CLOSED = ("status", "ended_at", "ended_by", "end_reason", "end_text", "outcome", "outcome_text")


class Referral(Record):
    """One service of one organization, asked to help one or several people of a case."""

    class Urgency(models.TextChoices):
        EMERGENCY = "emergency", gettext_lazy("Emergency: answer the same day")
        URGENT = "urgent", gettext_lazy("Urgent: answer within 3 days")
        STANDARD = "standard", gettext_lazy("Routine: answer within 7 days")

    case = models.ForeignKey(Case, models.CASCADE, related_name="referrals")
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=gettext_lazy("Organization"), related_name="+"
    )
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")
    service_type = models.CharField(gettext_lazy("Service"), max_length=40)
    need = models.ForeignKey(Need, models.SET_NULL, null=True, related_name="referrals")
    action = models.ForeignKey(Action, models.SET_NULL, null=True, related_name="referrals")
    urgency = models.CharField(gettext_lazy("How urgent it was"), max_length=12, choices=Urgency)
    # Which things of a person they read: the smallest that serves (see `extract.py`).
    items = models.JSONField(default=list)
    # For whom receives it: what they must know to help, and nothing else.
    text = PersonalField(pgettext_lazy("field", "Text"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)
    answer_due = models.DateTimeField()
    # The shadow of what was said, for lists; kept by verbs alone.
    status = models.CharField(
        pgettext_lazy("column", "Status"), max_length=20, default=ReferralStatus.SENT
    )
    acknowledged_at = models.DateTimeField(
        pgettext_lazy("referral", "Receipt acknowledged"), null=True, editable=False
    )
    acknowledged_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    acknowledged_link = models.UUIDField(null=True, editable=False)
    # The limit that passed when whoever answers for the case was told last.
    escalated_for = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(gettext_lazy("Ended on"), null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    end_reason = models.CharField(
        gettext_lazy("Why it was withdrawn"), max_length=12, choices=WithdrawalReason, blank=True
    )
    end_text = PersonalField(gettext_lazy("Note on the withdrawal"))
    outcome = models.CharField(
        gettext_lazy("Referral outcome"), max_length=20, choices=ReferralOutcome, blank=True
    )
    # In the person's words, where they gave them.
    outcome_text = PersonalField(pgettext_lazy("field", "Explanation"))

    crypto_label = "referral"
    audit_name = "referral"

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Referral")
        indexes = [
            models.Index(fields=["status", "answer_due"], name="referrals_by_answer_due"),
            models.Index(fields=["organization", "status"], name="referrals_of_an_organization"),
        ]
        constraints = [
            models.CheckConstraint(name="referral_ended_one_way", condition=ENDED_ONE_WAY),
            models.CheckConstraint(name="referral_read_by_one", condition=READ_BY_ONE),
        ]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Referrals made for you")
        review = True
        disclose = (
            "at", "organization", "service_type", "urgency", "text", "status", "acknowledged_at",
            "ended_at", "end_reason", "end_text", "outcome", "outcome_text",
        )  # fmt: skip
        plain_text = {
            "items": "codes of items, never values",
        }

    Events = ReferralEvents

    def __str__(self):
        return f"Referral {self.ref}"

    @property
    def file(self) -> Case:
        """Whoever reads it, also where the case itself stands behind the wall for them."""
        return named_by(self, "case")

    def get_absolute_url(self) -> str:
        return reverse("referrals:referral", args=[self.case.ref, self.ref])

    # Where it stands.

    @property
    def title(self) -> str:
        """What help is asked for, in the reader's language."""
        return codes.label("service_type", self.service_type)

    @property
    def status_label(self) -> str:
        return codes.label("referral_status", self.status)

    @property
    def is_over(self) -> bool:
        return self.status not in GOING_ON

    @property
    def is_waiting(self) -> bool:
        return self.status in WITH_THEM

    @property
    def is_overdue(self) -> bool:
        return self.is_waiting and self.answer_due < now()

    @property
    def answer_due_on(self) -> date:
        return self.answer_due.astimezone(self.case.office.zone).date()

    @property
    def question(self) -> ReferralResponse | None:
        """What they asked, while nobody has answered it."""
        asked = self.answers.filter(outcome=ReferralResponse.Outcome.ASKED, replied_at=None)
        return asked.order_by("pk").last()

    @property
    def decision(self) -> ReferralResponse | None:
        """Their yes or no."""
        return self.answers.final().first()

    @property
    def is_practice(self) -> bool:
        return named_by(self, "case").office.is_practice

    @property
    def is_shared(self) -> bool:
        """Whether they may read anything of it now; in the practice office, as if they did."""
        return self.referred_persons.live().exists() or self.is_practice

    # Ours: asking, answering what they ask, taking back, closing the loop.

    @classmethod
    @transaction.atomic
    def send(
        cls, case: Case, *, by: User, to: Organization, people: Iterable[Person],
        service_type: str, urgency: str, items: Iterable[str], text: str = "",
        service: Service | None = None, answer_by: date | None = None, **about,
    ) -> "Referral":  # fmt: skip
        """Ask them to help; without each person's own yes nothing leaves.

        An answer is due as the urgency says, and on `answer_by` at the latest if it is to come.
        """
        case.require_work_allowed()
        people = list(people)
        must_be_sendable(case, to, people)
        urgency, frozen = cls.Urgency(urgency), now()
        answer_due = case.rules.moment(f"answer.{urgency}", frozen)
        if answer_by and answer_by >= case.office.today():
            answer_due = min(answer_due, case.office.end_of_day(answer_by))
        referral = cls.objects.create(
            case=case, organization=to, service=service, service_type=service_type,
            urgency=urgency, items=extract.known_values(items), text=text.strip(), by=by,
            at=frozen, answer_due=answer_due, **about,
        )  # fmt: skip
        for person in people:
            ReferredPerson.share(referral, person, by=by)
        log.log_event(by, "referral.sent", referral, kind=urgency, recipient=to.ref)
        referral._expect(_What.REFERRAL_ANSWER, referral.answer_due_on, by=by)
        referral._notify_partner("referral.sent", by=by)
        return referral

    @transaction.atomic
    def reply(self, *, by: User, text: str) -> None:
        """Answer what they asked; the time it lay with us is given back to them."""
        self._lock()
        question = self.question
        if question is None:
            raise Refusal(_("There is no question to answer."))
        self.case.require_work_allowed()
        frozen = now()
        question.reply(by=by, at=frozen, text=text)
        self.answer_due += frozen - question.at
        self._stand(ReferralStatus.ACKNOWLEDGED)
        log.log_event(by, "referral.replied", self)
        self._finish(_What.REFERRAL_QUESTION, by=by)
        self._expect(_What.REFERRAL_ANSWER, self.answer_due_on, by=by)
        self._notify_partner("referral.replied", by=by)

    @transaction.atomic
    def withdraw(self, *, by: User | None, why: str, text: str = "") -> None:
        """Taken back, by us or by the person: they read it no longer, and are told."""
        self._lock()
        if self.status == ReferralStatus.WITHDRAWN:  # a phone that retries is welcome
            return
        self._must_go_on()
        self.end_reason, self.end_text = why, text
        log.log_event(by, "referral.withdrawn", self, reason=why)
        self._call_their_system("referral.withdrawn")
        self._end(ReferralStatus.WITHDRAWN, by=by)

    @transaction.atomic
    def close(self, outcome: str, *, by: User, text: str = "") -> None:
        """The person told us what became of it: the loop is closed."""
        self._lock()
        if self.status == outcome:  # the same sent again; another one comes too late
            return
        self._must_go_on()
        if outcome == ReferralOutcome.EXPIRED and not self.is_overdue:
            raise Refusal(_("They still have time to answer."))
        self.outcome, self.outcome_text = outcome, text
        log.log_event(by, "referral.closed", self, outcome=outcome)
        self._end(outcome, by=by)

    def confirm(self, *, by: User, text: str = "") -> None:
        """The person says that they received the service."""
        self.close(ReferralOutcome.COMPLETED, by=by, text=text)

    @transaction.atomic
    def escalate(self) -> bool:
        """Nobody answered in time: who accompanies and who answers for the case hear it, once."""
        self._lock()
        if not self.is_overdue or self.escalated_for == self.answer_due:
            return False
        self.escalated_for = self.answer_due
        self.save(update_fields=["escalated_for"])
        log.log_event(None, "referral.escalated", self)
        owner = [self.case.owner] if self.case.owner else []
        self._tell([*owner, *self.case.supervisors()], "referral.overdue", by=None)
        return True

    # Theirs. `by` is their account, or our colleague to whom they said it; `link` the record of
    # the one-time link through which somebody without an account says it.

    @transaction.atomic
    def acknowledge(self, *, by: User | None, link: Record | None = None) -> None:
        """They have read it."""
        self._lock()
        self._must_be_theirs()
        if self.acknowledged_at:
            return
        self.acknowledged_at, self.acknowledged_by = now(), by
        self.acknowledged_link = link.ref if link else None
        self.save(update_fields=["acknowledged_at", "acknowledged_by", "acknowledged_link"])
        if self.status == ReferralStatus.SENT:
            self._stand(ReferralStatus.ACKNOWLEDGED)
            log.log_event(by, "referral.acknowledged", self)

    @transaction.atomic
    def accept(
        self, *, by: User | None, link: Record | None = None, text: str = ""
    ) -> ReferralResponse:
        """They will help."""
        answer, is_first = self._decide(ReferralResponse.Outcome.ACCEPTED, by, link, text=text)
        if is_first:
            self._expect(_What.REFERRAL_CONFIRM, self._due("referral.confirm"), by=by)
        return answer

    @transaction.atomic
    def decline(
        self, *, by: User | None, reason: str, link: Record | None = None, text: str = ""
    ) -> ReferralResponse:
        """Declining always says why: the caseworker has to find another way."""
        ReferralResponse.must_say_why(reason, text)
        answer, is_first = self._decide(
            ReferralResponse.Outcome.REJECTED, by, link, reason=reason, text=text
        )
        if is_first:
            self._expect(_What.REFERRAL_OTHER_WAY, self.case.office.today(), by=by)
            ReferredPerson.end(self, by=by)  # who does not help needs to know nothing
        return answer

    def _decide(
        self, outcome: str, by: User | None, link: Record | None, **said
    ) -> tuple[ReferralResponse, bool]:
        self._lock()
        earlier = self.decision
        if earlier and earlier.is_same(outcome, by, link):  # a phone that retries is welcome
            return earlier, False
        if earlier:
            raise Refusal(_("This referral was already answered."))
        self._must_be_theirs()
        answer = ReferralResponse.give(self, outcome, by=by, link=link, **said)
        self._stand(ReferralStatus(outcome))
        log.log_event(by, f"referral.{outcome}", self, reason=answer.reason)
        self._finish(_What.REFERRAL_ANSWER, _What.REFERRAL_QUESTION, by=by)
        self.notify_team(f"referral.{outcome}", by=by)
        return answer, True

    @transaction.atomic
    def ask(self, *, by: User | None, text: str, link: Record | None = None) -> ReferralResponse:
        """They need to know something before they can say."""
        self._lock()
        if self.decision:
            raise Refusal(_("This referral was already answered."))
        self._must_be_theirs()
        waiting = self.question
        if (
            waiting
            and waiting.is_same(ReferralResponse.Outcome.ASKED, by, link)
            and waiting.text == text
        ):
            return waiting
        if waiting:
            raise Refusal(_("A question already waits for an answer."))
        if not text.strip():
            raise Refusal(_("Write the question."))
        question = ReferralResponse.give(
            self, ReferralResponse.Outcome.ASKED, by=by, link=link, text=text
        )
        self._stand(ReferralStatus.ASKED)
        log.log_event(by, "referral.asked", self)
        self._finish(_What.REFERRAL_ANSWER, by=by)
        self._expect(_What.REFERRAL_QUESTION, self.case.office.today(), by=by)
        self.notify_team("referral.asked", by=by)
        return question

    @transaction.atomic
    def report(
        self, *, by: User | None, given_on: date, link: Record | None = None, **what
    ) -> ReportedService:
        """What they gave: it stands in the case, and is confirmed with the person."""
        self._lock()
        if self.status not in TAKEN_ON:
            raise Refusal(
                _("Accept the referral first: then the service provided can be reported.")
            )
        self._must_be_theirs()
        report, is_first = ReportedService.give(self, by=by, link=link, given_on=given_on, **what)
        if is_first:
            self._stand(ReferralStatus.IN_PROGRESS)
            log.log_event(by, "referral.reported", self, kind=report.service.service_type)
            self._expect(_What.REFERRAL_CONFIRM, self._due("referral.confirm"), by=by)
            self.notify_team("referral.reported", by=by)
        return report

    # What every verb needs.

    def _lock(self) -> None:
        """One deed at a time: of two answers in the same moment the second finds the first. It is
        written into the case, which whoever answers may not open.
        """
        load_related([self], "case", "referred_persons__shared")
        kept = lock_for_update(self, self.case)
        for name in ("status", "answer_due", "acknowledged_at", "escalated_for"):
            setattr(self, name, getattr(kept, name))

    def _must_go_on(self) -> None:
        if self.is_over:
            raise Refusal(_("This referral is closed already."))

    def _must_be_theirs(self) -> None:
        if self.is_over or not self.is_shared:
            raise Refusal(_("This referral is no longer shared with you."))

    def _stand(self, status: str) -> None:
        self.status = status
        self.save(update_fields=["status", "answer_due"])
        self.case.touch()

    def _end(self, status: str, *, by: User | None) -> None:
        # First: what ends with it must find it over.
        self.status, self.ended_at, self.ended_by = status, now(), by
        self.save(update_fields=_CLOSED)
        ReferredPerson.end(self, by=by)
        self._finish(*_OWN_TASKS, by=by)
        self.case.touch()

    def _due(self, timer: str) -> date | None:
        return self.case.rules.due(timer, self.case.office.today())

    def _expect(self, what: str, due_on: date | None, *, by: User | None) -> None:
        self.case.expect(what, due_on, by=by, source_ref=self.ref)

    def _finish(self, *what: str, by: User | None) -> None:
        Task.finish(self.case, *what, by=by, source_ref=self.ref)

    def notify_team(self, what: str, *, by: User | None) -> None:
        """Who accompanies the case; where nobody does, who answers for it."""
        self._tell([self.case.owner] if self.case.owner else self.case.supervisors(), what, by=by)

    def _tell(self, users: list[User], what: str, *, by: User | None) -> None:
        Notification.notify(
            users, event=what, about=self.case.number, url=self.get_absolute_url(), by=by,
            urgent=self.urgency == self.Urgency.EMERGENCY,
        )  # fmt: skip

    def _notify_partner(self, what: str, *, by: User) -> None:
        """Without a word of whom it is about; of what is practised, nobody."""
        self._call_their_system(what)
        Notification.notify(
            [] if self.is_practice else staff_of(self.organization), event=what, about="", by=by,
            url=reverse("referrals:received"), urgent=self.urgency != self.Urgency.STANDARD,
        )  # fmt: skip

    def _call_their_system(self, what: str) -> None:
        if not self.is_practice:
            webhooks.notify_partner(self.organization, what, self)
