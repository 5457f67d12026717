"""Participants by the clock: what they needed is erased 30 days after an event, who they are some
years after their last one, and lists that nobody decided on are deleted.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.db.models.functions import Coalesce

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office

from .models import (
    NeedsErasure,
    Participant,
    ParticipantImport,
    ParticipantLink,
    ParticipantRules,
    TrainingEvent,
)
from .models.participants import email_key_of, reseal_without

NEEDS_KEPT = timedelta(days=30)
LIST_KEPT = timedelta(days=60)
GIVEN_UP = timedelta(days=2)
LINK_KEPT = timedelta(days=30)
MOST_AT_ONCE = 500
DAYS_A_YEAR = 365.25
_CONTACT = ("email", "phone", "other_emails", "guardian_contact")


def erase_old_needs() -> int:
    """Erases what participants of events needed, 30 days after the last session, and the contact
    of those under 18; returns of how many events. A second time it does nothing.
    """
    ended = TrainingEvent.objects.annotate(ended_at=Max("sessions__ends_at")).filter(
        ended_at__lt=now() - NEEDS_KEPT, needs_erasure=None
    )
    found = list(ended.order_by("pk")[:MOST_AT_ONCE])
    for event in found:
        with transaction.atomic():
            _erase_needs_of(event)
    return len(found)


def _erase_needs_of(event: TrainingEvent) -> None:
    for enrolment in event.enrolments.select_related("participant"):
        participant = enrolment.participant
        if participant.is_minor and not participant.is_erased:
            _erase_contact(participant)
            enrolment.may_be_asked_later = False
        if enrolment.needs:
            reseal_without(enrolment, ("needs",))
        elif participant.is_minor:
            enrolment.save(update_fields=["may_be_asked_later"])
    NeedsErasure.objects.get_or_create(event=event)


def _erase_contact(participant: Participant) -> None:
    """Of somebody under 18, unless another event is still to come."""
    coming = participant.enrolments.filter(event__sessions__ends_at__gt=now() - NEEDS_KEPT)
    if any(getattr(participant, name) for name in _CONTACT) and not coming.exists():
        participant.email_key = email_key_of("")
        reseal_without(participant, _CONTACT)
        participant.write_tokens()


def past_retention(office: Office, at: datetime | None = None) -> QuerySet:
    """Participants of an office whose last event is longer ago than it keeps them, the oldest
    first; of those who never took part, since they were recorded.
    """
    years = ParticipantRules.years_of(office)
    limit = (at or now()) - timedelta(days=int(years * DAYS_A_YEAR))
    rows = Participant.objects.filter(office=office, erased_at=None, user=None, at__lt=limit)
    last = Coalesce(Max("enrolments__event__sessions__ends_at"), F("at"))
    # What they completed elsewhere counts as an event.
    rows = rows.exclude(completions__completed_on__gte=limit.date())
    return rows.annotate(last_at=last).filter(last_at__lt=limit).order_by("last_at", "pk")


def erase_past_retention() -> int:
    """Erases who participants are when their time is over; returns how many."""
    count = 0
    for office in Office.objects.without_practice().order_by("pk"):
        for participant in past_retention(office)[: MOST_AT_ONCE - count]:
            participant.erase(by=None, reason="retention")
            count += 1
        if count >= MOST_AT_ONCE:
            break
    return count


def delete_undecided_lists() -> None:
    """Discards lists that nobody decided on; of those whose job was given up somebody decides
    again: nothing was written. Deletes links that opened or ran out long ago.
    """
    waiting = ParticipantImport.objects.filter(
        state__in=ParticipantImport.WAITING, at__lt=now() - LIST_KEPT
    )
    for each in waiting:
        each.discard(by=None)
    given_up = ParticipantImport.objects.filter(
        state=ParticipantImport.State.APPLYING, ended_at__lt=now() - GIVEN_UP
    )
    for each in given_up:
        each.stop()
    ParticipantLink.objects.filter(until__lt=now() - LINK_KEPT).delete()
