"""Audit events that are about no single record: lists that were looked at, and the like."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit.events import AuditEvent, register_events

register_events(
    {
        "referrals.listed": AuditEvent(_("Looked at the list of referrals")),
        "caseload.handed_over": AuditEvent(_("Cases were handed over to a colleague")),
        "cases.listed": AuditEvent(_("Looked at the list of cases")),
        "cases.exported": AuditEvent(_("Exported a line list of cases")),
        "cases.texted": AuditEvent(_("Sent a text to several people at once")),
        "caseload.listed": AuditEvent(_("Looked at the cases of a colleague")),
        "day.listed": AuditEvent(_("Looked at the work of the day")),
        "calendar.listed": AuditEvent(_("Looked at the calendar")),
        "calendar.fetched": AuditEvent(_("Fetched the calendar")),
        "waiting.listed": AuditEvent(_("Looked at what waits for an answer")),
        "incidents.listed": AuditEvent(_("Looked at the list of incidents")),
        "retention.listed": AuditEvent(_("Looked at files whose time is over")),
        "reach.rebuilt": AuditEvent(_("Who may see a case was put right")),
    }
)
