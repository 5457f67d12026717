"""Audit events and notices of data quality that are about no single record."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from amparo.foundation.core.audit.events import (
    AuditEvent,
    register_counted_notices,
    register_events,
)

register_events({"dataissue.listed": AuditEvent(_("Data quality issues viewed"))})
register_counted_notices(
    {
        "dataissue.asked": ngettext_lazy(
            "In one of your records something is missing for the monthly figures.",
            "In %(count)s of your records something is missing for the monthly figures.",
            "count",
        ),
    }
)
