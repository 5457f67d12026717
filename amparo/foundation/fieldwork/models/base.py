"""Base of records about a case or a person, which this app knows by reference alone."""

from dataclasses import dataclass
from uuid import UUID

from django.db import models

from amparo.foundation.core.records import Record


@dataclass(frozen=True)
class RecordReference:
    """The file that something lies in, whether it is there yet or not."""

    kind: str
    ref: UUID


class BelongsToRecord(Record):
    """Sealed with the file that it is about, and erased with it; else under a key of its own."""

    file_kind = models.CharField(max_length=10, blank=True)
    file_ref = models.UUIDField(null=True, db_index=True)

    class Meta:
        abstract = True

    @property
    def file(self) -> "RecordReference | None":
        return RecordReference(self.file_kind, self.file_ref) if self.file_ref else None
