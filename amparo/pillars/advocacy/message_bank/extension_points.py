"""What apps add to the message bank: what happens when a message is approved or withdrawn, what
waits for those who work in communications, and what stands in their calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from amparo.foundation.core.registry import ExtensionList, ExtensionSignal

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from amparo.foundation.core.accounts.users import User

    from .models import KeyMessage

message_approved = ExtensionSignal(
    "message_approved",
    "A second person approved a message: from now on it may be used.",
    message="KeyMessage",
    by="User",
)
message_withdrawn = ExtensionSignal(
    "message_withdrawn",
    "A message was withdrawn: what still uses it stops.",
    message="KeyMessage",
    by="User",
)


@dataclass(frozen=True)
class CalendarEntry:
    """One line of the communications calendar. `kind` says what it is, in words; `tone` is "" or
    one of "good", "warn", "late".
    """

    day: date
    title: str
    kind: str | Promise
    url: str
    tone: str = ""


type CalendarSource = Callable[[User, date, date], list[CalendarEntry]]

calendar_sources: ExtensionList[CalendarSource] = ExtensionList(
    "calendar_sources",
    """Sources of the communications calendar.

    Each returns what stands between two days, both included, as far as the user may see it.
    """,
    register_in="apps.py",
    takes="Callable[[User, date, date], list[CalendarEntry]]",
)


@dataclass(frozen=True)
class PendingItem:
    """One thing that waits for somebody on the first screen of communications: what is to be done
    (verb + object), of which record, and since or until when.
    """

    action: str | Promise
    title: str
    url: str
    day: date | None = None
    is_late: bool = False

    @property
    def is_undated(self) -> bool:
        return self.day is None


type PendingSource = Callable[[User], list[PendingItem]]

pending_sources: ExtensionList[PendingSource] = ExtensionList(
    "pending_sources",
    """What waits for a user on the first screen of communications.

    Each returns at most twenty things that this user may do now, the most urgent first.
    """,
    register_in="apps.py",
    takes="Callable[[User], list[PendingItem]]",
)


type WordingCheck = Callable[[KeyMessage, Mapping[str, str]], None]

wording_checks: ExtensionList[WordingCheck] = ExtensionList(
    "wording_checks",
    """Checks of the words of a message before they are kept.

    Each is given the message and the words of one language, and raises Refusal for what must not
    be said.
    """,
    register_in="apps.py",
    takes="Callable[[KeyMessage, Mapping[str, str]], None]",
)


@dataclass(frozen=True)
class DeliveryCount:
    """How many messages were sent, of one channel in one language, from the first to the last day,
    and where that was counted, in words. Counts alone, of no person.
    """

    channel: str
    language: str
    figure: int
    first: date
    last: date
    source: str


type DeliverySource = Callable[[Collection[int], date, date], list[DeliveryCount]]

delivery_sources: ExtensionList[DeliverySource] = ExtensionList(
    "delivery_sources",
    """Sources of how many messages were sent to those who subscribed.

    Each returns those of the messages with these keys between two days, both included, by channel
    of `communication_channel` and language. Small numbers are its own duty.
    """,
    register_in="apps.py",
    takes="Callable[[Collection[int], date, date], list[DeliveryCount]]",
)
