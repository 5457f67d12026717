"""Audit events that are about no single record: lists that were looked at, and the like."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit.events import AuditEvent, register_events

register_events(
    {
        "htcds.received": AuditEvent(_("Received a file of the trafficking data standard")),
        "htcds.listed": AuditEvent(_("Looked through files of the trafficking data standard")),
        "htcds.import_started": AuditEvent(_("HTCDS file approved for import")),
        "htcds.taken_up": AuditEvent(_("HTCDS import resumed")),
        "htcds.imported": AuditEvent(_("HTCDS file imported")),
        "htcds.original_gone": AuditEvent(
            _("A file of the trafficking data standard was deleted")
        ),
        "htcds.exported": AuditEvent(_("Made a file of the trafficking data standard")),
        "htcds.left": AuditEvent(
            _("What is known of them left in a file of the trafficking data standard"),
            icon="file-text",
            timeline=_("Their data left in a file, as they had agreed"),
            story=False,
        ),
        "htcds.taken": AuditEvent(_("Took a file of the trafficking data standard out")),
        "ways_out.listed": AuditEvent(_("Victims of trafficking list viewed")),
        "ways_out.counted": AuditEvent(_("Looked at the figures of trafficked persons assisted")),
    }
)
