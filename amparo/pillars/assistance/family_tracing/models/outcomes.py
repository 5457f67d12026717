"""How a search ends, and how it goes on when there is new hope."""

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import CaseSettings

from .. import status
from .base import TracingRecord
from .requests import TracingRequest

REUNIFIED = "reunified"


class TracingClosure(TracingRecord):
    """Why nobody searches any longer, or why the search went on after all; read by those who trace
    alone.
    """

    request = models.ForeignKey(TracingRequest, models.CASCADE, related_name="closings")
    outcome = models.CharField(max_length=30)
    text = PersonalField(pgettext_lazy("field", "Text"))
    reopened_at = models.DateTimeField(null=True, editable=False)
    reopened_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    reopened_reason = PersonalField(pgettext_lazy("column, field", "Reason"))

    crypto_label = "tracingclosure"
    audit_name = "tracingclosure"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("End of a search")

    class Events:
        closed = AuditEvent(gettext_lazy("Tracing request closed"))

    @classmethod
    @transaction.atomic
    def close(
        cls, request: TracingRequest, *, by: User, outcome: str, text: str
    ) -> "TracingClosure":
        request.require_open()
        codes.require("tracing_outcome", outcome)
        if outcome == REUNIFIED and request.state != status.REUNIFIED:
            raise Refusal(_("Record the handover first, then the reunification."))
        if not text.strip():
            raise Refusal(_("Write what the relative was told, and what remains to be done."))
        closed = request.closings.create(by=by, outcome=outcome, text=text)
        log.log_event(by, "tracingclosure.closed", closed, outcome=outcome)
        today = request.office.today()
        request.keep_until = CaseSettings.of(request.office).due("retention.tracing", today)
        request.update_state()
        return closed

    @transaction.atomic
    def reopen(self, *, by: User, because: str) -> None:
        """There is news, or the relative asks again: the search goes on."""
        if not because.strip():
            raise Refusal(_("State why tracing continues."))
        self.request.hold()
        lock_and_refresh(self, "reopened_at")
        if self.reopened_at:
            return  # sent twice
        self.reopened_at, self.reopened_by, self.reopened_reason = now(), by, because
        self.save(update_fields=["reopened_at", "reopened_by", "reopened_reason"])
        log.log_event(by, "tracingreopened.opened", self)
        self.request.keep_until = None
        self.request.update_state()
