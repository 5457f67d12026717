"""Witnesses: a second party is told the head of the newest block, and so of all before it.

Whoever owns the database and the keys could write the whole ledger anew. They cannot make a
witness forget what it was told: a file on another machine, a mailbox, a server of a partner.
"""

import json
import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import send_mail
from django.utils import timezone

from . import outbound
from .models import Block, WitnessMark

# A head stands for all before it, so a mailbox need not hear of each.
PAUSES = {
    "file": timedelta(seconds=10),
    "https": timedelta(0),
    "mailto": timedelta(hours=6),
}
LONGEST_WAIT = timedelta(hours=1)
_HEAD = re.compile(r"amparo head (\d+) ([0-9a-f]{64})")


def said(block: Block) -> str:
    """The line that a witness keeps: number, head, lines sealed so far, when, our signature."""
    return (
        f"amparo head {block.number} {block.head.hex()} {block.total} "
        f"{block.sealed_at.isoformat()} {bytes(block.signature).hex()}"
    )


def heads_in(text: str) -> dict[int, str]:
    """Every head in a file, a mail or a page that a witness kept."""
    return {int(number): head for number, head in _HEAD.findall(text)}


def heads_here() -> dict[int, str]:
    """What the files of our own witnesses say: read by every `amparo audit verify`."""
    found: dict[int, str] = {}
    for address in settings.AMPARO_WITNESSES:
        if address.startswith("file:") and (path := _path(address)).exists():
            found |= heads_in(path.read_text())
    return found


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


def mark_of(address: str) -> WitnessMark:
    """How far this witness was told. Its address may be somebody's: only its hash is a name."""
    name = f"{_scheme(address)}:{sha256(address.encode()).hexdigest()[:16]}"
    return WitnessMark.objects.get_or_create(witness=name)[0]


def _is_due(address: str, mark: WitnessMark) -> bool:
    now = timezone.now()
    if mark.failures:  # tried again soon, then less and less often
        wait = min(timedelta(seconds=2 ** min(mark.failures, 12)), LONGEST_WAIT)
        return mark.failed_at is None or now - mark.failed_at >= wait
    return mark.told_at is None or now - mark.told_at >= PAUSES[_scheme(address)]


def _tell(address: str, mark: WitnessMark, block: Block) -> None:
    try:
        _WAYS[_scheme(address)](address, said(block))
    except (OSError, outbound.NotReached) as fault:  # the ledger goes on, `amparo audit` shows it
        mark.failed_at, mark.fault = timezone.now(), type(fault).__name__[:80]
        mark.failures += 1
    else:
        mark.number, mark.told_at = block.number, timezone.now()
        mark.failures, mark.fault = 0, ""
    mark.save()


def _scheme(address: str) -> str:
    scheme = address.partition(":")[0]
    if scheme not in PAUSES:
        raise ImproperlyConfigured("A witness is file:PATH, mailto:ADDRESS or https://ADDRESS.")
    return scheme


def _path(address: str) -> Path:
    return Path(address.removeprefix("file:"))


def _to_file(address: str, line: str) -> None:
    path = _path(address)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a") as file:
        file.write(line + "\n")


def _by_mail(address: str, line: str) -> None:
    send_mail("Amparo: head of the ledger", line + "\n", None, [address.removeprefix("mailto:")])


def _by_post(address: str, line: str) -> None:
    body = json.dumps({"head": line}).encode()
    if not outbound.send(address, body, headers={"Content-Type": "application/json"}).is_good:
        raise outbound.NotReached("It did not take the head.")


_WAYS: dict[str, Callable[[str, str], None]] = {
    "file": _to_file, "mailto": _by_mail, "https": _by_post,
}  # fmt: skip


def unreached(marks: Iterable[WitnessMark]) -> list[str]:
    """In words, for `amparo audit` and `amparo doctor`."""
    return [
        f"Witness {mark.witness} was not reached ({mark.fault}), {mark.failures} times in a row."
        for mark in marks
        if mark.failures
    ]
