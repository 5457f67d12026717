"""Audit events of standards that are about records of other apps."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit.events import AuditEvent, register_events

# Not in the timeline: which guidance stood there is said where the decision is shown.
register_events(
    {
        "guidance.shown": AuditEvent(_("Guidance shown beside a step")),
        "selfassessment.listed": AuditEvent(_("Self-assessments viewed")),
    }
)
