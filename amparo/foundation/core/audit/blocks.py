"""Signs audit entries: every second or two, the entries written since go into a signed block.

The entries themselves are not touched; the block names their numbers. On PostgreSQL a long
transaction may commit after entries with higher numbers: the gap is looked into again until it is
old.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ..encryption import key_ring
from . import checkpoint, entry_format
from .models import AuditBlock

# Entries in one block; the import of a register makes several blocks.
MOST = 20_000
# How long a transaction may take and its entries still be signed within seconds; `late=True`
# looks into every gap there ever was.
LOOK_BACK = timedelta(minutes=10)
GENESIS = bytes(32)
PRUNED = "ledger.pruned"

type Run = tuple[int, int]
type Line = tuple[int, bytes]


def sign_pending_entries(*, late: bool = False) -> int:
    """Signs committed entries that no block holds; returns their number.

    Safe to call at any time and from several processes: of two blocks with one number, one is
    kept. `late=True` looks into every gap there ever was, else only into those of the last ten
    minutes.
    """
    sealed = 0
    while found := _sign_some(late=late):
        sealed += found
        if found < MOST:
            break
    return sealed


def signing_key() -> Ed25519PrivateKey:
    """Returns the Ed25519 key that signs blocks, derived from the key ring; DecryptionError
    without a ring.
    """
    return Ed25519PrivateKey.from_private_bytes(key_ring.derive("ledger signing"))


def public_key() -> Ed25519PublicKey:
    """Returns the key with which outsiders check that a head was signed here."""
    return signing_key().public_key()


def is_ours(block: AuditBlock) -> bool:
    """Returns whether this installation signed the block as it is stored now."""
    try:
        public_key().verify(bytes(block.signature), block.signed_bytes)
    except InvalidSignature:
        return False
    return True


def _sign_some(*, late: bool) -> int:
    last = AuditBlock.objects.order_by("number").last()
    waiting = sorted(_waiting(last, late=late))
    if not waiting:
        return 0
    block = _block(last, waiting)
    try:
        with transaction.atomic():
            block.save()
            transaction.on_commit(partial(checkpoint.advance, block))
    except IntegrityError:  # another worker sealed at the same moment: its block stands
        return 0
    return len(waiting)


def _block(last: AuditBlock | None, waiting: list[Line]) -> AuditBlock:
    block = AuditBlock(
        number=last.number + 1 if last else 1,
        members=_members(number for number, _ in waiting),
        count=len(waiting),
        total=(last.total if last else 0) + len(waiting),
        highest=max(waiting[-1][0], last.highest if last else 0),
        root=entry_format.merkle_root([entry_format.merkle_leaf(line) for _, line in waiting]),
        previous=last.head if last else GENESIS,
        sealed_at=timezone.now(),
    )
    block.signature = signing_key().sign(block.signed_bytes)
    return block


def _waiting(last: AuditBlock | None, *, late: bool) -> list[Line]:
    """Returns entries in no block: those in gaps, and all after the last block."""
    if last is None:
        return read([(1, None)])
    return read([*gaps(late=late), (last.highest + 1, None)])


def gaps(*, late: bool) -> list[Run]:
    """Returns ranges of numbers that blocks of the last ten minutes (with `late`, all blocks)
    skipped.
    """
    blocks, floor = AuditBlock.objects.order_by("number"), 0
    if not late:
        since = timezone.now() - LOOK_BACK
        before = blocks.filter(sealed_at__lt=since).last()
        blocks, floor = blocks.filter(sealed_at__gte=since), before.highest if before else 0
    runs = (run for block in blocks.iterator() for run in block.ranges if run[0] > floor)
    found = []
    for first, end in sorted(runs):
        if first > floor + 1:
            found.append((floor + 1, first - 1))
        floor = end
    return found


def read(runs: Iterable[Run | tuple[int, None]], most: int = MOST) -> list[Line]:
    """Returns number and canonical bytes of the entries in these ranges, as the database holds
    them now; at most `most`.
    """
    runs = list(runs)
    found: list[Line] = []
    with connection.cursor() as cursor:
        for start in range(0, len(runs), _RUNS_AT_ONCE):
            some = runs[start : start + _RUNS_AT_ONCE]
            cursor.execute(_asking_for(some, most))
            found += [(number, line.encode()) for number, line in cursor.fetchall()]
    return found[:most]


_RUNS_AT_ONCE = 200
_BEYOND = 2**63 - 1


def _asking_for(runs: list, most: int) -> str:
    """Returns the SQL for many ranges at once; only integers are interpolated."""
    wanted = ", ".join(f"({int(first)}, {int(end or _BEYOND)})" for first, end in runs)
    return (
        f"WITH run(first_one, last_one) AS (VALUES {wanted}) "  # noqa: S608
        f"SELECT id, {entry_format.in_database()} FROM run JOIN core_auditentry "
        f"ON id BETWEEN first_one AND last_one ORDER BY id LIMIT {int(most)}"
    )


def _members(numbers: Iterable[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(f"{a}-{b}" if a != b else f"{a}" for a, b in runs)
