"""Audit events that are about no single record: lists that were looked at, and the like."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from amparo.foundation.core.audit.events import (
    AuditEvent,
    register_counted_notices,
    register_events,
    register_notices,
)

register_events(
    {
        "children.listed": AuditEvent(_("UASC list viewed")),
        "minors.listed": AuditEvent(_("Looked at the list of minors registered without an adult")),
    }
)
register_counted_notices(
    {
        "minors.imported": ngettext_lazy(
            "%(count)s minor was imported without an adult of the household. Look at it today.",
            "%(count)s minors were imported without an adult of their household. Look at them "
            "today.",
            "count",
        ),
        "minors.found": ngettext_lazy(
            "%(count)s minor without parent or legal guardian in the household was found among "
            "open cases. Look at it today.",
            "%(count)s minors without parent or legal guardian in their household were found "
            "among open cases. Look at them today.",
            "count",
        ),
    }
)
register_notices(
    {
        "minor.registered": _(
            "A minor was registered without an adult of the household. Look at it today."
        ),
        "case.accepted": _(
            "A case that you registered is accepted. This colleague is responsible for it now; it "
            "may be closed to you."
        ),
        "child.leave_missing": _(
            "Nobody in this office had leave for files of child protection when a child had to be "
            "accepted. Its supervisor has it for some days: see that a colleague gets it."
        ),
    }
)
