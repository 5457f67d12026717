"""Models of the audit log: entries, signed blocks of entries, and how far each witness was told.

One entry for each action and each read, written once and never changed. Each block is signed and
chained to the one before it.
"""

from functools import cached_property
from hashlib import sha256

from django.conf import settings
from django.db import models

from ..clock import now
from ..permissions.grants import PermissionQuerySet
from ..records import Record
from . import entry_format, neutral_entries

# Events of refused access: `case.denied`, `page.denied`.
DENIED = models.Q(event__endswith=".denied")
# Record types of which a page shows only that something was done: the auditor may be the subject
# of the complaint, and must not trace it from entry to entry.
UNNAMED = ("complaint",)


class AuditEntryQuerySet(PermissionQuerySet):
    def of_file(self, ref) -> "AuditEntryQuerySet":
        return self.filter(file_ref=ref)

    def actions(self) -> "AuditEntryQuerySet":
        return self.filter(is_reading=False)

    def reads(self) -> "AuditEntryQuerySet":
        return self.filter(is_reading=True)

    def denied(self) -> "AuditEntryQuerySet":
        return self.filter(DENIED)

    def about(self, ref) -> "AuditEntryQuerySet":
        """Returns the entries of one file or record for the auditor, without types that must not
        be traced.
        """
        named = models.Q(file_ref=ref) | models.Q(record_ref=ref)
        return self.filter(named).exclude(record_type__in=UNNAMED)


class DetailsField(models.JSONField):
    """Codes and refs of an entry, stored in one order on every database."""

    def pre_save(self, model_instance, add):
        return entry_format.ordered(super().pre_save(model_instance, add))


class SignatureField(models.BinaryField):
    """The HMAC of an entry, computed when it is stored unless it was before."""

    def pre_save(self, model_instance, add):
        return super().pre_save(model_instance, add) or model_instance.sign()


class AuditEntry(Record):
    """One audit entry: who, when, which event, on which record of which file. Never a value."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=now, editable=False)
    event = models.CharField(max_length=60)
    record_type = models.CharField(max_length=40, blank=True)
    record_ref = models.UUIDField(null=True)
    file_ref = models.UUIDField(null=True)
    is_reading = models.BooleanField(default=False)
    details = DetailsField(default=dict)
    hmac = SignatureField(max_length=32, editable=False)

    audit_name = "entry"

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["file_ref", "is_reading", "-at"], name="audit_entries_by_file"),
            models.Index(fields=["by", "-at"], name="audit_entries_by_user"),
        ]

    class Privacy:
        plain_text = {
            "details": "codes and refs only; what was written is read from the record",
        }

    def __str__(self):
        return f"{self.event} by {self.by_id}"

    @cached_property
    def content(self) -> neutral_entries.EntryContent:
        """Returns event, record type and details as they were logged: of restricted records the
        columns hold neutral ones, and these are sealed.
        """
        return neutral_entries.content_of(self)

    @property
    def is_denied(self) -> bool:
        return self.event.endswith(".denied")

    @property
    def short_ref(self) -> str:
        """Returns the last eight hex digits of the ref, which are random: enough to tell records
        apart on a page.
        """
        return self.record_ref.hex[-8:] if self.record_ref else ""

    @property
    def is_anonymous(self) -> bool:
        """Returns whether the entry is shown without its record, so that the record cannot be
        traced from entry to entry.
        """
        return self.record_ref is None or self.record_type in UNNAMED

    def sign(self) -> bytes:
        """Computes the HMAC of the entry, sets it and returns it. Does not save."""
        self.hmac = entry_format.entry_hmac(entry_format.canonical_bytes(self))
        return self.hmac


# Blocks and witnesses.


class AuditBlock(models.Model):
    """A signed block: the numbers and the Merkle root of the entries that were committed when it
    was made.
    """

    number = models.BigIntegerField(unique=True)
    # Numbers of entries, as "1-40,43": one whose transaction was still open when its neighbours
    # were signed comes into a later block.
    members = models.TextField()
    count = models.PositiveIntegerField()
    total = models.BigIntegerField()  # lines sealed so far
    highest = models.BigIntegerField()  # number among them
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()
    signature = models.BinaryField(max_length=64)

    objects = PermissionQuerySet.as_manager()

    class Privacy:
        plain_text = {
            "members": "numbers and digests of lines",
        }

    def __str__(self):
        return f"block {self.number}"

    @property
    def signed_bytes(self) -> bytes:
        """Returns the exact bytes that are hashed and signed."""
        parts = (
            "amparo block", self.number, self.members, self.count, self.total, self.highest,
            bytes(self.root).hex(), bytes(self.previous).hex(), self.sealed_at.isoformat(),
        )  # fmt: skip
        return "\n".join(map(str, parts)).encode()

    @cached_property
    def head(self) -> bytes:
        """Returns the hash of the block and its signature, which stands for all blocks before it
        too.
        """
        return sha256(self.signed_bytes + bytes(self.signature)).digest()

    @cached_property
    def ranges(self) -> list[tuple[int, int]]:
        """Returns first and last number of each unbroken range of entries."""
        return [_run(run) for run in self.members.split(",")]


class WitnessPosition(models.Model):
    """The newest block that a witness received, and what went wrong the last time."""

    witness = models.CharField(max_length=64, unique=True)
    number = models.BigIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=80, blank=True)
    failures = models.PositiveIntegerField(default=0)

    objects = PermissionQuerySet.as_manager()

    class Privacy:
        plain_text = {
            "fault": "the kind of a fault",
        }

    def __str__(self):
        return f"{self.witness}: block {self.number}"


def _run(run: str) -> tuple[int, int]:
    first, _, last = run.partition("-")
    return int(first), int(last or first)
