"""Hands a batch over: to the service that brings texts to telephones, or mail by mail.

The key is that of the batch, however often it is tried. Numbers are in the clear in here alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from django.core.mail import EmailMessage, mailers

from amparo.foundation.people.messaging.providers import (
    MessageRejected,
    OutcomeUnknown,
    OutgoingTexts,
    ProviderUnavailable,
    TelephoneService,
    provider,
)

from .addresses import Channel
from .links import link_of
from .models.progress import Halt
from .texts import BroadcastText, fixed_text

_SERVICES = {Channel.SMS: TelephoneService.SMS, Channel.WHATSAPP: TelephoneService.WHATSAPP}


@dataclass(frozen=True)
class Reader:
    """One subscriber for the moment: the key and ref of the subscription, and its address."""

    pk: int
    ref: UUID
    address: str = field(repr=False)


@dataclass(frozen=True)
class ReadyBatch:
    """What is to be handed over now. Its readers are those who had not ended it a moment ago."""

    key: UUID
    channel: str
    language: str
    text: BroadcastText
    readers: Sequence[Reader]
    tried_at: datetime | None = None


@dataclass(frozen=True)
class Outcome:
    """How many have it, and who says so; or why it stopped (`Halt`), after which subscription."""

    sent: int
    provider: str = ""
    provider_id: str = ""
    halted: str = ""
    through: int = 0


def hand_over(batch: ReadyBatch) -> Outcome:
    """Hands a batch over. What fails is an outcome, never an exception of a service."""
    if not batch.readers:
        return Outcome(0)
    try:
        if batch.channel == Channel.EMAIL:
            return _mail(batch)
        return _text(batch)
    except MessageRejected:
        return Outcome(0, halted=Halt.REFUSED)
    except ProviderUnavailable:
        return Outcome(0, halted=Halt.SILENT)
    except OutcomeUnknown:
        return Outcome(0, halted=Halt.UNCLEAR)


def _text(batch: ReadyBatch) -> Outcome:
    chosen = provider()
    known_as = chosen.hand_over_many(
        OutgoingTexts(
            batch.key, tuple(each.address for each in batch.readers), batch.text.body,
            batch.language, _SERVICES[Channel(batch.channel)], batch.tried_at,
        )
    )  # fmt: skip
    return Outcome(len(batch.readers), chosen.name, known_as[:100])


def _mail(batch: ReadyBatch) -> Outcome:
    """Mails over one connection; where it breaks off, the next attempt begins after the last that
    left. A mail that is repeated has the Message-ID that it had.
    """
    through, sent = 0, 0
    try:
        line = mailers.default
        line.open()
        try:
            for reader in batch.readers:
                line.send_messages([_mail_to(reader, batch)])
                through, sent = reader.pk, sent + 1
        finally:
            line.close()
    except OSError:  # what a mail server says, too, is one
        return Outcome(sent, "mail", halted=Halt.SILENT, through=through)
    return Outcome(sent, "mail", str(batch.key))


def _mail_to(reader: Reader, batch: ReadyBatch) -> EmailMessage:
    url = link_of(reader.ref, batch.language)
    ending = fixed_text("mail_stop", batch.language, url=url)
    return EmailMessage(
        batch.text.subject, f"{batch.text.body}\n\n-- \n{ending}", None, [reader.address],
        headers={
            "Message-ID": f"<{uuid5(batch.key, str(reader.ref))}@amparo>",
            "List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )  # fmt: skip
