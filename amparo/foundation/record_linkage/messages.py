"""The files that two installations exchange in a run: authenticated, and bounded in size.

A first line that says what it is, a line of JSON about it, what it holds, and a mark over all of
that (HMAC-SHA-256) which only the two installations of the agreement can make.
"""

import hmac
import json
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _

from amparo.foundation.core.refusals import Refusal

MAGIC = b"AMPARO LINK 1\n"
MAC_LENGTH = 32
MAXIMUM_HEADER_LENGTH = 2_000  # bytes that the second line may take
MAXIMUM_TOKEN_LENGTH = 64  # bytes that one token takes at most, in any of the messages
STEPS = ("set-up", "request", "response", "result")


@dataclass(frozen=True)
class MessageHeader:
    """What a message says of itself, before anything of it is believed."""

    agreement: UUID
    run: UUID
    step: str
    sender: str  # the public half of who wrote it
    token_method: int  # how its tokens were made
    tokens: int


@dataclass(frozen=True)
class Message:
    head: MessageHeader
    body: bytes


def write_message(into: BinaryIO, message: Message, key: bytes) -> None:
    fields = {
        "agreement": message.head.agreement.hex,
        "run": message.head.run.hex,
        "step": message.head.step,
        "sender": message.head.sender,
        "token_method": message.head.token_method,
        "tokens": message.head.tokens,
    }
    whole = MAGIC + json.dumps(fields).encode() + b"\n" + message.body
    into.write(whole + hmac.digest(key, whole, "sha256"))


def read_header(stream: BinaryIO) -> tuple[MessageHeader, bytes]:
    """What the message says it is; nothing of it is proven yet."""
    first = stream.read(len(MAGIC))
    line = stream.readline(MAXIMUM_HEADER_LENGTH)
    if first != MAGIC or not line.endswith(b"\n"):
        raise unreadable_message()
    return _parse_header(line), first + line


def read_message(
    stream: BinaryIO, begun: tuple[MessageHeader, bytes], key: bytes, *, most: int
) -> Message:
    """The whole message, if it is no longer than agreed and nobody changed it."""
    head, read = begun
    bound = most * MAXIMUM_TOKEN_LENGTH + MAXIMUM_HEADER_LENGTH
    rest = stream.read(bound + MAC_LENGTH + 1)
    if len(rest) > bound + MAC_LENGTH or head.tokens > most:
        raise TooManyTokens
    body, mark = rest[:-MAC_LENGTH], rest[-MAC_LENGTH:]
    if not hmac.compare_digest(mark, hmac.digest(key, read + body, "sha256")):
        raise MessageChanged
    return Message(head, body)


class TooManyTokens(Exception):  # noqa: N818 - what a message is, not an error of ours
    """It holds more than the agreement lets one send."""


class MessageChanged(Exception):  # noqa: N818 - what befell a message
    """It was changed on its way, or was not written under this agreement."""


def unreadable_message() -> Refusal:
    return Refusal(_("This message does not come from a linked Amparo site."))


def _parse_header(line: bytes) -> MessageHeader:
    try:
        fields = json.loads(line)
        return MessageHeader(
            agreement=UUID(fields["agreement"]),
            run=UUID(fields["run"]),
            step=_known_step(fields["step"]),
            sender=bytes.fromhex(fields["sender"]).hex(),
            token_method=_number(fields["token_method"]),
            tokens=_number(fields["tokens"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise unreadable_message() from None


def _known_step(step: object) -> str:
    if not isinstance(step, str) or step not in STEPS:
        raise ValueError
    return step


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError
    return value
