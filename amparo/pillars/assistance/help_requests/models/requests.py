"""Asking for help without a name: what was asked, by when it is answered, and what became of it.

Whoever asks comes back with a code. Where it takes more than an answer, it becomes a case.
"""

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core import webhooks
from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import DataKey, Notification, Office, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.rls.records import allow_new, load_related, named_by
from amparo.foundation.core.receipt_codes import ReceiptCodeModel
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal, TemporarilyUnavailable
from amparo.pillars.assistance.cases.models.cases import Case

from .questions import CONTACT, NOTICE, READ, SHARE, HelpRequestFields
from .reception import receivers_of, receiving_office, supervisors_of
from .status import (
    NO_DUE_TIME,
    OPEN,
    OVER,
    CloseReason,
    HelpRequestQuerySet,
    HelpRequestState,
    SpamSuspicion,
)
from .time_limits import response_due, retention_date

if TYPE_CHECKING:
    from .records import HelpRequestMessage


class HelpRequest(HelpRequestFields, ReceiptCodeModel, Record):
    """What somebody asks for, perhaps for somebody else, and how to reach them safely."""

    doubt = models.CharField(max_length=10, choices=SpamSuspicion, blank=True)
    # Where it lies now, and what became of it: the shadow of its steps, for lists.
    office = models.ForeignKey(Office, models.PROTECT, related_name="help_requests")
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=HelpRequestState, default=HelpRequestState.NEW)
    due_at = models.DateTimeField(default=NO_DUE_TIME)
    escalated_at = models.DateTimeField(null=True, editable=False)
    keep_until = models.DateField(null=True, editable=False)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="help_requests"
    )

    crypto_label = "helprequest"
    audit_name = "helprequest"

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Request for help")
        indexes = [
            models.Index(fields=["office", "state", "due_at"], name="help_of_an_office"),
            models.Index(
                fields=["keep_until"], name="help_kept_until",
                condition=models.Q(keep_until__isnull=False),
            ),
        ]  # fmt: skip

    class Privacy:
        plain_text = {"needs": "codes of needs"}

    class Events:
        prefix = "help"
        asked = AuditEvent(gettext_lazy("Request for help received online"))
        by_partner = AuditEvent(gettext_lazy("Request for help received from partner system"))
        read = AuditEvent(gettext_lazy("Applicant returned with code"))
        added = AuditEvent(
            gettext_lazy("Applicant added a message"),
            icon="messages",
            timeline=gettext_lazy("Wrote more with their code"),
            notice=Notice(
                gettext_lazy("New message on a request for help"),
                "message",
                icon="message-2",
                may_endanger=True,
            ),
        )
        contact_changed = AuditEvent(
            gettext_lazy("Applicant changed contact details"),
            icon="phone",
            timeline=gettext_lazy("Changed how to reach them"),
        )
        withdrawn = AuditEvent(
            gettext_lazy("Request withdrawn by applicant"),
            icon="hand-stop",
            timeline=gettext_lazy("Asks with their code to stop"),
            danger=True,
            notice=Notice(
                gettext_lazy("Request for help withdrawn: read before you continue"),
                "work",
                icon="arrow-back-up",
                may_endanger=True,
            ),
        )
        opened_again = AuditEvent(gettext_lazy("Request for help reopened"))
        answered = AuditEvent(
            gettext_lazy("Request for help answered"),
            icon="messages",
            timeline=gettext_lazy("Answered under their code"),
        )
        taken = AuditEvent(gettext_lazy("Request for help taken"))
        passed = AuditEvent(
            gettext_lazy("Request for help forwarded to another office"),
            notice=Notice(
                gettext_lazy("Request for help forwarded to your office"),
                "referral",
                icon="lifebuoy",
                may_endanger=True,
            ),
        )
        set_aside = AuditEvent(gettext_lazy("Request for help marked as spam"))
        heeded = AuditEvent(gettext_lazy("Request for help restored"))
        closed = AuditEvent(gettext_lazy("Request for help closed"))
        case = AuditEvent(gettext_lazy("Request for help turned into case"))
        became_case = AuditEvent(
            gettext_lazy("Requested help online before"),
            icon="messages",
            timeline=gettext_lazy("Request for help received online"),
            story=False,
        )
        overdue = AuditEvent(
            gettext_lazy("Request for help overdue"),
            notice=Notice(
                gettext_lazy("Request for help overdue"), "work", icon="clock", may_endanger=True
            ),
        )
        listed = AuditEvent(gettext_lazy("Requests for help viewed"))
        cleared = AuditEvent(gettext_lazy("Expired requests for help deleted"))
        clearing_asked = AuditEvent(gettext_lazy("Deletion of requests for help requested"))

    def __str__(self):
        return f"HelpRequest {self.ref}"

    @property
    def file(self) -> "HelpRequest | Case":
        """Its own file; once it is a case, that of the case."""
        return named_by(self, "case") or self

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def waits(self) -> bool:
        """Whether the last word is theirs, and ours is due."""
        return self.is_open and self.due_at < NO_DUE_TIME

    @property
    def is_late(self) -> bool:
        return self.waits and self.due_at < now()

    def get_absolute_url(self) -> str:
        return reverse("help_requests:help-request", args=[self.ref])

    # What whoever asks does, with no account.

    @classmethod
    @transaction.atomic
    def ask(cls, *, code: str, shares: bool = False, **said) -> "HelpRequest":
        """It lies with the office that covers the place; where there is danger, all are told."""
        office = receiving_office(said.get("place"))
        if office is None:
            raise TemporarilyUnavailable(
                _("Nobody receives requests here yet. Call a place that helps.")
            )
        request = cls(office=office, receipt=cls.hash_code(code), **said)
        request.due_at = response_due(office, request.in_danger)
        allow_new(request)
        request.save()
        request._answer_for(READ, True)
        request._answer_for(SHARE, shares)
        log.log_event(None, "help.asked", request, language=request.language)
        if request.in_danger:
            request._tell(receivers_of(office), "help.danger", urgent=True)
        return request

    @classmethod
    @transaction.atomic
    def receive_from_partner(cls, *, by: User, code: str, **said) -> "HelpRequest":
        """A partner whom they asked first passes it on; it hears when it was answered."""
        request = cls.ask(code=code, **said)
        request._step("by_partner", by=by)
        return request

    @transaction.atomic
    def add(self, text: str) -> "HelpRequestMessage":
        """More words from whoever asks: somebody reads them, also after it was closed."""
        self._must_go_on()
        if not text.strip():
            raise Refusal(_("Write something first."))
        message = self.helprequestmessages.create(text=text)
        if self.state in OVER:
            self._step("opened_again", by=None)
            self.state = HelpRequestState.NEW if self.owner is None else HelpRequestState.IN_HAND
            self.keep_until = None
        if self.state == HelpRequestState.CASE:
            self._tell_the_case("help.added")
        else:
            self.due_at, self.escalated_at = (
                min(self.due_at, response_due(self.office, self.in_danger)),
                None,
            )
            self._tell([self.owner] if self.owner else [], "help.added")
        self.save()
        log.log_event(None, "help.added", self)
        return message

    @transaction.atomic
    def change_contact(self, **contact) -> None:
        self._must_go_on()
        for name in CONTACT:
            setattr(self, name, contact[name])
        self.save()
        self._step("contact_changed", by=None)
        if self.state == HelpRequestState.CASE:
            self._tell_the_case("help.contact")

    @transaction.atomic
    def allow_sharing(self, agreed: bool) -> None:
        """Whether we may ask others who can help, without saying who asks."""
        self._must_go_on()
        if agreed != self.consents_to(SHARE):
            self._answer_for(SHARE, agreed)

    @transaction.atomic
    def withdraw(self) -> None:
        """Taken back: what was written is gone at once. That something was asked is still known,
        since whoever was in danger may have been made to take it back.
        """
        self._must_go_on()
        self._answer_for(READ, False)
        self._answer_for(SHARE, False)
        if self.state == HelpRequestState.CASE:  # the case is theirs too: they are asked in person
            self._step("withdrawn", by=None)
            self._tell_the_case("help.withdrawn")
            return
        self._forget_words()
        self._end(HelpRequestState.WITHDRAWN)
        self._step("withdrawn", by=None)
        told = [self.owner] if self.owner else []
        told += supervisors_of(self.office) if self.in_danger else []
        self._tell(told, "help.withdrawn", urgent=self.in_danger)

    def consents_to(self, purpose: str) -> bool:
        word = self.helprequestconsents.filter(purpose=purpose).first()
        return word is not None and word.agreed

    # What colleagues do.

    @transaction.atomic
    def take(self, *, by: User) -> None:
        """A colleague sees to it, who is named to the others; again by another takes it over."""
        self._must_be_open()
        self.owner, self.state = by, HelpRequestState.IN_HAND
        self.save()
        self._step("taken", by=by)

    @transaction.atomic
    def answer(self, text: str, *, by: User) -> "HelpRequestMessage":
        """Shown to whoever has the code; nothing is sent to a telephone."""
        self._lock()
        if self.state not in (*OPEN, HelpRequestState.CASE):
            raise Refusal(_("This request is over: nobody waits for an answer."))
        if not text.strip():
            raise Refusal(_("Write the answer first."))
        message = self.helprequestmessages.create(text=text, by=by)
        self.due_at, self.escalated_at = NO_DUE_TIME, None
        if self.is_open:
            self.state, self.owner = HelpRequestState.IN_HAND, self.owner or by
        self.save()
        log.log_event(by, "help.answered", self)
        self._tell_the_partner()
        return message

    @transaction.atomic
    def pass_on(self, office: Office, *, by: User, because: str) -> None:
        """Another office sees to it; this one reads it no longer."""
        self._must_be_open()
        if office == self.office or not receivers_of(office):
            raise Refusal(_("Choose another office, in which somebody receives requests."))
        if not because.strip():
            raise Refusal(_("Write why, for those who receive it."))
        self._step("passed", by=by, because=because, to_office=office)
        self.office, self.owner, self.state = office, None, HelpRequestState.NEW
        self.save()
        told = receivers_of(office) if self.in_danger else supervisors_of(office)
        self._tell(told, "help.passed", by=by, urgent=self.in_danger)

    @transaction.atomic
    def set_aside(self, *, by: User) -> None:
        """Nobody asks here. It can be taken back, and words added with the code bring it back."""
        self._must_be_open()
        self._end(HelpRequestState.SET_ASIDE)
        self._step("set_aside", by=by)

    @transaction.atomic
    def heed(self, *, by: User) -> None:
        """Somebody does ask here: it waits like the others."""
        self._lock()
        if self.state not in (*OPEN, HelpRequestState.SET_ASIDE):
            raise Refusal(_("This request is over: nobody waits for an answer."))
        if self.state == HelpRequestState.SET_ASIDE:
            self.state, self.keep_until = HelpRequestState.NEW, None
            self.due_at = response_due(self.office, self.in_danger)
        self.doubt = ""
        self.save()
        self._step("heeded", by=by)

    @transaction.atomic
    def close(self, *, by: User, reason: str, because: str = "") -> None:
        self._must_be_open()
        if reason == CloseReason.OTHER and not because.strip():
            raise Refusal(_("Write why it is closed."))
        self._end(HelpRequestState.CLOSED)
        self._step("closed", by=by, reason=reason, because=because)

    @transaction.atomic
    def open_case(self, case: Case, *, by: User) -> None:
        """They are accompanied from now on: the request lies in the case, the code still opens."""
        self._must_be_open()
        case.require_open()
        self._step("case", by=by)  # told in its own file, before it lies in the other
        self.case, self.state, self.due_at = case, HelpRequestState.CASE, NO_DUE_TIME
        self.owner = self.owner or by
        self.save()
        log.log_event(by, "help.became_case", self)

    @transaction.atomic
    def escalate(self) -> None:
        """Nobody answered in time: those who answer for the office are told, once."""
        self._lock()
        if not self.is_late:
            return
        self.escalated_at = now()
        self.save(update_fields=["escalated_at"])
        self._step("overdue", by=None)
        self._tell(supervisors_of(self.office), "help.overdue", urgent=self.in_danger)

    def _end(self, state: str) -> None:
        self.state, self.due_at, self.keep_until = state, NO_DUE_TIME, retention_date(self.office)
        self.save()

    def _forget_words(self) -> None:
        self.empty()
        self.save()
        self.helprequestmessages.all().delete()
        for step in self.helprequeststeps.all():
            step.because = ""
            step.save(update_fields=["because"])
        # Also in a copy that somebody took.
        DataKey.destroy([self.ref])

    def _answer_for(self, purpose: str, agreed: bool) -> None:
        self.helprequestconsents.create(
            purpose=purpose, agreed=agreed, language=self.language, notice_version=NOTICE
        )

    def _step(self, what: str, *, by: User | None, **more) -> None:
        self.helprequeststeps.create(what=what, by=by, **more)
        details = {"reason": more["reason"]} if more.get("reason") else {}
        log.log_event(by, f"help.{what}", self, **details)

    def _lock(self) -> None:
        """As it is now: the asker and a colleague may do something at the same moment."""
        self.refresh_from_db(from_queryset=HelpRequest.objects.select_for_update())

    def _must_be_open(self) -> None:
        self._lock()
        if not self.is_open:
            raise Refusal(_("This request is closed. See its result."))

    def _must_go_on(self) -> None:
        self._lock()
        if self.state == HelpRequestState.WITHDRAWN:
            raise Refusal(_("You took this request back. Ask anew: it takes one page."))

    def _tell_the_partner(self) -> None:
        """Whose system passed it on: that an answer is there, and not what it says."""
        passed = self.helprequeststeps.filter(what="by_partner").select_related("by").first()
        if passed and passed.by and passed.by.office:
            webhooks.notify_partner(passed.by.office.organization, "help_request.answered", self)

    def _tell(self, users, what: str, *, by: User | None = None, urgent: bool = False) -> None:
        url = self.get_absolute_url()
        Notification.notify(users, event=what, about="", url=url, by=by, urgent=urgent)

    def _tell_the_case(self, what: str) -> None:
        load_related([self], "case")
        assert self.case is not None  # noqa: S101 - told to those who accompany them
        told = [self.case.owner] if self.case.owner else self.case.supervisors()
        self._tell(told, what, urgent=True)
