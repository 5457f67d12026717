"""Models of the audit log: entries, signed blocks of entries, how far each witness was told.

One entry for every action and every reading, written and never changed. Each block is chained to
the one before it and signed.
"""

from functools import cached_property
from hashlib import sha256

from django.conf import settings
from django.db import models

from ..clock import now
from ..permissions.grants import PermissionQuerySet
from ..records import Referable
from . import entry_format

# A door that stayed shut: its deed is `case.denied`, `page.denied`.
DENIED = models.Q(deed__endswith=".denied")
# Kinds of records of which a page says no more than that something was done: whoever reads the
# ledger may be whom it is about, and must not follow one of them from line to line.
UNNAMED = ("complaint",)


class LedgerQuerySet(PermissionQuerySet):
    def of_file(self, ref) -> "LedgerQuerySet":
        return self.filter(file_ref=ref)

    def deeds(self) -> "LedgerQuerySet":
        return self.filter(is_reading=False)

    def readings(self) -> "LedgerQuerySet":
        return self.filter(is_reading=True)

    def denied(self) -> "LedgerQuerySet":
        return self.filter(DENIED)

    def about(self, ref) -> "LedgerQuerySet":
        """The lines of one file or record, for who reads the ledger."""
        named = models.Q(file_ref=ref) | models.Q(record_ref=ref)
        return self.filter(named).exclude(record_type__in=UNNAMED)


class Details(models.JSONField):
    """Codes and refs of a deed, kept in one order on every database."""

    def pre_save(self, model_instance, add):
        return entry_format.ordered(super().pre_save(model_instance, add))


class Mark(models.BinaryField):
    """The mark of the house under a line, made when it is stored unless it was made before."""

    def pre_save(self, model_instance, add):
        return super().pre_save(model_instance, add) or model_instance.bear_mark()


class Entry(Referable):
    """One line: who, when, which deed, on which record of which file. Never a value."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=now, editable=False)
    deed = models.CharField(max_length=60)
    record_type = models.CharField(max_length=40, blank=True)
    record_ref = models.UUIDField(null=True)
    file_ref = models.UUIDField(null=True)
    is_reading = models.BooleanField(default=False)
    details = Details(default=dict)
    mark = Mark(max_length=32, editable=False)

    audit_name = "entry"
    personal = ()
    harmless = (
        "at", "deed", "record_type", "record_ref", "file_ref", "is_reading", "details", "mark",
    )  # fmt: skip

    objects = LedgerQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["file_ref", "is_reading", "-at"], name="ledger_of_a_file"),
            models.Index(fields=["by", "-at"], name="ledger_of_a_person"),
        ]

    def __str__(self):
        return f"{self.deed} by {self.by_id}"

    @property
    def is_denied(self) -> bool:
        return self.deed.endswith(".denied")

    @property
    def short_ref(self) -> str:
        """Enough of a ref to tell two records apart on a page: the end, where chance is."""
        return self.record_ref.hex[-8:] if self.record_ref else ""

    @property
    def is_unnamed(self) -> bool:
        return self.record_ref is None or self.record_type in UNNAMED

    def bear_mark(self) -> bytes:
        self.mark = entry_format.entry_hmac(entry_format.canonical_bytes(self))
        return self.mark


# Blocks and witnesses.


class Block(models.Model):
    """Some lines that were there when it was sealed. Blocks too are written, never changed."""

    number = models.BigIntegerField(unique=True)
    # Which lines, as "1-40,43": one that was still being written when its neighbours were
    # sealed comes into a later block.
    members = models.TextField()
    count = models.PositiveIntegerField()
    total = models.BigIntegerField()  # lines sealed so far
    highest = models.BigIntegerField()  # number among them
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()
    signature = models.BinaryField(max_length=64)

    personal = ()
    harmless = (
        "number", "members", "count", "total", "highest", "root", "previous", "sealed_at",
        "signature",
    )  # fmt: skip

    objects = PermissionQuerySet.as_manager()

    def __str__(self):
        return f"block {self.number}"

    @property
    def said(self) -> bytes:
        """All that a block says, in one form: what is hashed and signed."""
        parts = (
            "amparo block", self.number, self.members, self.count, self.total, self.highest,
            bytes(self.root).hex(), bytes(self.previous).hex(), self.sealed_at.isoformat(),
        )  # fmt: skip
        return "\n".join(map(str, parts)).encode()

    @cached_property
    def head(self) -> bytes:
        """The hash that stands for this block, its signature and, through it, for all before."""
        return sha256(self.said + bytes(self.signature)).digest()

    @cached_property
    def ranges(self) -> list[tuple[int, int]]:
        """First and last line of each unbroken run."""
        return [_run(run) for run in self.members.split(",")]


class WitnessMark(models.Model):
    """How far a witness has been told, and what stood in the way the last time."""

    witness = models.CharField(max_length=64, unique=True)
    number = models.BigIntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=80, blank=True)
    failures = models.PositiveIntegerField(default=0)

    personal = ()
    harmless = ("witness", "number", "told_at", "failed_at", "fault", "failures")

    objects = PermissionQuerySet.as_manager()

    def __str__(self):
        return f"{self.witness}: block {self.number}"


def _run(run: str) -> tuple[int, int]:
    first, _, last = run.partition("-")
    return int(first), int(last or first)
