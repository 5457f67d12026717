"""Verifies the audit log against itself: every entry, every block, the chain, the witnesses. Reads
only.

Entries are read as the text that was authenticated and signed, so nothing is turned into objects.
Also here: which numbers no entry carries, and the deletion of entries after the retention period.
"""

import hmac
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max
from django.utils import timezone

from ..accounts.users import User
from ..encryption import key_ring
from . import account_bindings, entry_format, log
from .append_only import allow_audit_deletion
from .blocks import GENESIS, LOOK_BACK, PRUNED, Run, is_ours
from .entry_format import merkle_root
from .models import AuditBlock, AuditEntry
from .witnesses import KeptHeads

CHUNK = 20_000
# A long transaction commits after entries with higher numbers, and is signed within a day.
SETTLED_LATE = timedelta(days=2)
# What the keeper of the machine did and said so: numbers that are missing before it are known.
ACCOUNTED_FOR = ("house.restored", "house.moved", "ledger.accepted")
MOST_SAID = 50
type Row = tuple[int, bytes, bytes]


@dataclass
class Verdict:
    """What was checked, and every fault as a sentence of `amparo audit verify`."""

    lines: int = 0
    blocks: int = 0
    waiting: int = 0  # written and not yet sealed
    pruned: int = 0  # blocks whose lines were let go when their time was over
    faults: list[str] = field(default_factory=list)
    unlisted: int = 0

    @property
    def is_valid(self) -> bool:
        return not self.faults

    def add_fault(self, said: str) -> None:
        if len(self.faults) < MOST_SAID:
            self.faults.append(said)
        else:
            self.unlisted += 1


def verify(heads: KeptHeads | Mapping[int, str] | None = None) -> Verdict:
    """Verifies every entry and block; returns the verdict. `heads` are the heads of blocks that
    witnesses keep.
    """
    kept = heads if isinstance(heads, KeptHeads) else KeptHeads.of(heads or {})
    return _Verification(kept).run()


class _Verification:
    def __init__(self, heads: KeptHeads):
        self.verdict = Verdict()
        self.heads = heads
        self.key = key_ring.derive("ledger")
        self.pruned_to = pruned_to()
        self.numbers = EntryNumbers()
        self.given = (
            highest_number_given()
        )  # before the lines: one that is written meanwhile is later
        self.rows = _Rows()

    def run(self) -> Verdict:
        previous: AuditBlock | None = None
        for block in AuditBlock.objects.order_by("number").iterator(chunk_size=1000):
            self._chain(block, previous)
            self._lines_of(block)
            self.numbers.take(block.ranges)
            previous = block
            self.verdict.blocks += 1
        self._signed(previous)
        self._tail(previous)
        self._numbered()
        self._witnessed(previous)
        self._twice()
        return self.verdict

    def _chain(self, block: AuditBlock, previous: AuditBlock | None) -> None:
        """Each block names the previous one, and its counts continue from it."""
        before = (previous.number, previous.total, previous.highest) if previous else (0, 0, 0)
        number, total, highest = before
        told, counted = self.heads.head_of(block.number) or (None, None)
        if block.number != number + 1:
            self.verdict.add_fault(f"Block {number + 1} is missing: the next is {block.number}.")
        elif bytes(block.previous) != (previous.head if previous else GENESIS):
            self.verdict.add_fault(
                f"Block {number} or {block.number} was changed: they do not chain."
            )
        elif block.total != total + block.count or block.highest < highest:
            self.verdict.add_fault(
                f"Block {block.number} does not count on from the one before it."
            )
        if told is not None and told != block.head.hex():
            self.verdict.add_fault(
                f"Block {block.number} is not the one that a witness was told of."
            )
        elif counted is not None and counted != block.total:
            self.verdict.add_fault(
                f"A witness was told of {counted} lines up to block {block.number}: it counts "
                f"{block.total}."
            )

    def _signed(self, last: AuditBlock | None) -> None:
        """The last signature stands for all before it; if it is wrong, finds the first
        wrong one.
        """
        if last is None or is_ours(last):
            return
        for block in AuditBlock.objects.order_by("number").iterator(chunk_size=1000):
            if not is_ours(block):
                said = f"Block {block.number} was not signed by this installation, or was changed."
                self.verdict.add_fault(said)
                return

    def _lines_of(self, block: AuditBlock) -> None:
        if block.number <= self.pruned_to:
            self.verdict.pruned += 1
            return
        leaves, changed = [], 0
        for number, line, stored_hmac in self.rows.take(block.ranges):
            if hmac.digest(self.key, line, "sha256") != stored_hmac:
                changed = changed or number
            leaves.append(sha256(b"\x00" + line).digest())
        self.verdict.lines += len(leaves)
        if changed:
            self.verdict.add_fault(f"Line {changed} was changed (block {block.number}).")
        elif len(leaves) != block.count:
            self.verdict.add_fault(
                f"Line {_first_missing(block)} is missing: block {block.number} sealed "
                f"{block.count} lines, and {len(leaves)} are here."
            )
        elif merkle_root(leaves) != bytes(block.root):
            self.verdict.add_fault(
                f"The lines of block {block.number} are not those that it sealed."
            )

    def _tail(self, last: AuditBlock | None) -> None:
        """Entries in no block: they wait for a signature, or somebody else wrote them."""
        frozen, highest = timezone.now(), last.highest if last else 0
        # Entries older than these would have been signed.
        soon, late = (
            entry_format.moment(frozen - span).encode() for span in (LOOK_BACK, SETTLED_LATE)
        )
        old, first = 0, 0
        for number, line, stored_hmac in self.rows.rest():
            self.numbers.take([(number, number)])
            if hmac.digest(self.key, line, "sha256") != stored_hmac:
                self.verdict.add_fault(
                    f"Line {number} is in no block, and Amparo did not write it."
                )
                continue
            self.verdict.waiting += 1
            if entry_format.moment_in(line) < (late if number < highest else soon):
                old, first = old + 1, first or number
        if old:
            self.verdict.add_fault(
                f"{old} lines are in no block and older than ten minutes, the first of them line "
                f"{first}: their block was deleted, or the worker does not run (amparo worker)."
            )

    def _numbered(self) -> None:
        """On SQLite numbers have no gaps: one that is missing was deleted."""
        floor = _accounted_for()
        for first, last in self.numbers.missing(up_to=self.given):
            if last > floor:
                said = f"Line {first} is" if first == last else f"Lines {first} to {last} are"
                self.verdict.add_fault(
                    f"{said} missing: in no block, and cut before being sealed."
                )

    def _witnessed(self, last: AuditBlock | None) -> None:
        """Blocks that a witness received and that are missing: the end was cut off."""
        told = self.heads.highest
        if told > (last.number if last else 0):
            here = f"the last one here is {last.number}" if last else "there is none here"
            self.verdict.add_fault(f"A witness was told of block {told}: {here}.")

    def _twice(self) -> None:
        """An entry that was copied still has a valid HMAC: only its repeated ref shows it."""
        seen_twice = (
            AuditEntry.objects.values("ref").annotate(times=Count("pk")).filter(times__gt=1)
        )
        for twin in seen_twice.order_by()[:MOST_SAID]:
            first = (
                AuditEntry.objects.filter(ref=twin["ref"]).order_by("pk").values_list("pk").first()
            )
            self.verdict.add_fault(f"Line {first[0] if first else '?'} is here more than once.")


class _Rows:
    """All rows in order of their numbers, read in chunks; keeps those that no block has
    asked for.
    """

    def __init__(self) -> None:
        self._chunk: Iterator[Row] = iter(())
        self._next: Row | None = None
        self._loaded = 0
        self._passed = 0
        self._strays: dict[int, Row] = {}
        self._advance()

    def take(self, ranges: list[Run]) -> Iterator[Row]:
        for first, last in ranges:
            if first <= self._passed:  # a line that was settled late: we came by before
                yield from self._late(first, last)
            else:
                yield from self._ahead(first, last)

    def rest(self) -> Iterator[Row]:
        yield from self._strays.values()
        while self._next is not None:
            yield self._next
            self._advance()

    def _ahead(self, first: int, last: int) -> Iterator[Row]:
        while (row := self._next) is not None and row[0] <= last:
            if row[0] < first:
                self._strays[row[0]] = row
            else:
                yield row
            self._advance()
        self._passed = last

    def _late(self, first: int, last: int) -> Iterator[Row]:
        for row in _rows(first, last):
            self._strays.pop(row[0], None)
            yield row

    def _advance(self) -> None:
        self._next = next(self._chunk, None)
        if self._next is None:
            found = _rows(self._loaded + 1, _END)
            self._loaded = found[-1][0] if found else self._loaded
            self._chunk = iter(found)
            self._next = next(self._chunk, None)


_END = 2**63 - 1


def _rows(first: int, last: int) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {entry_format.in_database()}, hmac FROM core_auditentry "  # noqa: S608 - our own columns
            "WHERE id BETWEEN %s AND %s ORDER BY id LIMIT %s",
            [first, last, CHUNK],
        )
        return [(number, line.encode(), found) for number, line, found in cursor.fetchall()]


def _first_missing(block: AuditBlock) -> int:
    for first, last in block.ranges:
        here = AuditEntry.objects.filter(pk__range=(first, last)).order_by("pk")
        known = first
        for number in here.values_list("pk", flat=True).iterator():
            if number != known:
                return known
            known += 1
        if known <= last:
            return known
    return block.highest


def pruned_to() -> int:
    """Returns the number of the last block whose entries were pruned, as a signed entry says; 0 if
    none was.
    """
    pruned = AuditEntry.objects.filter(event=PRUNED).order_by("-pk")
    for entry in pruned:
        if entry_format.entry_hmac(entry_format.canonical_bytes(entry)) == bytes(entry.hmac):
            return int(entry.details["until"])
    return 0


def _accounted_for() -> int:
    """Returns the number of the last signed entry by which gaps before it are explained (restored,
    moved, accepted).
    """
    for entry in AuditEntry.objects.filter(event__in=ACCOUNTED_FOR).order_by("-pk"):
        if entry_format.entry_hmac(entry_format.canonical_bytes(entry)) == bytes(entry.hmac):
            return entry.pk
    return 0


# Numbers that no entry carries.
#
# SQLite writes one action at a time and takes a number back with one that fails: the numbers of
# entries have no gap, and one that is missing was an entry. PostgreSQL gives numbers to actions
# that go on at the same moment and never takes one back: there a gap tells nothing.

type NumberRange = tuple[int, int]


class EntryNumbers:
    """Collects ranges of numbers, roughly in order, and keeps the gaps between them. Only on
    SQLite.
    """

    def __init__(self) -> None:
        self._next = 0
        self._gaps: list[NumberRange] = []
        self._tell_something = connection.vendor == "sqlite"

    def take(self, runs: Iterable[NumberRange]) -> None:
        for first, last in runs if self._tell_something else ():
            if not self._next or first >= self._next:
                self._go_on(first, last)
            else:
                self._fill(first, last)

    def missing(self, *, up_to: int) -> Iterator[NumberRange]:
        """Yields the ranges that no entry carries, up to the highest number that was ever
        given.
        """
        yield from self._gaps
        if self._next and self._next <= up_to:
            yield self._next, up_to

    def _go_on(self, first: int, last: int) -> None:
        if self._next and first > self._next:
            self._gaps.append((self._next, first - 1))
        self._next = max(self._next, last + 1)

    def _fill(self, first: int, last: int) -> None:
        left: list[NumberRange] = []
        for start, end in self._gaps:
            left += [(start, min(end, first - 1)), (max(start, last + 1), end)]
        self._gaps = [(start, end) for start, end in left if start <= end]


def highest_number_given() -> int:
    """Returns the highest number that SQLite ever gave to an entry; 0 on other databases."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'core_auditentry'")
        found = cursor.fetchone()
    return int(found[0]) if found else 0


# Deleting old entries: whole blocks after the years for which they are kept, their heads staying.
#
# A block keeps its signature and its place in the chain: all after it can still be checked. The
# deletion is itself an entry.

A_YEAR = timedelta(days=365.25)


def prune(*, by: User | None) -> int:
    """Irreversibly deletes the entries of blocks older than AMPARO_AUDIT_RETENTION_YEARS.

    Returns how many. Blocks keep their signatures, so that later ones can still be verified. Opens
    the append-only tables meanwhile, writes an entry about it, and binds accounts whose binding
    entry was deleted again.
    """
    before = timezone.now() - settings.AMPARO_AUDIT_RETENTION_YEARS * A_YEAR
    old = AuditBlock.objects.filter(number__gt=pruned_to(), sealed_at__lt=before)
    last = old.aggregate(last=Max("number"))["last"]
    if last is None:
        return 0
    gone = 0
    known = account_bindings.matched()
    with allow_audit_deletion():
        for block in old.order_by("number").iterator():
            for first, end in block.ranges:
                gone += AuditEntry.objects.filter(pk__range=(first, end)).delete()[0]
        log.log_event(by, PRUNED, None, until=last, count=gone)
        # The entry that bound an account may be among the deleted ones.
        account_bindings.bind_all(user for user in account_bindings.unbound() if user.pk in known)
    return gone
