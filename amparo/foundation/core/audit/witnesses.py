"""Witnesses: the newest block head is sent to another party, which so vouches for all blocks
before it.

Whoever owns database and keys could write the whole audit log anew, but not make a witness forget:
a file on another machine, a mailbox, a server of a partner. Each head is sent once, in order. A
witness that holds another head, or no longer holds what it received, gets nothing more until
somebody accepts it (`amparo audit accept`).
"""

import json
import mmap
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import send_mail
from django.utils import timezone

from .. import http_client
from ..encryption.secret_files import sync_folder
from . import checkpoint
from .blocks import public_key, signing_key
from .models import AuditBlock, WitnessPosition

# A head covers all before it, so a mailbox need not receive each one.
PAUSES = {
    "file": timedelta(seconds=10),
    "https": timedelta(0),
    "mailto": timedelta(hours=6),
}
LONGEST_WAIT = timedelta(hours=1)
CONFLICT = 409


class Contradicted(Exception):  # noqa: N818 - it is the witness that contradicts
    """What the witness keeps contradicts what would be sent to it."""


def publish_head(*schemes: str) -> list[WitnessPosition]:
    """Sends the newest head to each witness, or to those of these URL schemes; returns positions
    of those not reached.

    Sends each block at most once, pauses by scheme, and waits longer after each failure, up to an
    hour. Raises nothing for a witness that fails.
    """
    newest = AuditBlock.objects.order_by("number").last()
    if newest is None:
        return []
    unreached = []
    for address in settings.AMPARO_WITNESSES:
        if schemes and _scheme(address) not in schemes:
            continue
        position = position_of(address)
        if position.number < newest.number and _is_due(address, position):
            _publish_to(address, position, newest)
        if position.failures:
            unreached.append(position)
    return unreached


def name_of(address: str) -> str:
    """Returns scheme and hash of the address, which may be personal."""
    return f"{_scheme(address)}:{sha256(address.encode()).hexdigest()[:16]}"


def position_of(address: str) -> WitnessPosition:
    """Returns the stored position of this witness, creating it at block 0."""
    return WitnessPosition.objects.get_or_create(witness=name_of(address))[0]


def witness_files() -> Iterator[tuple[str, Path]]:
    """Yields name and path of each witness that is a file on this machine."""
    for address in settings.AMPARO_WITNESSES:
        if _scheme(address) == "file":
            yield name_of(address), _path(address)


def _is_due(address: str, position: WitnessPosition) -> bool:
    now = timezone.now()
    if position.failures:  # tried again soon, then less and less often
        wait = min(timedelta(seconds=2 ** min(position.failures, 12)), LONGEST_WAIT)
        return position.failed_at is None or now - position.failed_at >= wait
    return position.confirmed_at is None or now - position.confirmed_at >= PAUSES[_scheme(address)]


def _publish_to(address: str, position: WitnessPosition, block: AuditBlock) -> None:
    try:
        _must_not_have_gone_back(position)
        _WAYS[_scheme(address)](address, position, block)
    except (OSError, http_client.HostUnreachable, Contradicted) as fault:
        # The audit log goes on, `amparo audit` shows it.
        position.failed_at, position.fault = timezone.now(), type(fault).__name__[:80]
        position.failures += 1
    else:
        position.number, position.confirmed_at = block.number, timezone.now()
        position.failures, position.fault = 0, ""
    position.save()
    if not position.failures:  # after the database: killed in between, the checkpoint is behind
        checkpoint.note_notified(position.witness, position.number)


def _must_not_have_gone_back(position: WitnessPosition) -> None:
    """Raises Contradicted where the checkpoint knows of a newer block than the database says was
    sent.
    """
    try:
        told = checkpoint.read().notified.get(position.witness, 0)
    except checkpoint.NoCheckpoint:
        return
    if told > position.number:
        raise Contradicted("The database forgot what it was told.")


def _scheme(address: str) -> str:
    scheme = address.partition(":")[0]
    if scheme not in PAUSES:
        raise ImproperlyConfigured("A witness is file:PATH, mailto:ADDRESS or https://ADDRESS.")
    return scheme


def _path(address: str) -> Path:
    return Path(address.removeprefix("file:"))


def _to_file(address: str, position: WitnessPosition, block: AuditBlock) -> None:
    """Appends the head and flushes it to the disk; does nothing where it is there."""
    path = _path(address)
    must_go_on(path, position, block)
    newest = newest_in(path)
    if newest and newest.number == block.number:
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    is_new = not path.exists()
    with path.open("a") as file:
        file.write(head_line(block) + "\n")
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        sync_folder(path.parent)


def must_go_on(path: Path, position: WitnessPosition, block: AuditBlock | None) -> None:
    """Raises Contradicted unless the file ends with the head that was sent last and is still in
    the database.
    """
    newest = newest_in(path)
    if newest is None:
        if position.number:
            raise Contradicted("It no longer holds what it was told.")
        return
    if newest.number < position.number or block is None or newest.number > block.number:
        raise Contradicted("It ends elsewhere than it was told.")
    here = AuditBlock.objects.filter(number=newest.number).first()
    if here is None or here.head.hex() != newest.head:
        raise Contradicted("It holds another head of this block.")


def _by_mail(address: str, _position: WitnessPosition, block: AuditBlock) -> None:
    body = head_line(block) + "\n"
    send_mail("Amparo: head of the audit log", body, None, [address.removeprefix("mailto:")])


def _by_post(address: str, _position: WitnessPosition, block: AuditBlock) -> None:
    body = json.dumps({"head": head_line(block)}).encode()
    answer = http_client.send(address, body, headers={"Content-Type": "application/json"})
    if answer.status == CONFLICT:
        raise Contradicted("It holds another head of this block.")
    if not answer.is_good:
        raise http_client.HostUnreachable("It did not take the head.")


_WAYS: dict[str, Callable[[str, WitnessPosition, AuditBlock], None]] = {
    "file": _to_file, "mailto": _by_mail, "https": _by_post,
}  # fmt: skip


def unreached_witnesses(positions: Iterable[WitnessPosition]) -> list[str]:
    """Returns a sentence for each witness that was not reached, for `amparo audit` and `amparo
    doctor`.
    """
    return [
        f"Witness {position.witness} was not reached ({position.fault}), "
        f"{position.failures} times in a row."
        for position in positions
        if position.failures
    ]


# The heads that a witness stores: one signed line each, recognised in any file.
#
# Each number has one head. Of two different ones the first stays and the second is a fault: a
# witness that is told two stories is believed at its first word, within a file and between files.

# Mails break long lines and put ">" before what they quote.
_APART = rb"[\s>]+"
_HEAD = re.compile(
    rb"amparo" + _APART + rb"head" + _APART + rb"(\d{1,18})" + _APART + rb"([0-9a-f]{64})"
    rb"(?:" + _APART + rb"(\d{1,18})" + _APART + rb"(\S+)" + _APART + rb"([0-9a-f]{128}))?"
)
# The end of a file in which its newest line is looked for.
_END = 4096
MOST_FAULTS = 50


@dataclass(frozen=True, slots=True)
class Head:
    """One line of a witness: number and head of a block, entries so far, time, our signature.

    A line that was cut off has only number and head.
    """

    number: int
    head: str
    total: int | None = None
    at: str = ""
    signature: str = ""

    @property
    def signed(self) -> bytes:
        return _unsigned(self.number, self.head, self.total or 0, self.at).encode()

    def is_signed(self) -> bool:
        """Returns whether this installation wrote the line; older lines repeat the signature of
        the block.

        True also where it cannot be known: for a line that was cut off, and for an older one whose
        block is missing.
        """
        if not self.signature:
            return True
        try:
            public_key().verify(bytes.fromhex(self.signature), self.signed)
        except InvalidSignature:
            block = AuditBlock.objects.filter(number=self.number).first()
            if block is None or block.head.hex() != self.head:
                return True
            return bytes(block.signature).hex() == self.signature
        return True


def head_line(block: AuditBlock) -> str:
    """Returns the signed line that a witness keeps."""
    line = _unsigned(block.number, block.head.hex(), block.total, block.sealed_at.isoformat())
    return f"{line} {signing_key().sign(line.encode()).hex()}"


def _unsigned(number: int, head: str, total: int, at: str) -> str:
    return f"amparo head {number} {head} {total} {at}"


def heads_in(text: bytes | mmap.mmap) -> Iterator[Head]:
    """Yields every head in a file, a mail or a page that a witness kept, in order."""
    for number, head, total, at, signature in (found.groups() for found in _HEAD.finditer(text)):
        if signature is None:
            yield Head(int(number), head.decode())
        else:
            yield Head(int(number), head.decode(), int(total), at.decode("ascii", "replace"),
                       signature.decode())  # fmt: skip


def newest_in(path: Path) -> Head | None:
    """Returns the last head of a file, reading only its end; None without one."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _END))
            found = list(heads_in(file.read()))
    except FileNotFoundError:
        return None
    return found[-1] if found else None


@dataclass
class KeptHeads:
    """The heads that all witnesses keep: the first one of each block, and every contradiction as a
    fault.
    """

    faults: list[str] = field(default_factory=list)
    _heads: dict[int, tuple[bytes, int | None, int]] = field(default_factory=dict)
    _sources: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, heads: Mapping[int, str]) -> "KeptHeads":
        """Returns heads given by block number."""
        kept = cls(_sources=["what was given"])
        kept._heads = {number: (bytes.fromhex(head), None, 0) for number, head in heads.items()}
        return kept

    def add_file(self, path: Path) -> int:
        """Adds the heads of a file; returns the highest block number in it, 0 where there
        is none.
        """
        if not path.exists() or not path.stat().st_size:
            return 0
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
            return self.add(text, str(path))

    def add(self, text: bytes | mmap.mmap, source: str) -> int:
        """Adds the heads of a text; returns the highest block number in it, 0 where there
        is none.
        """
        self._sources.append(source)
        newest: Head | None = None
        for head in heads_in(text):
            self._take(head)
            newest = head if newest is None or head.number >= newest.number else newest
        if newest and not newest.is_signed():
            self._fault(
                f"{source}: the head of block {newest.number} is not signed by this installation."
            )
        return newest.number if newest else 0

    def _take(self, head: Head) -> None:
        here = len(self._sources) - 1
        told = (bytes.fromhex(head.head), head.total)
        first, total, source = self._heads.setdefault(head.number, (*told, here))
        if first != told[0]:
            where = self._sources[here]
            between = "holds two" if source == here else f"and {self._sources[source]} hold two"
            self._fault(
                f"{where} {between} different heads of block {head.number}: somebody told two "
                f"stories. {_whose(head)}"
            )
        elif None not in (total, head.total) and total != head.total:
            self._fault(f"{self._sources[here]}: two counts of lines for block {head.number}.")

    def _fault(self, said: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(said)

    def __len__(self) -> int:
        return len(self._heads)

    def head_of(self, number: int) -> tuple[str, int | None] | None:
        """Returns the first head and count that were kept of this block, or None."""
        found = self._heads.get(number)
        return (found[0].hex(), found[1]) if found else None

    @property
    def highest(self) -> int:
        return max(self._heads, default=0)


def _whose(head: Head) -> str:
    if not head.signature:
        return ""
    if head.is_signed():
        return "This installation signed the second too."
    return "The second is not signed by this installation."
