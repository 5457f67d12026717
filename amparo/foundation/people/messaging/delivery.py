"""Delivery of text messages: sent, tried again, reported on, answered.

A message and the job that sends it are written in one transaction. The job notes that it begins,
hands the message to the provider, and notes that it has; only between the last two can it happen
that a message is sent again, and then under the same key. Where nothing is heard of a message for
too long, it ends with a reason, and its author is notified.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import checkpoint, find_task
from amparo.foundation.core.models import Job
from amparo.foundation.core.permissions.rls.bypass import rls_bypass

from ..extension_points import stop_received
from ..models import Message, MessageReply, MessageStatusChange
from ..models.messages import notify_sender
from .providers import Folder, MessageRejected, OutgoingText, ProviderUnavailable, provider
from .recipients import NotReachableByText, hash_number, to_e164

# After each attempt that was not answered; after one more it has failed.
RETRY_DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)
# A job that should have been there long ago is asked for again.
OVERDUE_AFTER = timedelta(minutes=10)
MESSAGES_AT_ONCE = 100


def send_message(ref: str) -> None:
    """One attempt, begun, made and noted: three steps, of which each may be the last."""
    text = _begin(ref)
    if text is None:
        return
    chosen = provider()
    try:
        known_as = chosen.send(text)
    except MessageRejected:
        _fail(ref, "refused")
    except ProviderUnavailable:
        _retry_or_fail(ref)
    else:
        with transaction.atomic():
            if message := _locked_message(ref):
                message.record_status(
                    Message.State.HANDED, provider=chosen.name, provider_id=known_as[:100]
                )
            checkpoint(2, of=2)


def _begin(ref: str) -> OutgoingText | None:
    """What is to leave now, noted as begun; nothing where it waits, has left or must not."""
    with transaction.atomic():
        checkpoint(0, of=2)
        message = _locked_message(ref)
        if message is None or not message.is_on_the_way:
            return None
        try:
            later = message.next_attempt_at()
        except NotReachableByText as no:
            end_message(message, Message.State.EXPIRED, no.code)
            return None
        if later:
            retry_message(message, later)
            return None
        earlier = message.status_changes.filter(what=Message.State.TAKEN).first()
        message.start_attempt()
        tried_at = earlier.at if earlier else None
        return OutgoingText(message.ref, message.number, message.text, tried_at)


def _retry_or_fail(ref: str) -> None:
    with transaction.atomic():
        checkpoint(1, of=2)
        message = _locked_message(ref)
        if message is None or not message.is_on_the_way:
            return
        attempts = message.status_changes.filter(what=Message.State.TAKEN).count()
        if attempts > len(RETRY_DELAYS):
            end_message(message, Message.State.FAILED, "not_reached")
        else:
            retry_message(message, now() + RETRY_DELAYS[attempts - 1])


def _fail(ref: str, reason: str) -> None:
    with transaction.atomic():
        checkpoint(1, of=2)
        if message := _locked_message(ref):
            end_message(message, Message.State.FAILED, reason)


def end_message(message: Message, what: str, reason: str) -> None:
    """It does not arrive; who wrote it hears of it, and why is in the file."""
    if message.record_status(what, reason=reason):
        notify_sender(message, "message.failed")


def retry_message(message: Message, when) -> None:
    find_task("send-text-message").using(run_after=when).enqueue(str(message.ref))


def _locked_message(ref: str) -> Message | None:
    """As it is now, until this transaction ends; nothing where its file was erased."""
    found = Message.objects.filter(ref=ref).first()
    return found.locked() if found else None


# By the clock: nothing hangs, nothing is lost.


def handle_overdue_messages() -> None:
    """What is over its time ends; what nobody has in hand is asked for again."""
    for ref in _refs(Message.objects.on_the_way().filter(until__lt=now())):
        with transaction.atomic():
            checkpoint()
            if (message := _locked_message(ref)) and message.is_on_the_way:
                end_message(message, Message.State.EXPIRED, "too_late")
    for ref in _refs(Message.objects.on_the_way().filter(due_at__lt=now() - OVERDUE_AFTER)):
        with transaction.atomic():
            checkpoint()
            if not Job.objects.about(UUID(ref)).unfinished().exists() and (
                message := _locked_message(ref)
            ):
                retry_message(message, now())
    clear_folder()


def clear_folder() -> None:
    """What lay there too long was not sent; what was fetched need not lie there in the clear."""
    chosen = provider()
    if not isinstance(chosen, Folder):
        return
    over = MessageStatusChange.objects.filter(what=Message.State.HANDED, provider=chosen.name)
    lately = over.filter(message__until__lt=now(), at__gt=now() - timedelta(days=14))
    for step in lately.select_related("message"):
        lay = chosen.remove(step.message.ref)
        if lay and step.message.state == Message.State.HANDED:
            with transaction.atomic():
                checkpoint()
                end_message(step.message.locked(), Message.State.FAILED, "not_fetched")


def _refs(messages) -> list[str]:
    return [str(ref) for ref in messages.values_list("ref", flat=True)[:MESSAGES_AT_ONCE]]


# Delivery reports and replies.

# In any language that we write in, and as telephones teach people to say it.
STOP_WORDS = frozenset(
    ("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "baja", "parar", "alto", "basta",
     "cancelar", "arret", "arreter", "desabonner", "desabonnement",
     "ايقاف", "إيقاف", "أوقف", "اوقف", "توقف", "الغاء", "إلغاء", "قف")
)  # fmt: skip
NO_WORDS = frozenset(("no", "non", "لا", "n"))
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class ProviderEvent:
    """One thing that a provider tells."""

    state: str = ""
    key: str = ""
    number: str = ""
    text: str = ""
    event: str = ""


def reply_kind(text: str) -> str:
    """What the first word of an answer says: stop, no, or something that a person reads."""
    found = _WORD.search(_without_accents(text))
    first = found.group() if found else ""
    if first in _plain_stop_words():
        return MessageReply.Kind.STOP
    return MessageReply.Kind.NO if first in NO_WORDS else MessageReply.Kind.OTHER


@rls_bypass(reason="the key of the provider is the permission, and it is told nothing")
def handle_provider_event(event: ProviderEvent) -> bool:
    """Whether it was understood. Told twice, it counts once."""
    if event.state:
        return _handle_report(event)
    number = to_e164(event.number if event.number.startswith("+") else f"+{event.number}")
    if not number or not event.event:
        return False
    reference = sha256(event.event.encode()).hexdigest()
    kind = reply_kind(event.text)
    with transaction.atomic():
        MessageReply.record(
            hash_number(number), kind=kind, text=event.text[:1000], event=reference
        )
        if kind == MessageReply.Kind.STOP:
            stop_received.send(MessageReply, number=number)
    return True


@transaction.atomic
def _handle_report(event: ProviderEvent) -> bool:
    message = _message_of(event.key)
    if event.state not in ("delivered", "failed"):
        return False
    if message is None:  # erased since, or another house's: nothing is said of it
        return True
    message = message.locked()
    if event.state == "delivered":
        message.record_status(Message.State.DELIVERED)
    elif message.state != Message.State.DELIVERED:
        end_message(message, Message.State.FAILED, "not_delivered")
    return True


def _message_of(key: str) -> Message | None:
    """By our key, or by what the provider called it when it took it."""
    try:
        return Message.objects.filter(ref=UUID(key)).first()
    except ValueError:
        pass
    steps = MessageStatusChange.objects.filter(what=Message.State.HANDED, provider_id=key)
    step = steps.select_related("message").last() if key else None
    return step.message if step else None


def _without_accents(text: str) -> str:
    """Small letters without accents; Arabic without its small signs."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@cache
def _plain_stop_words() -> frozenset[str]:
    return frozenset(map(_without_accents, STOP_WORDS))
