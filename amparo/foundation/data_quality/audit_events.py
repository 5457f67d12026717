"""Audit events and notices of data quality that are about no single record."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from amparo.foundation.core.audit.events import (
    AuditEvent,
    register_events,
    register_notices,
)
from amparo.foundation.core.notifications.kinds import Notice

register_events({"dataissue.listed": AuditEvent(_("Data quality issues viewed"))})
register_notices(
    {
        "dataissue.asked": Notice(
            _("Records incomplete for the monthly figures"),
            "work",
            icon="clipboard-check",
            is_count=True,
            several=ngettext_lazy(
                "%(count)s record incomplete for the monthly figures",
                "%(count)s records incomplete for the monthly figures",
                "count",
            ),
        ),
    }
)
