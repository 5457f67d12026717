"""Enrols participants at an event by hand: new ones, earlier ones, colleagues by one tap."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal

from .models import Enrolment, Participant, TrainingConsent, TrainingEvent

# Who has a seat at an event, or waits for one.
TAKES_PART = (Enrolment.State.ENROLLED, Enrolment.State.WAITING)


@transaction.atomic
def enrol_new(
    event: TrainingEvent, *, by: User, consents: Iterable[str] = (), how: str = "", **fields: Any
) -> Enrolment:
    """Records somebody and takes a seat for them, or their turn. Where the event uses codes they
    get one, and no name is stored.
    """
    must_not_be_cancelled(event)
    if event.uses_codes:
        fields["code"] = Participant.new_code(event.office)
    participant = Participant.record(by=by, office=event.office, **fields)
    record_consents(participant, consents, how=how, by=by)
    may = set(consents)
    purposes = TrainingConsent.Purpose
    return Enrolment.enrol(
        event, participant, by=by, may_be_reminded=purposes.REMINDERS in may,
        may_be_asked_later=purposes.FOLLOW_UP in may and participant.may_be_contacted_after,
    )  # fmt: skip


@transaction.atomic
def record_consents(
    participant: Participant, given: Iterable[str], *, how: str, by: User | None,
    language: str = "",
) -> None:  # fmt: skip
    """Records the answer to each purpose: given, or not. What was never asked stays unknown where
    nothing was given and nothing is recorded.
    """
    chosen = set(given)
    known = set(participant.consents.filter(until=None).values_list("purpose", flat=True))
    for purpose in TrainingConsent.Purpose:
        if purpose in chosen or purpose in known:
            TrainingConsent.record(
                participant, purpose, is_given=purpose in chosen, how=how, by=by,
                language=language or participant.language,
            )  # fmt: skip


@transaction.atomic
def enrol_earlier(event: TrainingEvent, participants: Iterable[Participant], *, by: User) -> int:
    """Enrols people who took part before; returns how many found a seat or a turn."""
    must_not_be_cancelled(event)
    if event.uses_codes:
        raise Refusal(_("This event uses codes: nobody is enrolled by their name."))
    found = list(participants)
    for each in found:
        Enrolment.enrol(event, each, by=by)
    return len(found)


@transaction.atomic
def join(event: TrainingEvent, *, by: User) -> Enrolment:
    """A colleague takes a seat at an event that is open to colleagues. Twice is once."""
    if not event.is_for_staff or event.state not in TrainingEvent.TAKES_REGISTRATIONS:
        raise Refusal(_("Registration is not open: nothing was recorded."))
    participant = Participant.objects.filter(user=by).first()
    if participant is None:
        participant = Participant.record(
            by=by, office=by.office or event.office, user=by, name=by.name, email=by.email,
            language=by.language or "",
            organization=(by.office or event.office).organization,
        )  # fmt: skip
    return Enrolment.enrol(event, participant, by=by)


def must_not_be_cancelled(event: TrainingEvent) -> None:
    if event.state == TrainingEvent.State.CANCELLED:
        raise Refusal(_("This event was cancelled: nobody is enrolled."))
