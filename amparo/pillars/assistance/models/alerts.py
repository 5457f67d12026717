"""A safety alert: somebody on this case is in danger, and the right people know it at once."""

from typing import Any

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
from .tasks import Task


class AlertQuerySet(PermissionQuerySet):
    def unresolved(self) -> "AlertQuerySet":
        return self.filter(is_open=True)


class SafetyAlert(Part):
    """What threatens whom now, and whether it is safe to call."""

    kind = models.CharField(gettext_lazy("Kind"), max_length=20, blank=True)
    words = PersonalField(gettext_lazy("Words"))
    do_not_contact = models.BooleanField(gettext_lazy("Not to be contacted"), default=False)
    # The shadow of `AlertResolved`, for lists.
    is_open = models.BooleanField(default=True)

    crypto_label = "safetyalert"
    audit_name = "safetyalert"

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Safety alert")
        indexes = [
            models.Index(fields=["at"], name="alerts_unresolved", condition=models.Q(is_open=True))
        ]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Safety alerts")
        review = True
        disclose = ("at", "kind", "words", "do_not_contact")

    class Events:
        prefix = "alert"
        quote = "words"
        raised = AuditEvent(
            gettext_lazy("Safety alert"),
            icon="alert-triangle",
            danger=True,
            notice=gettext_lazy("Safety alert. Read it before you contact anybody."),
        )
        resolved = AuditEvent(gettext_lazy("The safety alert was answered"), icon="shield-check")

    @classmethod
    @transaction.atomic
    def sound(
        cls,
        case: Case,
        *,
        by: User,
        kind: str = "",
        words: str = "",
        do_not_contact: bool = False,
        **named: Any,
    ) -> "SafetyAlert":
        """Owner and supervisors are told at once; answering it is due today."""
        case.must_be_open()
        if not kind and not words.strip():
            raise Refusal(_("Choose what is happening, or write it in a few words."))
        alert = cls.objects.create(
            case=case, by=by, kind=kind, words=words, do_not_contact=do_not_contact, **named
        )
        log.log_event(by, "alert.raised", alert, kind=kind)
        case.expect(Task.What.ALERT, case.office.today(), by=by)
        told = [case.owner] if case.owner else []
        case.tell([*told, *case.supervisors()], "alert.raised", by=by, urgent=True)
        return alert

    @transaction.atomic
    def resolve(self, *, by: User, how: str) -> "AlertResolved":
        if not how.strip():
            raise Refusal(_("Write how the danger was met."))
        resolved, is_first = AlertResolved.objects.get_or_create(
            alert=self, defaults={"by": by, "how": how}
        )
        if is_first:
            self.is_open = False
            self.save()
            if not self.case.safetyalerts.unresolved().exists():
                Task.finish(self.case, Task.What.ALERT, by=by)
            self.case.touch()
            log.log_event(by, "alert.resolved", self)
        return resolved


class AlertResolved(Record):
    """How an alert was answered, by whom and when."""

    alert = models.OneToOneField(SafetyAlert, models.CASCADE, related_name="resolved")
    how = PersonalField(gettext_lazy("How"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "alertresolved"
    audit_name = "alertresolved"

    objects = PermissionQuerySet.as_manager()

    class Privacy:
        owner = "alert__case"
        title = gettext_lazy("How alerts were answered")
        review = True
        disclose = ("at", "how")

    def __str__(self):
        return f"AlertResolved {self.ref}"

    @property
    def file(self) -> Case:
        return self.alert.case
