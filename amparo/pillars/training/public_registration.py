"""Public registration: the events that anybody may register for, and the form that is taken in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.audit import log
from amparo.foundation.core.models import IdempotencyKey
from amparo.foundation.core.permissions.rls.records import allow_new
from amparo.foundation.core.refusals import Refusal

from .models import Enrolment, Participant, TrainingConsent, TrainingEvent
from .models.events import TrainingEventState
from .same_person import email_key, person_key

MOST_SHOWN = 50
# The letters of a name that stands for somebody where being named is dangerous.
CODE_LETTERS = 4
ABOUT_PERSON = (
    "name", "email", "phone", "sex", "is_minor", "institution", "institution_type", "role",
    "country", "language", "guardian_name", "guardian_contact",
)  # fmt: skip


def open_events(moment: datetime) -> list[TrainingEvent]:
    """Returns the events that take registrations from anybody and are not over, the next first."""
    rows = TrainingEvent.objects.filter(
        state__in=TrainingEvent.TAKES_REGISTRATIONS, is_public=True
    )
    rows = rows.annotate(first=Min("sessions__starts_at"), last=Max("sessions__ends_at"))
    rows = rows.filter(last__gt=moment).select_related("version__course")
    return list(rows.prefetch_related("version__texts").order_by("first", "pk")[:MOST_SHOWN])


def has_open_events(moment: datetime) -> bool:
    """Whether somebody could register for a training just now."""
    return TrainingEvent.objects.filter(
        state__in=TrainingEvent.TAKES_REGISTRATIONS, is_public=True, sessions__ends_at__gt=moment
    ).exists()


def public_event(ref: UUID) -> TrainingEvent | None:
    """Returns an event that anybody may read of, with its sessions; None for any other."""
    rows = TrainingEvent.objects.filter(ref=ref, is_public=True)
    rows = rows.exclude(state=TrainingEventState.DRAFT).select_related("version__course", "place")
    return rows.prefetch_related("version__texts", "sessions").first()


def code_of(form: str) -> str:
    """Returns the code that sending this form gives, however often it is sent."""
    return Enrolment(ref=receipt_codes.key_of(form)).code


@transaction.atomic
def register(event: TrainingEvent, form: str, **said: Any) -> Enrolment:
    """Takes in what a form of the public page says, and returns the enrolment.

    However often the form is sent, it is one; with other answers it is refused, so that who uses
    the same telephone next is not taken for the first. Somebody who is registered at this event by
    the same name and address takes no second seat, and gets the same answer. Refused as
    `Enrolment.enrol`.
    """
    _once, is_first = IdempotencyKey.get_or_claim(
        key=receipt_codes.key_of(form), by=None, verb="training.register",
        body=repr((event.pk, sorted(said.items()))).encode(),
    )  # fmt: skip
    ref = receipt_codes.key_of(form)
    if not is_first:
        found = Enrolment.for_code(code_of(form))
        if found is None:
            raise Refusal(_("This registration was erased. Open the page again to register anew."))
        return found
    participant = _record_participant(event, {name: said.pop(name) for name in ABOUT_PERSON})
    _record_consents(participant, said)
    return Enrolment.enrol(
        event, participant, by=None, ref=ref,
        person_key=person_key(event.ref, participant.name, participant.email), **said,
    )  # fmt: skip


def _record_consents(participant: Participant, said: Mapping[str, Any]) -> None:
    """What the form said of each purpose; sending it agrees to what the training needs."""
    purposes = TrainingConsent.Purpose
    answers = {
        purposes.RECORDS: True,
        purposes.REMINDERS: bool(said.get("may_be_reminded")),
        purposes.FOLLOW_UP: bool(said.get("may_be_asked_later")),
    }
    for purpose, is_given in answers.items():
        TrainingConsent.record(
            participant, purpose, is_given=is_given, how=TrainingConsent.Channel.FORM,
            language=participant.language,
        )  # fmt: skip


def _record_participant(event: TrainingEvent, about: dict[str, Any]) -> Participant:
    participant = Participant(
        office_id=event.office_id, email_key=email_key(about["email"]), **about
    )
    if event.uses_codes:
        participant.name = participant.guardian_name = ""
        participant.code = receipt_codes.code_of(f"name of {participant.ref}")[:CODE_LETTERS]
    allow_new(participant)
    participant.save(force_insert=True)
    participant.write_tokens()
    log.log_event(None, "participant.recorded", participant)
    return participant


@transaction.atomic
def change_own(enrolment: Enrolment, **said: Any) -> None:
    """Changes how they are reached and what they agreed to. A new address gets the mail that says
    how they stand, so that one that was written wrongly is put right.
    """
    participant = enrolment.participant
    was = participant.email
    for name in ("email", "phone", "language"):
        setattr(participant, name, said[name])
    participant.email_key = email_key(participant.email)
    participant.save(update_fields=["email", "phone", "language", "email_key"])
    for name in ("may_be_reminded", "may_be_asked_later"):
        setattr(enrolment, name, said[name])
    enrolment.save(update_fields=["may_be_reminded", "may_be_asked_later"])
    log.log_event(None, "enrolment.changed", enrolment)
    if participant.email and participant.email != was:
        _take_key(enrolment)
        enrolment.send_mail("registered")


def _take_key(enrolment: Enrolment) -> None:
    """The key of their name with the new address, unless somebody else has it."""
    participant = enrolment.participant
    enrolment.person_key = person_key(enrolment.event.ref, participant.name, participant.email)
    try:
        with transaction.atomic():
            enrolment.save(update_fields=["person_key"])
    except IntegrityError:
        enrolment.person_key = ""
        enrolment.save(update_fields=["person_key"])
