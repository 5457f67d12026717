"""Closure: why we stop walking together, what was reached, and that the door stays open."""

from datetime import timedelta

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
from amparo.foundation.core.refusals import Refusal

from ..extension_points import case_closed, case_reopened
from .cases import Case
from .followups import FollowUp
from .parts import Part
from .plans import Goal
from .tasks import Task

LOST = "lost_contact"


class Closure(Part):
    """One closing of a case: asked for, perhaps approved, then in effect."""

    reason = models.CharField(gettext_lazy("Reason"), max_length=40)
    summary = PersonalField(gettext_lazy("Summary"))
    handover = PersonalField(gettext_lazy("Responsible for follow-up"))
    person_informed = models.BooleanField(default=False)
    feedback = PersonalField(gettext_lazy("What you said of our help"))
    keep_until = models.DateField(gettext_lazy("Retained until"), null=True)
    in_effect_at = models.DateTimeField(null=True, editable=False)
    sent_back_at = models.DateTimeField(null=True, editable=False)
    reopened_at = models.DateTimeField(gettext_lazy("Reopened on"), null=True, editable=False)
    reopened_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    reopened_reason = PersonalField(gettext_lazy("Reason for reopening"))

    crypto_label = "closure"
    audit_name = "closure"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Case closure")
        get_latest_by = "pk"

    class Privacy:
        owner = "case"
        title = gettext_lazy("Case closure")
        review = True
        disclose = (
            "at", "reason", "summary", "handover", "feedback", "keep_until", "reopened_at",
            "reopened_reason",
        )  # fmt: skip

    class Events:
        quote = "summary"
        proposed = AuditEvent(
            gettext_lazy("Case closure requested"),
            icon="folder",
            timeline=gettext_lazy("Closing was asked for: {reason}"),
        )

    @classmethod
    def asked_for(cls, case: Case) -> "Closure | None":
        """The closure that waits for a decision, if one does."""
        return case.closures.filter(in_effect_at=None, sent_back_at=None).last()

    @classmethod
    @transaction.atomic
    def propose(
        cls, case: Case, *, by: User, outcomes: dict[Goal, str] | None = None, **fields
    ) -> "Closure":
        """Close a case, or ask the supervisor where the office wants that."""
        from ..retention import keep_until  # which stands on the models

        case.must_be_open()
        closure = cls(case=case, by=by, **fields)
        closure._must_be_ripe()
        closure.keep_until = keep_until(case, case.office.today())
        closure.save()
        for goal, outcome in (outcomes or {}).items():
            closure.outcomes.create(goal=goal, outcome=outcome)
        log.log_event(by, "closure.proposed", closure, reason=closure.reason)
        if case.rules.closure_is_approved:
            from .approvals import Approval

            Approval.ask(case, "closure", closure, by=by)
            case.touch()
        else:
            closure.approved(by=by)
        return closure

    def _must_be_ripe(self) -> None:
        if self.asked_for(self.case):
            raise Refusal(_("Closing this case was already asked for and waits for an answer."))
        if self.case.safetyalerts.unresolved().exists():
            raise Refusal(_("A safety alert is still open. Answer it before closing."))
        if self.reason == LOST:
            self._must_have_tried()

    def _must_have_tried(self) -> None:
        """Contact counts as lost only after several attempts over some weeks."""
        rules = self.case.rules
        attempts = FollowUp.attempts_since_contact(self.case)
        wanted, days = rules.amount("lost_contact.attempts"), rules.amount("lost_contact.days")
        first = attempts.last()
        long_enough = first and first.on <= self.case.office.today() - timedelta(days=days or 0)
        if attempts.count() < (wanted or 0) or not long_enough:
            raise Refusal(
                _(
                    "Contact counts as lost after %(count)s attempts over %(days)s days. "
                    "Record each attempt as a follow-up."
                )
                % {"count": wanted, "days": days}
            )

    def approved(self, *, by: User) -> None:
        """It takes effect: nothing stays on anybody's list."""
        from .transfers import take_back_all

        self.in_effect_at = now()
        self.save()
        case = self.case
        case.tasks.finish(by=by)
        take_back_all(case, by=by)
        case.status, case.keep_until = Case.Status.CLOSED, self.keep_until
        case.touch()
        log.log_event(by, "case.closed", case, reason=self.reason)
        case_closed.send(type(self), case=case, reason=self.reason, by=by)

    def sent_back(self, *, by: User) -> None:
        self.sent_back_at = now()
        self.save()
        self.case.expect(Task.What.FOLLOW_UP, self.case.office.today(), by=by)

    @transaction.atomic
    def reopen(self, *, by: User, because: str) -> None:
        """The person is back, or it was too early: the same case goes on."""
        if not because.strip():
            raise Refusal(_("State the reason for reopening."))
        lock_and_refresh(self, "in_effect_at", "reopened_at")
        if self.in_effect_at is None or self.reopened_at or not self.case.is_ended:
            raise Refusal(_("This case is not closed."))
        self.reopened_at, self.reopened_by, self.reopened_reason = now(), by, because
        self.save(update_fields=["reopened_at", "reopened_by", "reopened_reason"])
        case = self.case
        case.status, case.keep_until = Case.Status.OPEN, None
        log.log_event(by, "case.reopened", case)
        case_reopened.send(type(self), case=case, by=by)
        case.expect(Task.What.ASSESS, case.rules.due("assess", case.office.today()), by=by)
        if case.owner:
            case.tell([case.owner], "case.reopened", by=by)


class GoalOutcome(models.Model):
    """What became of one goal, as seen at closure."""

    class Outcome(models.TextChoices):
        MET = "met", pgettext_lazy("goal", "Achieved")
        PARTLY = "partly", gettext_lazy("Partly achieved")
        NOT_MET = "not_met", gettext_lazy("Not achieved")

    closure = models.ForeignKey(Closure, models.CASCADE, related_name="outcomes")
    goal = models.ForeignKey(
        Goal, models.CASCADE, verbose_name=gettext_lazy("Goal"), related_name="outcomes"
    )
    outcome = models.CharField(gettext_lazy("Result"), max_length=10, choices=Outcome)

    objects = PermissionQuerySet.as_manager()

    class Privacy:
        owner = "closure__case"
        title = gettext_lazy("Results of goals")
        disclose = ("goal", "outcome")

    def __str__(self):
        return f"{self.outcome}"
