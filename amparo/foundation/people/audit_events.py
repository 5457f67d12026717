"""Audit events that are about no single record: lists that were looked at, and the like."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit.events import AuditEvent, register_events

register_events(
    {
        "household.suggested": AuditEvent(_("Household suggestions viewed")),
        "household.denied": AuditEvent(_("Recorded as separate households")),
        "consent.listed": AuditEvent(_("Looked at the list of consents without their document")),
        "shared.listed": AuditEvent(_("List of shared data viewed")),
    }
)
