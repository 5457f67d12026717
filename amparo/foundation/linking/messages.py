"""The files that two houses carry to each other: sealed against changes, and bounded.

A first line that says what it is, a line of JSON about it, what it holds, and a mark over all of
that (HMAC-SHA-256) which only the two houses of the agreement can make.
"""

import hmac
import json
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _

from amparo.foundation.core.refusals import Refusal

FIRST = b"AMPARO LINK 1\n"
MARK = 32
HEAD = 2_000  # bytes that the second line may take
A_TOKEN = 64  # bytes that one token takes at most, in any of the messages
STEPS = ("set-up", "request", "response", "result")


@dataclass(frozen=True)
class Head:
    """What a message says of itself, before anything of it is believed."""

    agreement: UUID
    run: UUID
    step: str
    sender: str  # the public half of who wrote it
    way: int  # how its tokens were made
    tokens: int


@dataclass(frozen=True)
class Message:
    head: Head
    body: bytes


def write(into: BinaryIO, message: Message, key: bytes) -> None:
    told = {
        "agreement": message.head.agreement.hex,
        "run": message.head.run.hex,
        "step": message.head.step,
        "sender": message.head.sender,
        "way": message.head.way,
        "tokens": message.head.tokens,
    }
    whole = FIRST + json.dumps(told).encode() + b"\n" + message.body
    into.write(whole + hmac.digest(key, whole, "sha256"))


def begin(stream: BinaryIO) -> tuple[Head, bytes]:
    """What the message says it is; nothing of it is proven yet."""
    first = stream.read(len(FIRST))
    line = stream.readline(HEAD)
    if first != FIRST or not line.endswith(b"\n"):
        raise unreadable()
    return _head(line), first + line


def finish(stream: BinaryIO, begun: tuple[Head, bytes], key: bytes, *, most: int) -> Message:
    """The whole message, if it is no longer than agreed and nobody changed it."""
    head, read = begun
    bound = most * A_TOKEN + HEAD
    rest = stream.read(bound + MARK + 1)
    if len(rest) > bound + MARK or head.tokens > most:
        raise TooMany
    body, mark = rest[:-MARK], rest[-MARK:]
    if not hmac.compare_digest(mark, hmac.digest(key, read + body, "sha256")):
        raise Changed
    return Message(head, body)


class TooMany(Exception):  # noqa: N818 - what a message is, not an error of ours
    """It holds more than the agreement lets one send."""


class Changed(Exception):  # noqa: N818 - what befell a message
    """It was changed on its way, or was not written under this agreement."""


def unreadable() -> Refusal:
    return Refusal(_("This is not a message of a house that links with ours."))


def _head(line: bytes) -> Head:
    try:
        told = json.loads(line)
        return Head(
            agreement=UUID(told["agreement"]),
            run=UUID(told["run"]),
            step=_one_of(told["step"]),
            sender=bytes.fromhex(told["sender"]).hex(),
            way=_number(told["way"]),
            tokens=_number(told["tokens"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise unreadable() from None


def _one_of(step: object) -> str:
    if not isinstance(step, str) or step not in STEPS:
        raise ValueError
    return step


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError
    return value
