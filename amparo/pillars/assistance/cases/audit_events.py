"""Audit events that are about no single record: lists that were looked at, and the like."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit.events import AuditEvent, register_events

register_events(
    {
        "referrals.listed": AuditEvent(_("Referral list viewed")),
        "caseload.handed_over": AuditEvent(_("Cases reassigned")),
        "cases.listed": AuditEvent(_("Case list viewed")),
        "cases.exported": AuditEvent(_("Line list of cases exported")),
        "cases.texted": AuditEvent(_("SMS sent to several people at once")),
        "caseload.listed": AuditEvent(_("Colleague’s cases viewed")),
        "day.listed": AuditEvent(_("Daily tasks viewed")),
        "calendar.listed": AuditEvent(_("Calendar viewed")),
        "calendar.fetched": AuditEvent(_("Calendar feed downloaded")),
        "waiting.listed": AuditEvent(_("Pending items viewed")),
        "flags.listed": AuditEvent(_("Open protection flags viewed")),
        "unmetneed.listed": AuditEvent(_("Unmet needs viewed")),
        "incidents.listed": AuditEvent(_("Incident list viewed")),
        "retention.listed": AuditEvent(_("Expired files viewed")),
        "reach.rebuilt": AuditEvent(_("Case access corrected")),
    }
)
