"""The plan: what will be done, by whom and by when, agreed with the person whose life it is."""

from datetime import date

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
from amparo.pillars.assistance.assessment.models.assessments import Level, TimeHorizon
from amparo.pillars.assistance.cases.models.approvals import ApprovalRequest
from amparo.pillars.assistance.cases.models.base import CaseRecord
from amparo.pillars.assistance.cases.models.cases import Case
from amparo.pillars.assistance.cases.models.closures import Closure
from amparo.pillars.assistance.cases.models.tasks import Task


class CasePlan(CaseRecord):
    """One version of the plan of a case. A new version takes over what is still to be done."""

    replaced_by = models.OneToOneField(
        "self", models.SET_NULL, null=True, editable=False, related_name="replaces"
    )

    audit_name = "plan"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Case plan")
        get_latest_by = "pk"

    class Privacy:
        owner = "case"
        title = gettext_lazy("Versions of the plan")
        disclose = ("at",)

    class Events:
        begun = AuditEvent(gettext_lazy("Case plan started"), icon="target", story=False)
        agreed = AuditEvent(gettext_lazy("Case plan agreed"), icon="signature")
        revised = AuditEvent(gettext_lazy("Case plan: new version"), icon="target")

    @classmethod
    def current(cls, case: Case) -> "CasePlan | None":
        return case.caseplans.filter(replaced_by=None).select_related("agreement").last()

    @classmethod
    @transaction.atomic
    def begin(cls, case: Case, *, by: User) -> "CasePlan":
        """The plan of a case, or a first draft of it."""
        case.require_work_allowed()
        plan = cls.current(case)
        if plan is None:
            plan = cls.objects.create(case=case, by=by)
            log.log_event(by, "plan.begun", plan)
        return plan

    @property
    def is_agreed(self) -> bool:
        return hasattr(self, "agreement")

    @transaction.atomic
    def set_goal(self, *, by: User, **fields) -> "Goal":
        self.case.require_work_allowed()
        goal = Goal.objects.create(plan=self, case=self.case, by=by, **fields)
        self.case.touch()
        log.log_event(by, "goal.set", goal)
        return goal

    @transaction.atomic
    def agree(self, *, by: User, on: date, how: str, text: str = "") -> "CasePlanAgreement":
        """The person agreed to the plan: without that it is only ours."""
        self.case.require_work_allowed()
        if not self.case.actions.filter(goal__plan=self).exists():
            raise Refusal(_("There is nothing to agree on yet. Add at least one action."))
        if self.is_agreed:
            raise Refusal(_("This plan was already agreed."))
        agreement = CasePlanAgreement.objects.create(plan=self, on=on, how=how, text=text, by=by)
        Task.finish(self.case, Task.What.PLAN, by=by)
        log.log_event(by, "plan.agreed", self)
        band = self.case.band_for_dates
        review = self.case.rules.due(f"review.{band}", self.case.office.today())
        self.case.expect(Task.What.REVIEW, review, by=by)
        if self.case.rules.plan_is_approved:
            ApprovalRequest.ask(self.case, "plan", self, by=by)
        return agreement

    @transaction.atomic
    def revise(self, *, by: User) -> "CasePlan":
        """Begin a new version: goals and what is still to be done move into it."""
        self.case.require_work_allowed()
        new = CasePlan.objects.create(case=self.case, by=by)
        self.goals.update(plan=new)
        self.replaced_by = new
        self.save()
        Task.finish(self.case, Task.What.REVIEW, by=by)
        self.case.touch()
        log.log_event(by, "plan.revised", new)
        return new

    def approved(self, *, by: User) -> None:
        """An approved plan is carried out; nothing waits for it."""

    def sent_back(self, *, by: User) -> None:
        self.case.expect(Task.What.PLAN, self.case.office.today(), by=by)


class CasePlanAgreement(Record):
    """How and when the person agreed to a plan, in their words where they gave them."""

    plan = models.OneToOneField(CasePlan, models.CASCADE, related_name="agreement")
    on = models.DateField(gettext_lazy("Day"))
    how = models.CharField(pgettext_lazy("column", "Mode"), max_length=30)
    text = PersonalField(pgettext_lazy("field", "Text"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "agreement"
    audit_name = "agreement"

    objects = PermissionQuerySet.as_manager()

    class Privacy:
        owner = "plan__case"
        title = gettext_lazy("Your agreement to the plan")
        disclose = ("on", "how", "text")

    def __str__(self):
        return f"Agreement {self.ref}"

    @property
    def file(self) -> Case:
        return self.plan.case


class Goal(CaseRecord):
    """What should be different, so that everybody can tell whether it is."""

    plan = models.ForeignKey(CasePlan, models.CASCADE, related_name="goals")
    text = PersonalField(pgettext_lazy("field", "Text"))
    level = models.CharField(
        pgettext_lazy("need, reintegration", "Level"),
        max_length=20,
        choices=Level,
        default=Level.INDIVIDUAL,
    )
    horizon = models.CharField(gettext_lazy("Due date"), max_length=20, choices=TimeHorizon)

    crypto_label = "goal"
    audit_name = "goal"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Plan goal")

    class Privacy:
        owner = "case"
        title = gettext_lazy("Goals")
        disclose = ("at", "text", "level", "horizon")

    class Events:
        quote = "text"
        set = AuditEvent(gettext_lazy("Goal added"), icon="target", story=False)
        changed = AuditEvent(gettext_lazy("Goal updated"), icon="target", story=False)

    @transaction.atomic
    def change(self, *, by: User, **fields) -> None:
        """Say it better, or for another level or horizon."""
        self.case.require_work_allowed()
        for name, value in fields.items():
            setattr(self, name, value)
        self.save()
        self.case.touch()
        log.log_event(by, "goal.changed", self, fields=sorted(fields))

    def record_outcome(self, closure: Closure, outcome: str) -> None:
        """Keeps what became of this goal, a `GoalResult`, as seen when the case is closed."""
        self.outcomes.create(closure=closure, outcome=outcome)

    @transaction.atomic
    def add_action(self, *, by: User, **fields) -> "Action":
        """One thing that somebody does by a day, for this goal."""
        self.case.require_work_allowed()
        action = Action.objects.create(goal=self, case=self.case, by=by, **fields)
        self.case.touch()
        log.log_event(by, "action.planned", action, kind=action.service_type, due=action.due_on)
        return action


class Action(CaseRecord):
    """One thing to do for a goal: what, who, by when, at which cost, serving which right."""

    class Status(models.TextChoices):
        TO_DO = "to_do", pgettext_lazy("action", "Not started")
        DOING = "doing", pgettext_lazy("action", "In progress")
        DONE = "done", pgettext_lazy("plan action", "Done")
        DROPPED = "dropped", pgettext_lazy("action", "Cancelled")

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="actions")
    text = PersonalField(pgettext_lazy("field", "Text"))
    service_type = models.CharField(gettext_lazy("Service"), max_length=40, blank=True)
    right = models.CharField(gettext_lazy("Right"), max_length=40, blank=True)
    level = models.CharField(max_length=20, choices=Level, default=Level.INDIVIDUAL)
    responsible = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    responsible_words = PersonalField(pgettext_lazy("plan", "Responsible"))
    due_on = models.DateField(gettext_lazy("Due date"))
    cost = models.DecimalField(
        gettext_lazy("Cost"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(gettext_lazy("Currency"), max_length=3, blank=True)
    status = models.CharField(
        pgettext_lazy("column", "Status"), max_length=10, choices=Status, default=Status.TO_DO
    )
    ended_at = models.DateTimeField(gettext_lazy("Ended on"), null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    end_text = PersonalField(pgettext_lazy("closure", "Result"))

    _END_FIELDS = ("status", "ended_at", "ended_by_id", "end_text")

    crypto_label = "action"
    audit_name = "action"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Plan action")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="action_ended_by_its_status",
                condition=models.Q(ended_at=None, status__in=("to_do", "doing"))
                | models.Q(ended_at__isnull=False, status__in=("done", "dropped")),
            )
        ]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Case plan actions")
        disclose = (
            "due_on",
            "text",
            "service_type",
            "right",
            "responsible_words",
            "cost",
            "currency",
            "status",
            "ended_at",
            "end_text",
        )

    class Events:
        quote = "text"
        planned = AuditEvent(
            gettext_lazy("Action added to plan"),
            icon="target",
            timeline=gettext_lazy("Added to case plan: {service}"),
            story=False,
        )
        changed = AuditEvent(gettext_lazy("Action updated"), icon="target", story=False)
        started = AuditEvent(
            gettext_lazy("Action started"), icon="player-skip-forward", story=False
        )
        done = AuditEvent(gettext_lazy("Action completed"), icon="circle-check")
        dropped = AuditEvent(gettext_lazy("Action cancelled"), icon="x")

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None

    @transaction.atomic
    def change(self, *, by: User, **fields) -> None:
        self._must_go_on()
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))
        self.case.touch()
        log.log_event(by, "action.changed", self, fields=sorted(fields))

    @transaction.atomic
    def start(self, *, by: User) -> None:
        self._must_go_on()
        self.status = self.Status.DOING
        self.save(update_fields=["status"])
        self.case.touch()
        log.log_event(by, "action.started", self)

    @transaction.atomic
    def complete(self, *, by: User, text: str = "") -> None:
        self._end(self.Status.DONE, text, by)

    @transaction.atomic
    def drop(self, *, by: User, because: str) -> None:
        """Given up, and why: a plan that fails silently teaches nobody."""
        if not because.strip():
            raise Refusal(_("Write why this is given up."))
        self._end(self.Status.DROPPED, because, by)

    def _end(self, status: str, text: str, by: User) -> None:
        """Ended before in the same way, what was written first stays."""
        self.case.require_open()
        lock_and_refresh(self, "status", "ended_at")
        if self.is_over and self.status == status:
            return
        if self.is_over:
            raise Refusal(_("This action has already ended."))
        self.status, self.end_text = status, text
        self.ended_at, self.ended_by = now(), by
        self.save(update_fields=self._END_FIELDS)
        self.case.touch()
        log.log_event(by, f"action.{status}", self)

    @transaction.atomic
    def correct(self, *, by: User, status: str, text: str | None = None) -> None:
        """Two colleagues said different things of it: what a person chose counts."""
        self.case.require_open()
        lock_and_refresh(self, *self._END_FIELDS)
        self.status = status
        if status not in (self.Status.DONE, self.Status.DROPPED):
            self.ended_at, self.ended_by, self.end_text = None, None, ""
        else:
            self.ended_at, self.ended_by = self.ended_at or now(), self.ended_by or by
            self.end_text = self.end_text if text is None else text
        self.save(update_fields=self._END_FIELDS)
        self.case.touch()
        said = ["status"] if text is None else ["status", "text"]
        log.log_event(by, "action.changed", self, fields=said)

    def _must_go_on(self) -> None:
        self.case.require_work_allowed()
        lock_and_refresh(self, "status", "ended_at")
        if self.is_over:
            raise Refusal(_("This action has already ended."))
