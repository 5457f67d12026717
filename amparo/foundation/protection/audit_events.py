"""Audit events that are about no single record: lists that were looked at."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit.events import AuditEvent, register_events

register_events(
    {
        "capacity.listed": AuditEvent(_("Institutional capacity viewed")),
    }
)
