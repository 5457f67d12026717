"""Witnesses: a second party is told the head of the newest block, and so of all before it.

Whoever owns the database and the keys could write the whole ledger anew. They cannot make a
witness forget what it was told: a file on another machine, a mailbox, a server of a partner.
A witness is told each number once, and only forwards: one that holds another head of a number, or
no longer holds what it was told, is told nothing more until somebody accepts it
(`amparo audit accept`).
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import send_mail
from django.utils import timezone

from . import checkpoint, outbound, witness_heads
from .models import Block, WitnessMark
from .secret_files import sync_folder
from .witness_heads import said

# A head stands for all before it, so a mailbox need not hear of each.
PAUSES = {
    "file": timedelta(seconds=10),
    "https": timedelta(0),
    "mailto": timedelta(hours=6),
}
LONGEST_WAIT = timedelta(hours=1)
CONFLICT = 409


class Contradicted(Exception):  # noqa: N818 - it is the witness that contradicts
    """What the witness keeps and what it would be told do not go together."""


def tell_witnesses(*schemes: str) -> list[WitnessMark]:
    """Tell each witness (of these kinds) of the newest block. Returns those not reached."""
    newest = Block.objects.order_by("number").last()
    if newest is None:
        return []
    unreached = []
    for address in settings.AMPARO_WITNESSES:
        if schemes and _scheme(address) not in schemes:
            continue
        mark = mark_of(address)
        if mark.number < newest.number and _is_due(address, mark):
            _tell(address, mark, newest)
        if mark.failures:
            unreached.append(mark)
    return unreached


def name_of(address: str) -> str:
    """Its address may be somebody's: only its hash is a name."""
    return f"{_scheme(address)}:{sha256(address.encode()).hexdigest()[:16]}"


def mark_of(address: str) -> WitnessMark:
    """How far this witness was told."""
    return WitnessMark.objects.get_or_create(witness=name_of(address))[0]


def files() -> Iterator[tuple[str, Path]]:
    """Yields name and path of each witness that is a file this machine can read."""
    for address in settings.AMPARO_WITNESSES:
        if _scheme(address) == "file":
            yield name_of(address), _path(address)


def _is_due(address: str, mark: WitnessMark) -> bool:
    now = timezone.now()
    if mark.failures:  # tried again soon, then less and less often
        wait = min(timedelta(seconds=2 ** min(mark.failures, 12)), LONGEST_WAIT)
        return mark.failed_at is None or now - mark.failed_at >= wait
    return mark.told_at is None or now - mark.told_at >= PAUSES[_scheme(address)]


def _tell(address: str, mark: WitnessMark, block: Block) -> None:
    try:
        _must_not_have_gone_back(mark)
        _WAYS[_scheme(address)](address, mark, block)
    except (OSError, outbound.NotReached, Contradicted) as fault:
        # The ledger goes on, `amparo audit` shows it.
        mark.failed_at, mark.fault = timezone.now(), type(fault).__name__[:80]
        mark.failures += 1
    else:
        mark.number, mark.told_at = block.number, timezone.now()
        mark.failures, mark.fault = 0, ""
    mark.save()
    if not mark.failures:  # after the database: killed in between, the checkpoint is behind
        checkpoint.note_notified(mark.witness, mark.number)


def _must_not_have_gone_back(mark: WitnessMark) -> None:
    """Raises `Contradicted` where the witness was told of more than the database says."""
    try:
        told = checkpoint.read().notified.get(mark.witness, 0)
    except checkpoint.NoCheckpoint:
        return
    if told > mark.number:
        raise Contradicted("The database forgot what it was told.")


def _scheme(address: str) -> str:
    scheme = address.partition(":")[0]
    if scheme not in PAUSES:
        raise ImproperlyConfigured("A witness is file:PATH, mailto:ADDRESS or https://ADDRESS.")
    return scheme


def _path(address: str) -> Path:
    return Path(address.removeprefix("file:"))


def _to_file(address: str, mark: WitnessMark, block: Block) -> None:
    """Adds a line, on the disk before anybody counts on it."""
    path = _path(address)
    must_go_on(path, mark, block)
    newest = witness_heads.newest_in(path)
    if newest and newest.number == block.number:
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    is_new = not path.exists()
    with path.open("a") as file:
        file.write(said(block) + "\n")
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        sync_folder(path.parent)


def must_go_on(path: Path, mark: WitnessMark, block: Block | None) -> None:
    """Raises `Contradicted` unless the file ends in what it was told, and with what is here."""
    newest = witness_heads.newest_in(path)
    if newest is None:
        if mark.number:
            raise Contradicted("It no longer holds what it was told.")
        return
    if newest.number < mark.number or block is None or newest.number > block.number:
        raise Contradicted("It ends elsewhere than it was told.")
    here = Block.objects.filter(number=newest.number).first()
    if here is None or here.head.hex() != newest.head:
        raise Contradicted("It holds another head of this block.")


def _by_mail(address: str, _mark: WitnessMark, block: Block) -> None:
    body = said(block) + "\n"
    send_mail("Amparo: head of the ledger", body, None, [address.removeprefix("mailto:")])


def _by_post(address: str, _mark: WitnessMark, block: Block) -> None:
    body = json.dumps({"head": said(block)}).encode()
    answer = outbound.send(address, body, headers={"Content-Type": "application/json"})
    if answer.status == CONFLICT:
        raise Contradicted("It holds another head of this block.")
    if not answer.is_good:
        raise outbound.NotReached("It did not take the head.")


_WAYS: dict[str, Callable[[str, WitnessMark, Block], None]] = {
    "file": _to_file, "mailto": _by_mail, "https": _by_post,
}  # fmt: skip


def unreached(marks: Iterable[WitnessMark]) -> list[str]:
    """In words, for `amparo audit` and `amparo doctor`."""
    return [
        f"Witness {mark.witness} was not reached ({mark.fault}), {mark.failures} times in a row."
        for mark in marks
        if mark.failures
    ]
