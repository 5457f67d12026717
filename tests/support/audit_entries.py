"""The audit entries of one event, also where it is sealed because the record is restricted."""

from amparo.foundation.core.models import AuditEntry


def entries_of(event: str, **where) -> list[AuditEntry]:
    """Returns the entries that tell of `event`, oldest first; `where` filters by columns."""
    entries = AuditEntry.objects.filter(**where).order_by("pk")
    return [entry for entry in entries if entry.content.event == event]
