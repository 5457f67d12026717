"""That the relative was told: when, how and in which words. Nothing is told before."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal

from .base import TracingRecord
from .matches import TracingMatch
from .requests import TracingRequest


class InquirerNotification(TracingRecord):
    """A conversation in which the relative heard that somebody was found."""

    request = models.ForeignKey(TracingRequest, models.CASCADE, related_name="notifications")
    match = models.ForeignKey(
        TracingMatch, models.SET_NULL, null=True, related_name="notifications"
    )
    on = models.DateField(gettext_lazy("Day"))
    method = models.CharField(pgettext_lazy("column", "Mode"), max_length=30)
    text = PersonalField(pgettext_lazy("field", "Text"))

    crypto_label = "inquirernotification"
    audit_name = "inquirernotification"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("What a relative was told")

    class Events:
        notified = AuditEvent(gettext_lazy("Enquirer informed of result"))

    @classmethod
    @transaction.atomic
    def tell(
        cls, match: TracingMatch, *, by: User, method: str, text: str, on: date | None = None
    ) -> "InquirerNotification":
        """Only what the person allows, and only once both sides were verified."""
        request = match.request
        request.must_be_traced_by(by)
        match.must_go_on()
        pair = match.pair
        if not pair.may_ask_relative:
            raise Refusal(_("The person has not allowed that their family is told."))
        if not pair.is_verified:
            raise Refusal(_("Verify both sides first: false hope is hard to repair."))
        on = on or request.office.today()
        request.must_not_be_ahead(on, by)
        if not text.strip():
            raise Refusal(_("Write what they were told."))
        told = request.notifications.create(by=by, match=match, method=method, on=on, text=text)
        log.log_event(by, "inquirernotification.notified", told)
        return told
