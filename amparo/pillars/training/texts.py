"""Text messages to participants: the day before, to who gave a number and agreed to be reminded.

The words are the fixed ones of the product and name no training; whoever answers STOP gets none.
"""

from datetime import date
from uuid import UUID

from amparo.foundation.people.messaging.recipients import (
    NotReachableByText,
    Recipient,
    check_not_opted_out,
    to_e164,
)
from amparo.foundation.people.messaging.templates import MessageDraft
from amparo.foundation.people.models import Message, MessageOwner

from .models import Enrolment

OWNER = "enrolment"
PLAIN = "day"  # "Hello. See you on Thursday 24 November."


def recipient_of_enrolment(ref: UUID) -> Recipient:
    """Returns how a participant may be texted now; `NotReachableByText` says why not."""
    found = Enrolment.objects.filter(ref=ref).select_related("participant", "event__office")
    enrolment = found.first()
    if enrolment is None or not enrolment.may_be_reminded:
        raise NotReachableByText("no_consent")
    if enrolment.state != Enrolment.State.ENROLLED or not enrolment.participant.phone:
        raise NotReachableByText("no_safe_number")
    participant = enrolment.participant
    country = participant.country or enrolment.event.office.country
    number = to_e164(participant.phone, country)
    if not number:
        raise NotReachableByText("not_dialled")
    return Recipient(number, enrolment.at, (participant.language, *enrolment.event.language_codes))


def text_before(enrolment: Enrolment, begins: date) -> bool:
    """Queues a text for a good hour before the event begins; returns whether it may be sent."""
    event = enrolment.event
    try:
        way = recipient_of_enrolment(enrolment.ref)
        check_not_opted_out(way)
        Message.queue(
            MessageOwner(OWNER, enrolment.ref),
            MessageDraft(PLAIN, day=begins, until=event.starts_at),
            way=way, by=None, office=event.office, for_ref=event.ref,
        )  # fmt: skip
    except NotReachableByText:
        return False
    return True
