"""Audit events that are about no single record: lists that were looked at, and the like."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit.events import AuditEvent, register_events

register_events(
    {
        "household.suggested": AuditEvent(_("Was shown who may belong to the same household")),
        "household.denied": AuditEvent(_("Wrote down that two people share no household")),
        "consent.listed": AuditEvent(_("Looked at the list of consents without their document")),
        "shared.listed": AuditEvent(_("Looked at the list of what was shared")),
    }
)
