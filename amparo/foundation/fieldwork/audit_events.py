"""Audit events that are about no single record: lists that were looked at, and the like."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit.events import AuditEvent, register_events

register_events(
    {
        "caselist.taken": AuditEvent(_("Took the list of own cases along on a telephone")),
        "field.listed": AuditEvent(_("Looked at what came from the field")),
    }
)
