"""What is told to the house about texts: that one arrived or did not, and what people answer."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from ..models import Message, MessageReply, MessageStep
from .numbers import dialled, key_of
from .outbox import end

# In any language that we write in, and as telephones teach people to say it.
STOP = frozenset(
    ("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "baja", "parar", "alto", "basta",
     "cancelar", "arret", "arreter", "desabonner", "desabonnement",
     "ايقاف", "إيقاف", "أوقف", "اوقف", "توقف", "الغاء", "إلغاء", "قف")
)  # fmt: skip
NO = frozenset(("no", "non", "لا", "n"))
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Heard:
    """One thing that a provider tells."""

    state: str = ""
    key: str = ""
    number: str = ""
    words: str = ""
    event: str = ""


def kind_of(words: str) -> str:
    """What the first word of an answer says: stop, no, or something that a person reads."""
    found = _WORD.search(_plain(words))
    first = found.group() if found else ""
    if first in _plain_stop():
        return MessageReply.Kind.STOP
    return MessageReply.Kind.NO if first in NO else MessageReply.Kind.OTHER


def hear(told: Heard) -> bool:
    """Whether it was understood. Told twice, it counts once."""
    if told.state:
        return _state(told)
    number = dialled(told.number if told.number.startswith("+") else f"+{told.number}")
    if not number or not told.event:
        return False
    event = sha256(told.event.encode()).hexdigest()
    MessageReply.hear(
        key_of(number), kind=kind_of(told.words), words=told.words[:1000], event=event
    )
    return True


@transaction.atomic
def _state(told: Heard) -> bool:
    message = _message(told.key)
    if told.state not in ("delivered", "failed"):
        return False
    if message is None:  # erased since, or another house's: nothing is said of it
        return True
    message = message.held()
    if told.state == "delivered":
        message.step(Message.State.DELIVERED)
    elif message.state != Message.State.DELIVERED:
        end(message, Message.State.FAILED, "not_delivered")
    return True


def _message(key: str) -> Message | None:
    """By our key, or by what the provider called it when it took it."""
    try:
        return Message.objects.filter(ref=UUID(key)).first()
    except ValueError:
        pass
    steps = MessageStep.objects.filter(what=Message.State.HANDED, provider_id=key)
    step = steps.select_related("message").last() if key else None
    return step.message if step else None


def _plain(text: str) -> str:
    """Small letters without accents; Arabic without its small signs."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@cache
def _plain_stop() -> frozenset[str]:
    return frozenset(map(_plain, STOP))
