"""Closure: why we stop walking together, what was reached, and that the door stays open."""

from datetime import date
from typing import Any

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

from ..extension_points import (
    case_closed,
    case_reopened,
    closure_checks,
    retention_rules,
)
from .base import CaseRecord
from .cases import Case
from .tasks import Task

LOST = "lost_contact"


class GoalResult(models.TextChoices):
    """What became of a goal, as seen at closure."""

    MET = "met", pgettext_lazy("goal", "Achieved")
    PARTLY = "partly", gettext_lazy("Partly achieved")
    NOT_MET = "not_met", gettext_lazy("Not achieved")


class Closure(CaseRecord):
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
        cls, case: Case, *, by: User, outcomes: dict[Any, str] | None = None, **fields
    ) -> "Closure":
        """Close a case, or ask the supervisor where the office wants that. `outcomes` are
        results (`GoalResult`) by the goals that `closure_goals` named.
        """
        case.require_open()
        closure = cls(case=case, by=by, **fields)
        closure._must_be_ripe()
        closure.keep_until = _keep_until(case)
        closure.save()
        for goal, outcome in (outcomes or {}).items():
            goal.record_outcome(closure, outcome)
        log.log_event(by, "closure.proposed", closure, reason=closure.reason)
        if case.rules.closure_is_approved:
            from .approvals import ApprovalRequest

            ApprovalRequest.ask(case, "closure", closure, by=by)
            case.touch()
        else:
            closure.approved(by=by)
        return closure

    def _must_be_ripe(self) -> None:
        if self.asked_for(self.case):
            raise Refusal(_("Closing this case was already asked for and waits for an answer."))
        if self.case.safetyalerts.unresolved().exists():
            raise Refusal(_("A safety alert is still open. Answer it before closing."))
        for check in closure_checks:
            check(self)

    def approved(self, *, by: User) -> None:
        """It takes effect: nothing stays on anybody's list."""
        self.in_effect_at = now()
        self.save()
        case = self.case
        case.tasks.finish(by=by)
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


def _keep_until(case: Case) -> date | None:
    """The last of the days until which the rules keep a case that is closed today."""
    days = (rule(case, case.office.today()) for rule in retention_rules)
    return max(filter(None, days), default=None)
