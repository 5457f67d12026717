"""Audit events that are about no single record: lists that were looked at, and the like."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit.events import AuditEvent, register_events, register_notices

register_events(
    {
        "children.listed": AuditEvent(_("UASC list viewed")),
        "minors.listed": AuditEvent(_("Looked at the list of minors registered without an adult")),
    }
)
register_notices(
    {
        "minor.registered": _(
            "A minor was registered without an adult of the household. Look at it today."
        ),
        "minors.imported": _(
            "Minors were imported without an adult of their household: so many. Look at them "
            "today."
        ),
        "minors.found": _(
            "Minors without parent or legal guardian in their household were found among open "
            "cases: so many. Look at them today."
        ),
        "child.leave_missing": _(
            "Nobody in this office had leave for files of child protection when a child had to be "
            "accepted. Its supervisor has it for some days: see that a colleague gets it."
        ),
    }
)
