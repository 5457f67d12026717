"""What is to be done, by whom and by when: visits, calls, steps of a case."""

from datetime import date, datetime
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .cases import Case


class TaskQuerySet(PermissionQuerySet):
    def pending(self) -> "TaskQuerySet":
        return self.filter(done_at=None)

    def of(self, user: User) -> "TaskQuerySet":
        at_an_hour = models.F("due_at").asc(nulls_last=True)
        return self.pending().filter(assigned_to=user).order_by("due_on", at_an_hour, "pk")

    def overdue(self, today: date) -> "TaskQuerySet":
        return self.pending().filter(due_on__lt=today)

    def finish(self, *, by: User | None) -> None:
        """What is pending of them is done, and nobody is reminded of it."""
        from .. import reminders

        ended = list(self.pending())
        still = self.pending().filter(pk__in=[task.pk for task in ended])
        still.update(done_at=now(), done_by=by)
        for task in ended:
            reminders.cancel_reminder(task, by=by)


class Task(Record):
    """One thing to do. Steps of the case put themselves here; people add their own."""

    class What(models.TextChoices):
        ACKNOWLEDGE = "acknowledge", gettext_lazy("Acknowledge referral")
        SCREEN = "screen", gettext_lazy("Intake interview and screening")
        ASSESS = "assess", gettext_lazy("Assess the situation")
        PLAN = "plan", gettext_lazy("Agree case plan")
        FOLLOW_UP = "follow_up", gettext_lazy("Record follow-up")
        REVIEW = "review", gettext_lazy("Review case plan")
        ACTION = "action", gettext_lazy("Plan action due")
        ALERT = "alert", gettext_lazy("Respond to safety alert")
        FLAG = "flag", gettext_lazy("Answer a protection flag")
        # Says no programme: a task of a restricted case stands in clear in the audit log.
        RISK_REVIEW = "risk_review", gettext_lazy("Review the risk again")
        REFERRAL_ANSWER = "referral_answer", gettext_lazy("Referral answer due")
        REFERRAL_QUESTION = "referral_question", gettext_lazy("Answer question of service")
        REFERRAL_OTHER_WAY = (
            "referral_other_way",
            gettext_lazy("Referral declined: find another service"),
        )
        REFERRAL_CONFIRM = "referral_confirm", pgettext_lazy("task", "Confirm referral outcome")
        RIGHTS = "rights", gettext_lazy("Answer data subject request")
        VISIT = "visit", gettext_lazy("Visit")
        CALL = "call", gettext_lazy("Call or message")
        MEETING = "meeting", gettext_lazy("Meeting")
        OTHER = "other", pgettext_lazy("task", "Other")

    # What the case itself asks for: one open task of each at a time.
    STEPS = (
        What.ACKNOWLEDGE, What.SCREEN, What.ASSESS, What.PLAN, What.FOLLOW_UP, What.REVIEW,
        What.RIGHTS, What.FLAG, What.RISK_REVIEW,
    )  # fmt: skip
    # What people put into the calendar themselves.
    OWN = (What.VISIT, What.CALL, What.MEETING, What.OTHER)
    # Of these one says what came of it: nothing else in the file would.
    WITH_RESULT = (What.VISIT, What.CALL, What.MEETING)

    case = models.ForeignKey(Case, models.CASCADE, related_name="tasks")
    what = models.CharField(pgettext_lazy("field", "Task"), max_length=20, choices=What)
    # Of the record of another app that it is about, where there is one: a referral.
    source_ref = models.UUIDField(null=True, blank=True)
    text = PersonalField(pgettext_lazy("field", "Text"))
    where = PersonalField(pgettext_lazy("column", "Location"))
    due_on = models.DateField(gettext_lazy("Due date"))
    due_at = models.DateTimeField(null=True, blank=True)
    assigned_to = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="tasks", db_index=False
    )
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField(default=now, editable=False)
    done_at = models.DateTimeField(gettext_lazy("Done on"), null=True, editable=False)
    # Done by nobody of ours, where a partner without an account answered.
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    how = PersonalField(pgettext_lazy("task", "Result"))

    crypto_label = "task"
    audit_name = "task"

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Task")
        indexes = [
            models.Index(
                fields=["assigned_to", "due_on"],
                name="tasks_of_a_person",
                condition=models.Q(done_at=None),
            ),
        ]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Visits and tasks")
        disclose = ("due_on", "what", "text", "where", "done_at", "how")

    class Events:
        set = AuditEvent(
            gettext_lazy("Task added to calendar"),
            icon="calendar",
            timeline=gettext_lazy("Added to calendar: {task}"),
            story=False,
        )
        done = AuditEvent(
            gettext_lazy("Task completed"),
            icon="check",
            timeline=gettext_lazy("Done: {task}"),
            quote="how",
        )
        undone = AuditEvent(
            gettext_lazy("Task reopened"),
            icon="clock",
            timeline=gettext_lazy("Reopened: {task}"),
            story=False,
        )
        moved = AuditEvent(gettext_lazy("Task rescheduled"), icon="calendar", story=False)

    def __str__(self):
        return f"{self.what} {self.due_on}"

    @property
    def file(self) -> Case:
        return self.case

    @property
    def is_open(self) -> bool:
        return self.done_at is None

    @property
    def needs_result(self) -> bool:
        """Whether whoever marks it as done here must say what came of it."""
        return self.what in self.WITH_RESULT

    @classmethod
    def expect(cls, case: Case, what: str, due_on: date, *, by: User | None, **fields) -> "Task":
        """The next step of a case; the same step asked again only moves its date."""
        fields.setdefault("assigned_to", case.owner)
        task = cls._standing(case, what, fields.get("source_ref")) or cls(
            case=case, what=what, by=by
        )
        task.due_on = due_on
        for name, value in fields.items():
            setattr(task, name, value)
        task.save()
        case.touch()
        return task

    @classmethod
    def _standing(cls, case: Case, what: str, source_ref: UUID | None) -> "Task | None":
        """Of each step of a case, and of each record that it is about, one open task at a time."""
        if source_ref is None and what not in cls.STEPS:
            return None
        return case.tasks.pending().filter(what=what, source_ref=source_ref).first()

    @classmethod
    @transaction.atomic
    def set(
        cls,
        case: Case,
        what: str,
        due_on: date,
        *,
        by: User,
        due_at: datetime | None = None,
        **fields,
    ) -> "Task":
        """Put something into the calendar of a case."""
        case.require_work_allowed()
        task = cls.expect(case, what, due_on, by=by, due_at=due_at, **fields)
        log.log_event(by, "task.set", task, what=what, due=due_on)
        return task

    @transaction.atomic
    def done(self, *, by: User, how: str = "") -> None:
        """It was done; doing it twice is the same as once."""
        from .. import reminders

        lock_and_refresh(self, "done_at", "done_by_id", "how")
        if not self.is_open:
            return
        self.done_at, self.done_by, self.how = now(), by, how
        self.save(update_fields=["done_at", "done_by", "how"])
        self.case.touch()
        reminders.cancel_reminder(self, by=by)
        log.log_event(by, "task.done", self, what=self.what)

    @transaction.atomic
    def reword(self, how: str, *, by: User) -> None:
        """Two colleagues told what came of it: what a person chose, or what was missing."""
        self.how = how
        self.save(update_fields=["how"])
        self.case.touch()
        log.log_event(by, "task.changed", self, fields=["how"])

    @transaction.atomic
    def undo(self, *, by: User) -> None:
        """It was not done after all."""
        self.done_at, self.done_by, self.how = None, None, ""
        self.save(update_fields=["done_at", "done_by", "how"])
        self.case.touch()
        log.log_event(by, "task.undone", self, what=self.what)

    @transaction.atomic
    def move(self, due_on: date, *, by: User, due_at: datetime | None = None) -> None:
        from .. import reminders

        if not self.is_open:
            raise Refusal(_("This was already done."))
        self.due_on, self.due_at = due_on, due_at
        self.save()
        self.case.touch()
        reminders.reschedule_reminder(self, by=by)
        log.log_event(by, "task.moved", self, due=due_on)

    @classmethod
    def finish(
        cls, case: Case, *what: str, by: User | None, source_ref: UUID | None = None
    ) -> None:
        """The deed itself was done: its step leaves the list."""
        case.tasks.filter(what__in=what, source_ref=source_ref).finish(by=by)
