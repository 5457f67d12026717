"""Coming together again: what must be settled first, the handover, and how it goes afterwards.

It lies in the case of the person who was found, with those who accompany them. No handover is
planned or done through a check that is shut, and none of these checks can be passed by anybody's
decision: they can only be met.
"""

from datetime import date

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import load_related, lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Attachment, Case, Task
from amparo.pillars.assistance.cases.models.base import CaseRecord
from amparo.pillars.assistance.child_protection.models import end_time_alone
from amparo.pillars.assistance.pathways.models import Check
from amparo.pillars.assistance.pathways.models.checks import require_checks_passed
from amparo.ui import formats as speech

from ..checks import required_checks
from .matches import TracingMatch

# When one looks how they are: limits that each office sets (`timers.py`).
ROUNDS = ("reunification.first", "reunification.second", "reunification.third")


class ReunificationQuerySet(PermissionQuerySet):
    def ahead(self) -> "ReunificationQuerySet":
        return self.filter(state__in=Reunification.AHEAD)


class Reunification(CaseRecord):
    """One person on the way back to one relative."""

    class State(models.TextChoices):
        PREPARED = "prepared", gettext_lazy("In preparation")
        PLANNED = "planned", gettext_lazy("Date set")
        DONE = "done", pgettext_lazy("family", "Reunified")
        CALLED_OFF = "called_off", pgettext_lazy("reunification", "Cancelled")

    AHEAD = (State.PREPARED, State.PLANNED)

    match = models.ForeignKey(
        TracingMatch, models.SET_NULL, null=True, related_name="reunifications"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="reunifications")
    planned_on = models.DateField(gettext_lazy("Reunification date"), null=True)
    place = PersonalField(gettext_lazy("Place"))
    # Who takes them in, as they are called and what they are to them.
    received_by = PersonalField(gettext_lazy("Received by"))
    arrangements = PersonalField(gettext_lazy("What was arranged"))
    # The shadow of what happened, for lists.
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=10, choices=State, default=State.PREPARED
    )
    cancelled_at = models.DateTimeField(
        pgettext_lazy("reunification", "Cancelled"), null=True, editable=False
    )
    cancelled_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    cancelled_reason = PersonalField(gettext_lazy("Reason for no reunification"))

    crypto_label = "reunification"
    audit_name = "reunification"

    objects = ReunificationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Family reunification")
        constraints = [
            models.UniqueConstraint(
                fields=["match"], name="one_reunification_ahead",
                condition=models.Q(state__in=("prepared", "planned")),
            ),
            models.CheckConstraint(
                name="a_planned_reunification_has_a_day",
                condition=models.Q(state="planned", planned_on__isnull=False)
                | ~models.Q(state="planned"),
            ),
        ]  # fmt: skip

    class Privacy:
        owner = "case"
        title = gettext_lazy("Reunification with your family")
        review = True
        disclose = (
            "at",
            "planned_on",
            "place",
            "received_by",
            "arrangements",
            "state",
            "cancelled_at",
            "cancelled_reason",
        )

    class Events:
        prepared = AuditEvent(
            pgettext_lazy("ledger", "Family reunification in preparation"),
            icon="users",
            timeline=gettext_lazy("Family reunification in preparation"),
        )
        planned = AuditEvent(
            pgettext_lazy("ledger", "Reunification date set"),
            icon="calendar",
            timeline=gettext_lazy("Reunification date set"),
        )
        called_off = AuditEvent(
            gettext_lazy("Family reunification cancelled"),
            icon="hand-stop",
            timeline=pgettext_lazy("timeline", "Reunification cancelled"),
            quote="cancelled_reason",
        )
        printed = AuditEvent(gettext_lazy("Handover form printed"))

    def get_absolute_url(self) -> str:
        return reverse("family_tracing:reunification", args=[self.case.ref, self.ref])

    @property
    def is_ahead(self) -> bool:
        return self.state in self.AHEAD

    @classmethod
    @transaction.atomic
    def prepare(cls, match: TracingMatch, case: Case, *, by: User) -> "Reunification":
        """Name what must be settled before they come together. Again, it is the same one."""
        match.request.must_be_traced_by(by)
        match.must_go_on()
        case.require_work_allowed()
        if match.person not in case.persons():
            raise Refusal(_("This is the case of somebody else."))
        reunion = match.reunifications.ahead().first()
        if reunion is None:
            if not match.pair.is_verified:
                raise Refusal(_("Verify both sides first."))
            reunion = cls.objects.create(match=match, case=case, person=match.person, by=by)
            log.log_event(by, "reunification.prepared", reunion)
        # Asked again where something changed: whose age is in doubt now is a child from now on.
        Check.put(reunion.case, reunion.ref, reunion.asks, by=by, person=reunion.person_id)
        return reunion

    @property
    def asks(self) -> list[str]:
        """The checks that stand before it: more of them where a child goes."""
        return required_checks(is_child=self.person.is_child(self.case.office.today()))

    @transaction.atomic
    def plan(
        self, *, by: User, on: date, place: str, received_by: str, arrangements: str = ""
    ) -> None:
        """Where and when, and who takes them in. A day that was set may be set anew."""
        self._must_be_ahead()
        if on < self.case.office.today():
            raise Refusal(_("This day has passed. Choose another."))
        if not place.strip() or not received_by.strip():
            raise Refusal(_("Write where they come together, and who takes them in."))
        self._must_pass(on)
        self.planned_on, self.place, self.received_by = on, place, received_by
        self.arrangements, self.state = arrangements, self.State.PLANNED
        self.save()
        log.log_event(by, "reunification.planned", self, due=on)

    @transaction.atomic
    def hand_over(
        self, *, by: User, on: date, place: str, handed_by: str, received_by: str,
        documents: str = "", signed: str, text: str = "", paper: Attachment | None = None,
    ) -> "ReunificationHandover":  # fmt: skip
        """They are together: who handed over, who received, and what was given along."""
        self.refresh_from_db(fields=["state"], from_queryset=self._held())
        if done := ReunificationHandover.objects.filter(reunification=self).first():
            return done  # a telephone that tries again is welcome
        self._must_be_ahead()
        if on > self.case.office.today_for(by):
            raise Refusal(_("This day is still to come."))
        if on < self.at.astimezone(self.case.office.zone).date():
            raise Refusal(_("On that day nothing was prepared yet. Look at the date."))
        if not all(each.strip() for each in (place, handed_by, received_by)):
            raise Refusal(_("Write where it was, who handed over and who received."))
        self._must_pass(on)
        done = ReunificationHandover.objects.create(
            reunification=self, by=by, on=on, place=place, handed_by=handed_by,
            received_by=received_by, documents=documents, signed=signed, text=text, paper=paper,
        )  # fmt: skip
        self.state = self.State.DONE
        self.save(update_fields=["state"])
        log.log_event(by, "reunificationhandover.handed_over", done)
        self._look_again(done, by=by)
        self._end_time_alone(by=by)
        self._tell_the_search()
        return done

    @transaction.atomic
    def call_off(self, *, by: User, because: str) -> None:
        """It does not take place: somebody changed their mind, or it would not be safe."""
        if not because.strip():
            raise Refusal(_("State why the reunification is cancelled."))
        lock_and_refresh(self, "state", "cancelled_at")
        if self.state == self.State.DONE:
            raise Refusal(_("They are together already."))
        if self.cancelled_at:
            return  # sent twice
        self.state, self.cancelled_by, self.cancelled_at = self.State.CALLED_OFF, by, now()
        self.cancelled_reason = because
        self.save(update_fields=["state", "cancelled_at", "cancelled_by", "cancelled_reason"])
        log.log_event(by, "reunification.called_off", self)

    def _must_be_ahead(self) -> None:
        self.refresh_from_db(fields=["state"], from_queryset=self._held())
        self.case.require_work_allowed()
        if not self.is_ahead:
            raise Refusal(_("This reunification is finished. See its result."))

    def _held(self) -> models.QuerySet:
        return Reunification.objects.select_for_update(of=("self",))

    def _must_pass(self, on: date) -> None:
        """Through every check as it was decided, and as things stand at this moment."""
        require_checks_passed(self.ref, on=on)
        checks = list(Check.objects.of(self.ref))
        if set(self.asks) - {check.kind for check in checks}:
            raise Refusal(
                _(
                    "More has to be settled than was asked. Prepare it again from the match, so "
                    "that it is asked too."
                )
            )
        missing = [words for check in checks for words in check.missing]
        if missing:
            what = speech.join_list(dict.fromkeys(missing))
            raise Refusal(_("Something changed since this was decided: %(what)s") % {"what": what})

    def _end_time_alone(self, *, by: User) -> None:
        """Who was alone is no longer: who was found, or a child who looked for an adult."""
        end_time_alone(self.person, by=by)
        match = TracingMatch.objects.filter(reunifications=self).first()
        if match:
            load_related([match], "sought__request__inquirer")
        seeker = match.request.inquirer if match else None
        if seeker and not self.person.is_child(self.case.office.today()):
            end_time_alone(seeker, by=by)

    def _tell_the_search(self) -> None:
        match = TracingMatch.objects.filter(reunifications=self).first()
        if match:
            load_related([match], "sought__request")
            match.request.update_state()

    def _look_again(self, done: "ReunificationHandover", *, by: User) -> None:
        """Three times one looks how it goes; not where an office has set no limit."""
        for number, code in enumerate(ROUNDS, start=1):
            due = self.case.rules.due(code, done.on)
            if due is None:
                continue
            task = Task.expect(
                self.case, Task.What.VISIT, due, by=by, text=_("Follow-up after reunification")
            )
            ReunificationFollowUp.objects.create(reunification=self, number=number, task=task)


class ReunificationHandover(Record):
    """The handover: the moment in which somebody was given into the hands of their family."""

    class Signed(models.TextChoices):
        SIGNATURE = "signature", pgettext_lazy("proof", "Signature")
        THUMB = "thumbprint", pgettext_lazy("proof", "Thumbprint")
        NOT = "not", gettext_lazy("Not signed")

    reunification = models.OneToOneField(Reunification, models.CASCADE, related_name="handover")
    on = models.DateField(gettext_lazy("Day"))
    place = PersonalField(gettext_lazy("Place"))
    handed_by = PersonalField(gettext_lazy("Handed over by"))
    received_by = PersonalField(gettext_lazy("Received by"))
    documents = PersonalField(gettext_lazy("Documents handed over"))
    signed = models.CharField(
        pgettext_lazy("handover", "Proof of signature"), max_length=10, choices=Signed
    )
    text = PersonalField(pgettext_lazy("field", "Text"))
    paper = models.ForeignKey(Attachment, models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "reunificationhandover"
    audit_name = "reunificationhandover"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Handover to the family")

    class Privacy:
        owner = "reunification__case"
        title = gettext_lazy("Handover to your family")
        review = True
        disclose = ("on", "place", "handed_by", "received_by", "documents", "text", "signed")

    class Events:
        quote = "text"
        handed_over = AuditEvent(
            pgettext_lazy("ledger", "Handover to family recorded"),
            icon="heart-handshake",
            timeline=gettext_lazy("Handover to family recorded"),
        )

    def __str__(self):
        return f"Reunited {self.ref}"

    @property
    def file(self) -> Case:
        return self.reunification.case


class ReunificationFollowUp(Record):
    """One of the visits after a handover: a task of the case, with its round."""

    reunification = models.ForeignKey(Reunification, models.CASCADE, related_name="visits")
    number = models.PositiveSmallIntegerField()
    task = models.OneToOneField(Task, models.CASCADE, related_name="after_reunion")

    audit_name = "reunificationfollowup"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Visit after reunification")
        ordering = ["number"]

    class Privacy:
        owner = "reunification__case"
        withheld = gettext_lazy("Which visit is the first, second or third: the visits are told.")

    def __str__(self):
        return f"ReunificationFollowUp {self.ref}"

    @property
    def file(self) -> Case:
        return self.reunification.case
