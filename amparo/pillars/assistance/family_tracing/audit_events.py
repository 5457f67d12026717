"""Audit events that are about no single record: lists that were looked at, and the like."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit.events import AuditEvent, register_events, register_notices

register_events(
    {
        # Of a `TracingClosure`, by the code that it always had.
        "tracingreopened.opened": AuditEvent(_("Opened a tracing request again")),
        "tracing.listed": AuditEvent(_("Looked at the list of tracing requests")),
        "tracing.candidates": AuditEvent(
            _("Looked at people who may be the one who is looked for")
        ),
        "tracing.cleared": AuditEvent(_("Deleted tracing requests whose time was over")),
        "tracing.clearing_asked": AuditEvent(_("Deletion of expired tracing requests requested")),
    }
)
register_notices(
    {
        "tracing.taken": _("Somebody looks for their family. Read the request."),
        "tracing.taken_back": _("Consent to tracing withdrawn: the search stops."),
        "tracing.clearing": _(
            "Tracing requests are over their time. Confirm that they are deleted."
        ),
    }
)
