"""Audit events that are about no single record: lists that were looked at, and the like."""

from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit.events import AuditEvent, register_events, register_notices
from amparo.foundation.core.notifications.kinds import Notice

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
        "tracing.taken": Notice(
            pgettext_lazy("notification", "Tracing request received"),
            "referral",
            icon="search",
            several=ngettext_lazy(
                "%(count)s tracing request received",
                "%(count)s tracing requests received",
                "count",
            ),
        ),
        "tracing.taken_back": Notice(
            gettext_lazy("Consent to tracing withdrawn: the search stops"),
            "referral",
            icon="hand-stop",
        ),
        "tracing.clearing": Notice(
            gettext_lazy("Deletion of expired tracing requests pending your approval"),
            "decision",
            icon="trash",
        ),
    }
)
