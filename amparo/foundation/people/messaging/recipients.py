"""Recipients of text messages: whether, at which number and hour somebody may be messaged now.

Asked when a message is written, and again when it is sent: what they said last is obeyed by the
next message. A pillar whose people have no record of their own (somebody who asked for help
without a name) says in `recipient_resolvers` how theirs are reached; one that knows of a danger
says so in `do_not_contact_checks`.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import phonenumbers
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from phonenumbers import timezone

from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.refusals import Refusal

from ..extension_points import do_not_contact_checks, recipient_resolvers
from ..legal_basis import legal_basis_for
from ..models.consents import Consent
from ..models.opted_out_numbers import OptedOutNumber

if TYPE_CHECKING:
    from ..models import Contact, Message, Person

# Safe hours: those that somebody gave, else never at night, by the clock that they live by.
#
# Where it is not known by which of several clocks somebody lives, it must be a good hour by
# each of them.

SEARCH_STEP = timedelta(minutes=5)
SEARCH_LIMIT = timedelta(days=2)


@dataclass(frozen=True)
class SafeHours:
    """From one hour to another, perhaps past midnight; the same twice is the whole day."""

    begins: time
    ends: time

    def has(self, clock: time) -> bool:
        if self.begins == self.ends:
            return True
        if self.begins < self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends

    @classmethod
    def parse(cls, text: str) -> "SafeHours":
        """`08:00-20:00`, as settings say it."""
        begins, _, ends = text.partition("-")
        return cls(time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip()))


def is_safe_time(moment: datetime, hours: SafeHours, zones: Iterable[ZoneInfo]) -> bool:
    return all(hours.has(moment.astimezone(zone).time()) for zone in zones)


def next_safe_time(
    after: datetime, hours: SafeHours, zones: Iterable[ZoneInfo]
) -> datetime | None:
    """The first good moment from `after` on; nothing where the clocks have no hour in common."""
    zones = list(zones)
    if is_safe_time(after, hours, zones):
        return after
    moment = after + (
        SEARCH_STEP - timedelta(seconds=after.timestamp() % SEARCH_STEP.total_seconds())
    )
    while moment <= after + SEARCH_LIMIT:
        if is_safe_time(moment, hours, zones):
            return moment
        moment += SEARCH_STEP
    return None


# The ways of contact by which a text is safe (list `safe_channel`).
TEXT_CHANNELS = frozenset({"message"})


@dataclass(frozen=True)
class Recipient:
    """How somebody is reached by text: what a file says of it, in the clear for a moment."""

    number: str
    agreed_at: datetime
    languages: tuple[str, ...] = ()
    hours: SafeHours | None = None
    # The clock they live by, where they said so.
    time_zone: str = ""

    @property
    def key(self) -> str:
        return hash_number(self.number)

    @property
    def when(self) -> SafeHours:
        """The hours that they gave, whichever these are: they know what is safe. Else not at
        night.
        """
        return self.hours or SafeHours.parse(settings.AMPARO_SMS_HOURS)

    def zones(self, clock: str) -> list[ZoneInfo]:
        """The clocks by which it must be a good hour; `clock` is that of the office."""
        if self.time_zone:
            return [ZoneInfo(self.time_zone)]
        return [ZoneInfo(name) for name in dict.fromkeys([clock, *time_zones_of(self.number)])]


def recipient_for(
    person: "Person", contact: "Contact | None" = None, *, country: str = ""
) -> Recipient:
    """How this person may be texted; `NotReachableByText` says why not."""
    if person.is_practice:
        raise NotReachableByText("practice")
    ground = legal_basis_for(person, "contact")
    # A register's signature is not their own yes; and who wants us no more is left in peace.
    yes = ground.record if ground else None
    if not isinstance(yes, Consent) or not person.may_be_assisted:
        raise NotReachableByText("no_consent")
    if person.safe_channel not in TEXT_CHANNELS:
        raise NotReachableByText("not_by_text")
    if any(is_silent(person) for is_silent in do_not_contact_checks):
        raise NotReachableByText("danger")
    contact = contact or next(iter(safe_contacts(person)), None)
    if contact is None or not contact.takes_texts:
        raise NotReachableByText("no_safe_number")
    return _by_contact(contact, yes.at, country)


def _by_contact(contact: "Contact", agreed_at: datetime, country: str) -> Recipient:
    number = to_e164(contact.value, country)
    if not number:
        raise NotReachableByText("not_dialled")
    hours = None
    if contact.safe_from is not None and contact.safe_until is not None:
        hours = SafeHours(contact.safe_from, contact.safe_until)
    spoken = tuple(contact.person.languages)
    way = Recipient(number, agreed_at, spoken, hours, contact.time_zone)
    check_not_opted_out(way)
    return way


def check_not_opted_out(way: Recipient) -> None:
    """STOP holds until they say yes anew."""
    if OptedOutNumber.objects.filter(number_key=way.key, at__gte=way.agreed_at).exists():
        raise NotReachableByText("stopped")


def safe_contacts(person: "Person") -> "list[Contact]":
    found = person.contacts.filter(is_safe=True, kind__in=("message", "phone"))
    return sorted(found, key=lambda each: (each.kind != "message", each.pk))


def recipient_of(message: "Message") -> Recipient:
    """How whoever it is for may be texted now: the same telephone must still be safe."""
    if message.person is None and message.about_ref:
        way = recipient_resolvers[message.about_kind](message.about_ref)
        check_not_opted_out(way)
        if way.key != message.number_key:
            raise NotReachableByText("changed")
        return way
    assert message.person  # noqa: S101 - a constraint of the table
    for contact in safe_contacts(message.person):
        number = to_e164(contact.value, message.country)
        if number and hash_number(number) == message.number_key:
            return recipient_for(message.person, contact, country=message.country)
    recipient_for(message.person)  # says what is wrong, where more is wrong than the number
    raise NotReachableByText("changed")


# Telephone numbers: in the one form that networks know, and as a hash that names nobody.

_UNKNOWN = "Etc/Unknown"


def to_e164(text: str, country: str = "") -> str:
    """`+59170012345`, or nothing where it cannot be dialled; national ones are of `country`."""
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def hash_number(number: str) -> str:
    """By which an answer is known to come from the same telephone; meaningless elsewhere."""
    return hmac.new(key_ring.derive("texts"), number.encode(), sha256).hexdigest()


def last_digits(number: str) -> str:
    """Enough to tell one's own numbers apart, too little for a stranger."""
    return number[-3:]


def time_zones_of(number: str) -> list[str]:
    """The clocks of the country that gave the number out; none where that is not known."""
    found = timezone.time_zones_for_geographical_number(phonenumbers.parse(number))
    return [name for name in found if name != _UNKNOWN]


# Reasons why somebody is not messaged, or was not reached.

REASONS: dict[str, Promise] = {
    # Before anything is sent.
    "practice": _("Nothing leaves the practice office."),
    "no_consent": _("They have not agreed to be contacted, or took it back. Ask them first."),
    "not_by_text": _(
        "Messages are not their safe way of contact. Ask them, and note it in their file."
    ),
    "no_safe_number": _("No telephone of theirs is marked as safe. Ask them, and note one."),
    "not_dialled": _("This number cannot be dialled. Write it with its country code: +591 …"),
    "danger": _("A safety alert says not to contact them. Wait until it is answered."),
    "stopped": _("They answered that they want no more texts. Ask them when you meet."),
    "no_good_hour": _(
        "Their number is of another country, and the clocks have no safe hour in common. Note at"
        " the telephone by which clock they live."
    ),
    "too_late": _("The time it was for has passed."),
    # On its way.
    "changed": _("Their safe telephone has changed since it was written."),
    "not_reached": _("The service that sends texts did not answer, several times."),
    "refused": _("The service that sends texts did not take it."),
    "not_delivered": _("The telephone was not reached."),
    "not_fetched": _("Nobody fetched it from the folder of texts in time."),
    "not_needed": pgettext_lazy("SMS", "Withdrawn."),
}


class NotReachableByText(Refusal):
    """A text that must not be sent, and why."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(REASONS[code])
