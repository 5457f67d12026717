"""Approvals: what an office wants a second pair of eyes on, and what they decided."""

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

from .base import CaseRecord
from .cases import Case


class ApprovalQuerySet(PermissionQuerySet):
    def waiting(self) -> "ApprovalQuerySet":
        return self.filter(is_waiting=True).order_by("at")


class ApprovalRequest(CaseRecord):
    """A question to a supervisor: may this assessment, plan, closure or transfer stand?"""

    class What(models.TextChoices):
        ASSESSMENT = "assessment", gettext_lazy("Assessment")
        PLAN = "plan", gettext_lazy("Case plan")
        CLOSURE = "closure", gettext_lazy("Case closure")
        TRANSFER = "transfer", pgettext_lazy("approval", "Transfer")

    what = models.CharField(max_length=20, choices=What)
    record_ref = models.UUIDField()
    # It also ends undecided: a transfer that it asks about is taken back.
    is_waiting = models.BooleanField(default=True)
    approved = models.BooleanField(pgettext_lazy("person", "Agreed"), null=True, editable=False)
    note = PersonalField(pgettext_lazy("record", "Note"))
    decided_at = models.DateTimeField(gettext_lazy("Decision date"), null=True, editable=False)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    crypto_label = "approval"
    audit_name = "approval"

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("timeline", "Approval")
        indexes = [
            models.Index(
                fields=["at"],
                name="approvals_waiting",
                condition=models.Q(is_waiting=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("by")),
                name="approval_is_decided_by_another",
            )
        ]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Supervisor decisions")
        disclose = ("decided_at", "approved", "note")
        review = ("note",)

    class Events:
        asked = AuditEvent(
            gettext_lazy("Approval requested"),
            icon="hourglass",
            timeline=gettext_lazy("Approval requested: {subject}"),
        )
        given = AuditEvent(
            gettext_lazy("Approved by supervisor"),
            icon="circle-check",
            timeline=gettext_lazy("Approved by supervisor: {subject}"),
        )
        sent_back = AuditEvent(
            gettext_lazy("Returned for changes"),
            icon="arrow-left",
            timeline=gettext_lazy("Returned for changes: {subject}"),
        )

    @property
    def record(self):
        """The assessment, plan, closure or transfer that it is about."""
        records = "caseplans" if self.what == "plan" else f"{self.what}s"
        return getattr(self.case, records).get(ref=self.record_ref)

    @classmethod
    def ask(cls, case: Case, what: str, record, *, by: User) -> "ApprovalRequest":
        """Ask once: the same record asked about again is the same question."""
        approval, is_first = cls.objects.get_or_create(
            case=case, what=what, record_ref=record.ref, is_waiting=True, defaults={"by": by}
        )
        if is_first:
            log.log_event(by, "approval.asked", approval, what=what)
            case.tell(case.supervisors(), f"approval.{what}", by=by)
        return approval

    @transaction.atomic
    def decide(self, *, by: User, approved: bool, note: str = "") -> None:
        """Approve it, or send it back and say what is missing; twice the same is as once."""
        if by.pk == self.by_id:
            raise Refusal(_("Somebody else than who asked for it decides."))
        if not approved and not note.strip():
            raise Refusal(_("State what is missing, so that your colleague can continue."))
        lock_and_refresh(self, "decided_at", "approved")
        if self.decided_at and self.approved != approved:
            raise Refusal(_("This was already decided."))
        if self.decided_at:
            return
        self.is_waiting, self.approved, self.note = False, approved, note
        self.decided_at, self.decided_by = now(), by
        self.save(update_fields=["is_waiting", "approved", "note", "decided_at", "decided_by"])
        deed = "approval.given" if approved else "approval.sent_back"
        log.log_event(by, deed, self, what=self.what)
        record = self.record
        (record.approved if approved else record.sent_back)(by=by)
        self.case.tell(self._who_asked(), f"{deed}.{self.what}", by=by)

    def _who_asked(self) -> list[User]:
        """Who asked; once the case has gone elsewhere, who accompanies the person now."""
        if Case.objects.accessible_to(self.by).filter(pk=self.case_id).exists():
            return [self.by]
        return [self.case.owner] if self.case.owner else []
