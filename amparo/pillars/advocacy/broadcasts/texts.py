"""Texts to subscribers: an approved wording with the words that end it; codes and renewals."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from amparo.foundation.people.messaging.templates import MessageSize, message_size

from ..message_bank.channel_texts import as_sentence, channel_text
from ..message_bank.help_lines import help_lines
from ..message_bank.models import KeyMessage, MaterialRules
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


def broadcast_text(
    message: KeyMessage, rules: MaterialRules, language: str, channel: str
) -> BroadcastText | None:
    """Returns what is sent in this language, with the contact line of the office, and None where
    the message has no wording in it: another language never stands in for it.
    """
    wording = message.wording(language)
    if wording is None:
        return None
    help_ = help_lines(message, rules, language)
    if channel == Channel.EMAIL:
        parts = (wording.heading, wording.body, help_.spoken if help_ else "")
        return BroadcastText(wording.heading, "\n\n".join(filter(None, parts)))
    said = as_sentence(channel_text(message, "text", language).strip())
    parts = (said, help_.short if help_ else "", fixed_text("stop", language))
    return BroadcastText("", " ".join(filter(None, parts)))
