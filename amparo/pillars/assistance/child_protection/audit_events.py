"""Audit events that are about no single record: lists that were looked at, and the like."""

from django.utils.translation import gettext_lazy, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit.events import (
    AuditEvent,
    register_events,
    register_notices,
)
from amparo.foundation.core.notifications.kinds import Notice

register_events(
    {
        "children.listed": AuditEvent(_("UASC list viewed")),
        "minors.listed": AuditEvent(_("Looked at the list of minors registered without an adult")),
    }
)
register_notices(
    {
        "minors.imported": Notice(
            gettext_lazy("Minors imported without an adult of their household"),
            "danger",
            icon="mood-kid",
            is_count=True,
            several=ngettext_lazy(
                "%(count)s minor imported without an adult of the household",
                "%(count)s minors imported without an adult of their household",
                "count",
            ),
        ),
        "minors.found": Notice(
            gettext_lazy("Minors without parent or legal guardian found among open cases"),
            "danger",
            icon="mood-kid",
            is_count=True,
            several=ngettext_lazy(
                "%(count)s minor without parent or legal guardian found among open cases",
                "%(count)s minors without parent or legal guardian found among open cases",
                "count",
            ),
        ),
        "minor.registered": Notice(
            gettext_lazy("Minor registered without an adult of the household"),
            "danger",
            icon="mood-kid",
        ),
        "case.accepted": Notice(
            gettext_lazy("Case that you registered accepted by another colleague"),
            "referral",
            icon="users",
        ),
        "child.leave_missing": Notice(
            gettext_lazy(
                "Office without access to child protection files: give it to a colleague"
            ),
            "account",
            icon="key",
        ),
    }
)
