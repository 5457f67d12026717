"""What was done to find somebody: each step with its day, its kind and what came of it.

The kinds are those of Primero: case by case, individual, mass, photo, referral to the ICRC, to
an NGO.
"""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal

from .base import TracingRecord
from .requests import TracingRequest

PHOTO = "photo"


class TracingAction(TracingRecord):
    """One step of a search."""

    request = models.ForeignKey(TracingRequest, models.CASCADE, related_name="actions")
    kind = models.CharField(max_length=30)
    on = models.DateField()
    text = PersonalField(pgettext_lazy("field", "Text"))

    crypto_label = "tracingaction"
    audit_name = "tracingaction"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Step of a search")

    class Events:
        taken = AuditEvent(gettext_lazy("Tracing action recorded"))

    @classmethod
    @transaction.atomic
    def take_step(
        cls, request: TracingRequest, *, by: User, kind: str, text: str, on: date | None = None
    ) -> "TracingAction":
        """Nothing is done with what the relative told before they agreed to it."""
        request.require_open()
        request.must_have_consent()
        codes.require("tracing_action", kind)
        on = on or request.office.today()
        request.must_not_be_ahead(on, by)
        word = request.word
        if kind == PHOTO and not (word and word.with_photo):
            raise Refusal(
                _("They have not agreed that photos are shown to others. Ask them first.")
            )
        if not text.strip():
            raise Refusal(_("Write what was done, and what came of it."))
        action = request.actions.create(by=by, kind=kind, on=on, text=text)
        log.log_event(by, "tracingaction.taken", action, kind=kind)
        request.update_state()
        return action
