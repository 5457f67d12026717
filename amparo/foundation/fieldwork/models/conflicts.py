"""Conflict: one field that two people changed; both values are kept until a person decides."""

import hmac
import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import AuditEntry, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..extension_points import mergeable_records
from ..sync import command_fields, commands
from ..sync.commands import FieldConflict, is_same_value
from .base import BelongsToRecord
from .outbox_entries import OutboxEntry


class ConflictQuerySet(PermissionQuerySet):
    def open(self) -> "ConflictQuerySet":
        return self.filter(settled_at=None)


class Conflict(BelongsToRecord):
    """One field of one record: what it was, what the telephone says, and what stands here."""

    class Keep(models.TextChoices):
        FIELD = "field", gettext_lazy("Value entered in the field")
        SERVER = "house", gettext_lazy("Value in the file")

    entry = models.ForeignKey(OutboxEntry, models.CASCADE, related_name="conflicts")
    kind = models.CharField(max_length=20)
    record = models.UUIDField()
    name = models.CharField(max_length=40)
    base_value = PersonalField(gettext_lazy("Value before"), kind="json", crypto_name="was")
    device_value = PersonalField(
        gettext_lazy("Value on the telephone"), kind="json", crypto_name="from_field"
    )
    server_value = PersonalField(
        gettext_lazy("Value in the office"), kind="json", crypto_name="in_house"
    )
    # Who set the value on the server, and when, where the audit log says so.
    server_value_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    server_value_at = models.DateTimeField(null=True)
    at = models.DateTimeField(default=now, editable=False)
    kept_value = models.CharField(max_length=10, choices=Keep, blank=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    settled_at = models.DateTimeField(null=True)

    crypto_label = "conflict"
    audit_name = "conflict"

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Conflicting values")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                fields=["at"], name="conflicts_open", condition=models.Q(settled_at=None)
            )
        ]  # fmt: skip

    class Events:
        arisen = AuditEvent(gettext_lazy("Conflicting values kept"))
        settled = AuditEvent(gettext_lazy("Conflict resolved"))

    def __str__(self):
        return f"Conflict {self.ref}"

    @classmethod
    def create(cls, entry: OutboxEntry, clash: FieldConflict) -> "Conflict":
        conflict = cls.objects.create(
            entry=entry, file_kind=entry.file_kind, file_ref=entry.file_ref, kind=clash.kind,
            record=clash.record.ref, name=clash.name,
            base_value=clash.was, device_value=clash.now, server_value=clash.other,
            server_value_by=clash.by, server_value_at=clash.at,
        )  # fmt: skip
        log.log_event(entry.by, "conflict.arisen", conflict, fields=[clash.name])
        return conflict

    @property
    def current(self) -> Any:
        """What stands in the file now; perhaps it was changed once more."""
        record = self._kind.find(self.record)
        return self.server_value if record is None else self._kind.read(record, self.name)

    @property
    def last_change(self) -> tuple[User | None, datetime | None]:
        """Whose the value that stands there is, and since when."""
        record = None if self.current == self.server_value else self._kind.find(self.record)
        return (
            last_change_of(record, self.name)
            if record
            else (self.server_value_by, self.server_value_at)
        )

    @property
    def label(self) -> str:
        return str(command_fields.field_label(self._kind.fields, self.name).label)

    def display(self, value: Any) -> str:
        """A value as a page says it."""
        label = command_fields.field_label(self._kind.fields, self.name)
        return label.display(value) if value else ""

    @property
    def mark(self) -> str:
        """Of what stands there now: whoever chooses has seen this very value."""
        seen = json.dumps(self.current, sort_keys=True).encode()
        return hmac.new(key_ring.derive("field entries"), seen, sha256).hexdigest()[:32]

    @transaction.atomic
    def settle(self, *, by: User, keep: str, seen: str = "") -> None:
        """Choose; the other value goes, and that somebody chose stays."""
        self._lock()
        if self.settled_at:
            if self.kept_value == keep:
                return
            raise Refusal(_("A colleague has chosen already."))
        if seen and not hmac.compare_digest(seen, self.mark):
            raise Refusal(_("Somebody changed it once more. Look at both values again."))
        if keep == self.Keep.FIELD:
            self._write(by)
        self.kept_value, self.settled_by, self.settled_at = self.Keep(keep), by, now()
        self.base_value = self.device_value = self.server_value = None
        self.save()
        log.log_event(by, "conflict.settled", self, fields=[self.name], decided=keep)
        if not self.entry.conflicts.open().exists():
            self.entry.agreed()

    def _lock(self) -> None:
        """Two who choose in the same moment: the second is told."""
        rows = type(self).objects.select_for_update().filter(pk=self.pk)
        self.kept_value, self.settled_at = rows.values_list("kept_value", "settled_at").get()

    def _write(self, by: User) -> None:
        record = self._kind.find(self.record)
        if record is None:
            raise Refusal(_("What this is about is no longer there."))
        if not is_same_value(self._kind.read(record, self.name), self.device_value):
            self._kind.write(record, self.name, self.device_value, by)

    @property
    def _kind(self) -> commands.MergeableRecord:
        return mergeable_records[self.kind]


# Who changed a field last: from the audit log, which does not know the value

MAX_ENTRIES = 100


def last_change_of(record: Record, name: str) -> tuple[User | None, datetime | None]:
    """Who changed this field last; an action that names no fields may have changed it."""
    lines = (
        AuditEntry.objects.of_file(log.owner_ref(record)).actions().filter(record_ref=record.ref)
    )
    for line in lines.select_related("by").order_by("-at", "-pk")[:MAX_ENTRIES]:
        if name in line.content.details.get("fields", [name]):
            return line.by, line.at
    return None, None
