"""Approvals: what an office wants a second pair of eyes on, and what they decided."""

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .cases import Case
from .parts import Part


class ApprovalQuerySet(PermissionQuerySet):
    def waiting(self) -> "ApprovalQuerySet":
        return self.filter(is_waiting=True).order_by("at")


class Approval(Part):
    """A question to a supervisor: may this assessment, plan, closure or transfer stand?"""

    class What(models.TextChoices):
        ASSESSMENT = "assessment", gettext_lazy("Assessment")
        PLAN = "plan", gettext_lazy("Plan")
        CLOSURE = "closure", gettext_lazy("Closure")
        TRANSFER = "transfer", gettext_lazy("Transfer")

    what = models.CharField(max_length=20, choices=What)
    record_ref = models.UUIDField()
    # The shadow of `Decision`, for lists.
    is_waiting = models.BooleanField(default=True)

    audit_name = "approval"

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Approval")
        indexes = [
            models.Index(
                fields=["at"],
                name="approvals_waiting",
                condition=models.Q(is_waiting=True),
            )
        ]

    class Privacy:
        owner = "case"
        withheld = gettext_lazy("Questions between colleagues; the answers are told.")

    class Events:
        asked = AuditEvent(
            gettext_lazy("The supervisor was asked"),
            icon="hourglass",
            timeline=gettext_lazy("The supervisor was asked: {subject}"),
        )
        given = AuditEvent(
            gettext_lazy("The supervisor agreed"),
            icon="circle-check",
            timeline=gettext_lazy("The supervisor agreed: {subject}"),
            notice=gettext_lazy("What you asked for was approved."),
        )
        sent_back = AuditEvent(
            gettext_lazy("Sent back with a note"),
            icon="arrow-left",
            timeline=gettext_lazy("Sent back with a note: {subject}"),
            notice=gettext_lazy("It was sent back to you with a note."),
        )

    @property
    def record(self):
        """The assessment, plan, closure or transfer that it is about."""
        return getattr(self.case, f"{self.what}s").get(ref=self.record_ref)

    @classmethod
    def ask(cls, case: Case, what: str, record, *, by: User) -> "Approval":
        """Ask once: the same record asked about again is the same question."""
        approval, is_first = cls.objects.get_or_create(
            case=case, what=what, record_ref=record.ref, is_waiting=True, defaults={"by": by}
        )
        if is_first:
            log.log_event(by, "approval.asked", approval, what=what)
            case.tell(case.supervisors(), f"approval.{what}", by=by)
        return approval

    @transaction.atomic
    def decide(self, *, by: User, approved: bool, note: str = "") -> "Decision":
        """Approve it, or send it back and say what is missing."""
        if by.pk == self.by_id:
            raise Refusal(_("Somebody else than who asked for it decides."))
        if not approved and not note.strip():
            raise Refusal(_("Write what is missing, so that your colleague can go on."))
        decision, is_first = Decision.objects.get_or_create(
            approval=self, defaults={"approved": approved, "note": note, "by": by}
        )
        if not is_first:
            if decision.approved != approved:
                raise Refusal(_("This was already decided."))
            return decision
        self.is_waiting = False
        self.save()
        deed = "approval.given" if approved else "approval.sent_back"
        log.log_event(by, deed, self, what=self.what)
        record = self.record
        (record.approved if approved else record.sent_back)(by=by)
        self.case.tell(self._who_asked(), deed, by=by)
        return decision

    def _who_asked(self) -> list[User]:
        """Who asked; once the case has gone elsewhere, who accompanies the person now."""
        if Case.objects.accessible_to(self.by).filter(pk=self.case_id).exists():
            return [self.by]
        return [self.case.owner] if self.case.owner else []


class Decision(Record):
    """What the supervisor decided, and what they wrote."""

    approval = models.OneToOneField(Approval, models.CASCADE, related_name="decision")
    approved = models.BooleanField(gettext_lazy("Agreed"))
    note = PersonalField(gettext_lazy("Note"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "decision"
    audit_name = "decision"

    objects = PermissionQuerySet.as_manager()

    class Privacy:
        owner = "approval__case"
        title = gettext_lazy("What supervisors decided")
        review = True
        disclose = ("at", "approved", "note")

    def __str__(self):
        return f"Decision {self.ref}"

    @property
    def file(self) -> Case:
        return self.approval.case
