"""A safety alert: somebody on this case is in danger, and the right people know it at once."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal

from .base import CaseRecord
from .cases import Case
from .tasks import Task


class SafetyAlertQuerySet(PermissionQuerySet):
    def unresolved(self) -> "SafetyAlertQuerySet":
        return self.filter(resolved_at=None)


class SafetyAlert(CaseRecord):
    """What threatens whom now, and whether it is safe to call."""

    kind = models.CharField(pgettext_lazy("column", "Type"), max_length=20, blank=True)
    text = PersonalField(pgettext_lazy("field", "Text"))
    do_not_contact = models.BooleanField(gettext_lazy("Not to be contacted"), default=False)
    resolved_at = models.DateTimeField(gettext_lazy("Answered on"), null=True, editable=False)
    resolved_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    resolved_text = PersonalField(gettext_lazy("How it was answered"))

    crypto_label = "safetyalert"
    audit_name = "safetyalert"

    objects = SafetyAlertQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Safety alert")
        indexes = [
            models.Index(
                fields=["at"], name="alerts_unresolved", condition=models.Q(resolved_at=None)
            )
        ]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Safety alerts")
        review = True
        disclose = ("at", "kind", "text", "do_not_contact", "resolved_at", "resolved_text")

    class Events:
        prefix = "alert"
        quote = "text"
        raised = AuditEvent(
            gettext_lazy("Safety alert"),
            icon="alert-triangle",
            danger=True,
            notice=Notice(gettext_lazy("Safety alert: read before any contact"), "danger"),
        )
        resolved = AuditEvent(gettext_lazy("Safety alert answered"), icon="shield-check")

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None

    @classmethod
    @transaction.atomic
    def sound(
        cls,
        case: Case,
        *,
        by: User,
        kind: str = "",
        text: str = "",
        do_not_contact: bool = False,
        **named: Any,
    ) -> "SafetyAlert":
        """Owner and supervisors are told at once; answering it is due today."""
        case.require_open()
        if not kind and not text.strip():
            raise Refusal(_("Choose what is happening, or write it in a few words."))
        alert = cls.objects.create(
            case=case, by=by, kind=kind, text=text, do_not_contact=do_not_contact, **named
        )
        log.log_event(by, "alert.raised", alert, kind=kind)
        case.expect(Task.What.ALERT, case.office.today(), by=by)
        told = [case.owner] if case.owner else []
        case.tell([*told, *case.supervisors()], "alert.raised", by=by, urgent=True)
        return alert

    @transaction.atomic
    def resolve(self, *, by: User, how: str) -> None:
        """The danger was met; answering it twice is the same as once."""
        if not how.strip():
            raise Refusal(_("Write how the danger was met."))
        lock_and_refresh(self, "resolved_at")
        if not self.is_open:
            return
        self.resolved_at, self.resolved_by, self.resolved_text = now(), by, how
        self.save(update_fields=["resolved_at", "resolved_by", "resolved_text"])
        if not self.case.safetyalerts.unresolved().exists():
            Task.finish(self.case, Task.What.ALERT, by=by)
        self.case.touch()
        log.log_event(by, "alert.resolved", self)
