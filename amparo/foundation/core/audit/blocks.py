"""Sealing the ledger: every second or two, the lines written since go into a signed block.

A line is never touched when it is sealed: the block names it. On PostgreSQL a long deed may be
settled after lines with higher numbers; the gap it left is looked into again until it is old.
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
from .models import Block

# As many as a block may hold: a register brought in at once makes several.
MOST = 20_000
# How long a deed may take to be settled and still be sealed within seconds; `late=True` looks
# into every gap there ever was.
LOOK_BACK = timedelta(minutes=10)
GENESIS = bytes(32)
PRUNED = "ledger.pruned"

type Run = tuple[int, int]
type Line = tuple[int, bytes]


def sign_pending_entries(*, late: bool = False) -> int:
    """Seal what is settled and not yet sealed; say how many lines. Safe anywhere, anytime."""
    sealed = 0
    while found := _sign_some(late=late):
        sealed += found
        if found < MOST:
            break
    return sealed


def signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(key_ring.derive("ledger signing"))


def public_key() -> Ed25519PublicKey:
    """What an outsider needs in order to check that a head is ours."""
    return signing_key().public_key()


def is_ours(block: Block) -> bool:
    """Whether this installation signed the block as it stands."""
    try:
        public_key().verify(bytes(block.signature), block.said)
    except InvalidSignature:
        return False
    return True


def _sign_some(*, late: bool) -> int:
    last = Block.objects.order_by("number").last()
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


def _block(last: Block | None, waiting: list[Line]) -> Block:
    block = Block(
        number=last.number + 1 if last else 1,
        members=_members(number for number, _ in waiting),
        count=len(waiting),
        total=(last.total if last else 0) + len(waiting),
        highest=max(waiting[-1][0], last.highest if last else 0),
        root=entry_format.merkle_root([entry_format.merkle_leaf(line) for _, line in waiting]),
        previous=last.head if last else GENESIS,
        sealed_at=timezone.now(),
    )
    block.signature = signing_key().sign(block.said)
    return block


def _waiting(last: Block | None, *, late: bool) -> list[Line]:
    """Lines in no block: those that came late into a gap, and all beyond the last block."""
    if last is None:
        return read([(1, None)])
    return read([*gaps(late=late), (last.highest + 1, None)])


def gaps(*, late: bool) -> list[Run]:
    """Runs of numbers that blocks stepped over lately (or ever) and none has sealed since."""
    blocks, floor = Block.objects.order_by("number"), 0
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
    """Numbers and lines of these runs, as the database holds them now."""
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
    """One question for many runs; all that goes into it is numbers."""
    wanted = ", ".join(f"({int(first)}, {int(end or _BEYOND)})" for first, end in runs)
    return (
        f"WITH run(first_one, last_one) AS (VALUES {wanted}) "  # noqa: S608
        f"SELECT id, {entry_format.in_database()} FROM run JOIN trust_entry "
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
