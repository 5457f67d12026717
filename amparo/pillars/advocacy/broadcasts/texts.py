"""Texts to subscribers: an approved wording with the words that end it; codes and renewals."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from amparo.foundation.people.messaging.templates import MessageSize, message_size

from ..message_bank.channel_texts import as_sentence
from ..message_bank.models import KeyMessage
from .addresses import Channel


@cache
def fixed_texts() -> dict[str, dict[str, str]]:
    text = (Path(__file__).parent / "texts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def fixed_text(name: str, language: str, **filled: str) -> str:
    return fixed_texts()[name][language].format_map(filled)


@dataclass(frozen=True)
class BroadcastText:
    """What one subscriber reads: for a telephone `body` is all of it; a mail has a subject."""

    subject: str
    body: str

    @property
    def size(self) -> MessageSize:
        """In how many parts a telephone gets it, and it is paid for."""
        return message_size(self.body)


def broadcast_text(message: KeyMessage, language: str, channel: str) -> BroadcastText | None:
    """Returns what is sent in this language, and None where the message has no wording in it:
    another language never stands in for it.
    """
    wording = message.wording(language)
    if wording is None:
        return None
    if channel == Channel.EMAIL:
        return BroadcastText(wording.heading, f"{wording.heading}\n\n{wording.body}")
    said = as_sentence((wording.text or wording.heading).strip())
    return BroadcastText("", f"{said} {fixed_text('stop', language)}")
