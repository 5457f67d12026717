"""Whether somebody may be texted now, and how: asked when a text is written, and again when it
leaves. What they said last is obeyed by the next text.

A pillar whose people have no file of their own (somebody who asked for help without a name) says
in `found_by` how theirs are reached; one that knows of a danger says so in `silent_while`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from ..grounds import ground_for
from .hours import Hours
from .numbers import dialled, key_of, zones_of
from .reasons import NotToBeTexted

if TYPE_CHECKING:
    from ..models import Contact, Message, Person

# The ways of contact by which a text is safe (list `safe_channel`).
BY_TEXT = frozenset({"message"})


@dataclass(frozen=True)
class Way:
    """How somebody is reached by text: what a file says of it, in the clear for a moment."""

    number: str
    agreed_at: datetime
    languages: tuple[str, ...] = ()
    hours: Hours | None = None
    # The clock they live by, where they said so.
    time_zone: str = ""

    @property
    def key(self) -> str:
        return key_of(self.number)

    @property
    def when(self) -> Hours:
        """The hours that they gave, whichever these are: they know what is safe. Else not at
        night.
        """
        return self.hours or Hours.told(settings.AMPARO_TEXTS_HOURS)

    def zones(self, clock: str) -> list[ZoneInfo]:
        """The clocks by which it must be a good hour; `clock` is that of the office."""
        if self.time_zone:
            return [ZoneInfo(self.time_zone)]
        return [ZoneInfo(name) for name in dict.fromkeys([clock, *zones_of(self.number)])]


# How those without a file are reached: by the kind of record that speaks for them.
found_by: dict[str, Callable[[UUID], Way]] = {}
# Whether somebody must not be contacted now.
silent_while: "list[Callable[[Person], bool]]" = []


def way_to(person: "Person", contact: "Contact | None" = None, *, country: str = "") -> Way:
    """How this person may be texted; `NotToBeTexted` says why not."""
    from ..models import Consent

    ground = ground_for(person, "contact")
    # A register's signature is not their own yes; and who wants us no more is left in peace.
    yes = ground.record if ground else None
    if not isinstance(yes, Consent) or not person.may_be_assisted:
        raise NotToBeTexted("no_consent")
    if person.safe_channel not in BY_TEXT:
        raise NotToBeTexted("not_by_text")
    if any(is_silent(person) for is_silent in silent_while):
        raise NotToBeTexted("danger")
    contact = contact or next(iter(safe_telephones(person)), None)
    if contact is None or not contact.takes_texts:
        raise NotToBeTexted("no_safe_number")
    return _by_contact(contact, yes.at, country)


def _by_contact(contact: "Contact", agreed_at: datetime, country: str) -> Way:
    number = dialled(contact.value, country)
    if not number:
        raise NotToBeTexted("not_dialled")
    hours = None
    if contact.safe_from is not None and contact.safe_until is not None:
        hours = Hours(contact.safe_from, contact.safe_until)
    spoken = tuple(contact.person.languages)
    way = Way(number, agreed_at, spoken, hours, contact.time_zone)
    must_not_be_stopped(way)
    return way


def must_not_be_stopped(way: Way) -> None:
    """STOP holds until they say yes anew."""
    from ..models import Stopped

    if Stopped.objects.filter(number_key=way.key, at__gte=way.agreed_at).exists():
        raise NotToBeTexted("stopped")


def safe_telephones(person: "Person") -> "list[Contact]":
    found = person.contacts.filter(is_safe=True, kind__in=("message", "phone"))
    return sorted(found, key=lambda each: (each.kind != "message", each.pk))


def way_of(message: "Message") -> Way:
    """How whoever it is for may be texted now: the same telephone must still be safe."""
    if message.person is None and message.about_ref:
        way = found_by[message.about_kind](message.about_ref)
        must_not_be_stopped(way)
        if way.key != message.number_key:
            raise NotToBeTexted("changed")
        return way
    assert message.person  # noqa: S101 - a constraint of the table
    for contact in safe_telephones(message.person):
        number = dialled(contact.value, message.country)
        if number and key_of(number) == message.number_key:
            return way_to(message.person, contact, country=message.country)
    way_to(message.person)  # says what is wrong, where more is wrong than the number
    raise NotToBeTexted("changed")
