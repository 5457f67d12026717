"""Whose the value of a field is, and since when: the ledger knows, without knowing the value."""

from datetime import datetime

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import Entry, User
from amparo.foundation.core.records import Referable

MOST = 100


def last_hand(record: Referable, name: str) -> tuple[User | None, datetime | None]:
    """Who changed this field last; a deed that names no fields may have changed it."""
    lines = Entry.objects.of_file(log.owner_ref(record)).deeds().filter(record_ref=record.ref)
    for line in lines.select_related("by").order_by("-at", "-pk")[:MOST]:
        if name in line.details.get("fields", [name]):
            return line.by, line.at
    return None, None
