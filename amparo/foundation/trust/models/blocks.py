"""Blocks: lines of the ledger sealed together, each block chained to the one before and signed."""

from functools import cached_property
from hashlib import sha256

from django.db import models

from ..reach import GuardedQuerySet


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

    objects = GuardedQuerySet.as_manager()

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

    objects = GuardedQuerySet.as_manager()

    def __str__(self):
        return f"{self.witness}: block {self.number}"


def _run(run: str) -> tuple[int, int]:
    first, _, last = run.partition("-")
    return int(first), int(last or first)
