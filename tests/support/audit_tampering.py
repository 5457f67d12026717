"""Cheating on the ledger, in the nine ways one might think of and in random ones.

Each hand here owns the database and takes the bolt off first. What it lacks is the key ring and
the witness: `amparo audit verify` must see everything it does.
"""

import random
import secrets
from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from amparo.foundation.core.audit import append_only, entry_format
from amparo.foundation.core.audit.blocks import read
from amparo.foundation.core.audit.verification import verify
from amparo.foundation.core.models import AuditBlock, AuditEntry
from amparo.foundation.core.records import new_reference

type Cheat = Callable[[random.Random], None]


def tamper(*, tries: int, seed: int, heads: dict[int, str]) -> tuple[int, list[str]]:
    """Random edits, each undone again: how many changed something, and those that went unseen."""
    dice, tried, unseen = random.Random(seed), 0, []
    before = _everything()
    while tried < tries:
        edit = dice.choice(EDITS)
        with append_only.allow_audit_deletion(), transaction.atomic():
            edit(dice)
            if _everything() != before:
                tried += 1
                if verify(heads).is_valid:
                    unseen.append(f"{edit.__name__}, try {tried}")
            transaction.set_rollback(True)
    return tried, unseen


def _everything() -> list:
    with connection.cursor() as cursor:
        rows = []
        for table in append_only.TABLES:
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 - our own tables
            rows += [tuple(map(_plain, row)) for row in cursor.fetchall()]
        return rows


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def _sealed(dice: random.Random) -> AuditEntry:
    return AuditEntry.objects.get(pk=dice.choice([pk for pk, _ in _sealed_lines()]))


def _sealed_lines() -> list:
    return read([run for block in AuditBlock.objects.all() for run in block.ranges])


def _set(entry: AuditEntry, **values) -> None:
    AuditEntry.objects.filter(pk=entry.pk).update(**values)


# The nine.


def change_a_row(dice):
    _set(_sealed(dice), event="note.unwritten")


def delete_a_row(dice):
    _sealed(dice).delete()


def swap_two_rows(dice):
    """Each with its own mark: only their places change."""
    first, second = AuditEntry.objects.order_by("pk")[:2]
    columns = ("by_id", "at", "event", "record_type", "record_ref", "file_ref", "is_reading",
               "details", "hmac")  # fmt: skip
    kept = {name: getattr(first, name) for name in columns}
    other = {name: getattr(second, name) for name in columns}
    ref, other_ref = first.ref, second.ref
    _set(first, ref=new_reference())
    _set(second, ref=ref, **kept)
    _set(first, ref=other_ref, **other)


def insert_a_row(dice):
    """A copy of a true line, as if it had happened twice."""
    twin = _sealed(dice)
    twin.pk, twin.ref = None, new_reference()
    old = bytes(twin.hmac)
    twin.save(force_insert=True)
    _set(twin, hmac=old)


def drop_a_block(dice):
    AuditBlock.objects.filter(number=2).delete()


def drop_the_last_block(dice):
    AuditBlock.objects.order_by("number").last().delete()


def forge_a_waiting_row(dice):
    waiting = AuditEntry.objects.order_by("pk").last()
    _set(waiting, details={"to": str(new_reference())})


def rewrite_a_block(dice):
    """Sealed anew over changed lines, by somebody without the key that signs."""
    block = AuditBlock.objects.order_by("number").last()
    first, _ = read(block.ranges)[0]
    _set(AuditEntry(pk=first), event="note.unwritten")
    leaves = [entry_format.merkle_leaf(line) for _, line in read(block.ranges)]
    AuditBlock.objects.filter(pk=block.pk).update(
        root=entry_format.merkle_root(leaves), signature=secrets.token_bytes(64)
    )


def rewrite_the_end(dice):
    """The last block renumbers what it holds: one line fewer, its count put right."""
    block = AuditBlock.objects.order_by("number").last()
    last = block.ranges[-1][1]
    AuditEntry.objects.filter(pk=last).delete()
    members = f"{block.ranges[0][0]}-{last - 1}"
    leaves = [entry_format.merkle_leaf(line) for _, line in read([(block.ranges[0][0], last - 1)])]
    AuditBlock.objects.filter(pk=block.pk).update(
        members=members, count=block.count - 1, total=block.total - 1, highest=last - 1,
        root=entry_format.merkle_root(leaves),
    )  # fmt: skip


CHEATS: tuple[Cheat, ...] = (
    change_a_row, delete_a_row, swap_two_rows, insert_a_row, drop_a_block, drop_the_last_block,
    forge_a_waiting_row, rewrite_a_block, rewrite_the_end,
)  # fmt: skip


# And random ones: any column of any line or block.


def edit_a_line(dice):
    column, value = dice.choice(
        [
            ("by_id", None), ("at", timezone.now() - timedelta(seconds=dice.randrange(1, 10**6))),
            ("event", f"deed.{dice.randrange(99)}"), ("record_type", f"kind{dice.randrange(99)}"),
            ("record_ref", new_reference()), ("file_ref", None),
            ("is_reading", dice.random() < 0.5),
            ("details", {"count": dice.randrange(10**6)}), ("ref", new_reference()),
            ("hmac", dice.randbytes(32)),
        ]
    )  # fmt: skip
    _set(dice.choice(list(AuditEntry.objects.all())), **{column: value})


def flip_a_bit(dice):
    """One bit of one mark, root or signature."""
    name = dice.choice(["root", "previous", "signature"])
    block = dice.choice(list(AuditBlock.objects.all()))
    value = bytearray(getattr(block, name))
    value[dice.randrange(len(value))] ^= 1 << dice.randrange(8)
    AuditBlock.objects.filter(pk=block.pk).update(**{name: bytes(value)})


def edit_a_block(dice):
    name = dice.choice(["number", "count", "total", "highest"])
    block = dice.choice(list(AuditBlock.objects.all()))
    AuditBlock.objects.filter(pk=block.pk).update(**{name: dice.randrange(1, 10**4)})


def move_a_line(dice):
    entry = dice.choice([pk for pk, _ in _sealed_lines()])
    AuditEntry.objects.filter(pk=entry).update(id=10**6 + dice.randrange(10**6))


def delete_some(dice):
    first, _ = dice.choice(_sealed_lines())
    AuditEntry.objects.filter(pk__gte=first, pk__lt=first + dice.randrange(1, 4)).delete()


EDITS: tuple[Cheat, ...] = (
    edit_a_line, edit_a_line, edit_a_line, flip_a_bit, edit_a_block, move_a_line, delete_some,
)  # fmt: skip
