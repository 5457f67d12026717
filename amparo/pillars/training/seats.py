"""Seats of an event: how many, whose turn it is, and whether the counters fit the list."""

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import Membership, Notification, Office, User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal

from .models import Enrolment, TrainingEvent
from .models.enrolments import COUNTERS

State = Enrolment.State
MOST_AT_ONCE = 500


@transaction.atomic
def change_seats(event: TrainingEvent, *, by: User, seats: int) -> None:
    """Changes how many seats there are; who waits longest gets those that are added.

    Refused below the number of seats that are taken. The same number again changes nothing.
    """
    lock_and_refresh(event, *COUNTERS)
    if seats == event.seats:
        return
    if seats < 1:
        raise Refusal(_("A training has at least one seat."))
    event.seats = seats
    event.save(update_fields=["seats"])
    log.log_event(by, "trainingevent.reseated", event, count=seats)
    event.refresh_from_db(fields=COUNTERS)


# Whose turn it is.


@aggregate_query("who waits may know their turn; told is a number")
def place_in_line(event: int, turn: int) -> int:
    """Returns the place on the waiting list of who has this turn: 1 is the next."""
    rows = Enrolment.objects.filter(event=event, state=State.WAITING, turn__lt=turn)
    return rows.count() + 1


@aggregate_query("the page of a repeated registration looks like any other; told is yes or no")
def _has_been_reached(event: int, turn: int) -> bool:
    """Whether somebody who registered later has a seat, or nobody waits and one is free."""
    if Enrolment.objects.filter(event=event, state=State.ENROLLED, number__gt=turn).exists():
        return True
    return TrainingEvent.objects.filter(
        pk=event, waiting=0, seats_taken__lt=F("seats")
    ).exists()  # fmt: skip


def shown_state(enrolment: Enrolment) -> str:
    """Returns the state that its own page tells: of one that was sent a second time that which it
    would have, so that it tells nobody whether the person was registered.
    """
    if enrolment.state != State.REPEATED:
        return enrolment.state
    has_seat = _has_been_reached(enrolment.event_id, enrolment.turn)
    return State.ENROLLED if has_seat else State.WAITING


# The counters, looked after by night.


def check_counters() -> int:
    """Compares the counters of each event with its list, and corrects those that differ; returns
    how many. Whoever keeps trainings in the office is told.

    More seats taken than there are is not corrected by taking one away: they are told.
    """
    rows = TrainingEvent.objects.annotate(
        enrolled_rows=Count("enrolments", filter=Q(enrolments__state=State.ENROLLED)),
        waiting_rows=Count("enrolments", filter=Q(enrolments__state=State.WAITING)),
    )
    wrong = rows.exclude(seats_taken=F("enrolled_rows"), waiting=F("waiting_rows"))
    found = list(wrong.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    return sum(recount(event) for event in TrainingEvent.objects.filter(pk__in=found))


@transaction.atomic
def recount(event: TrainingEvent) -> bool:
    """Counts the list of one event again while nobody registers; returns whether it differed."""
    lock_and_refresh(event, *COUNTERS)
    listed = event.enrolments.aggregate(
        enrolled=Count("pk", filter=Q(state=State.ENROLLED)),
        waiting=Count("pk", filter=Q(state=State.WAITING)),
    )
    if (event.seats_taken, event.waiting) == (listed["enrolled"], listed["waiting"]):
        return False
    fits = listed["enrolled"] <= event.seats
    TrainingEvent.objects.filter(pk=event.pk).update(
        seats_taken=listed["enrolled"] if fits else event.seats, waiting=listed["waiting"]
    )
    log.log_event(
        None, "trainingevent.recounted", event, count=listed["enrolled"],
        outcome="corrected" if fits else "too_many",
    )  # fmt: skip
    Notification.notify(
        organizers_of(event.office), event="trainingevent.recounted", about=event.number,
        url=event.get_absolute_url(), by=None,
    )  # fmt: skip
    event.refresh_from_db(fields=COUNTERS)
    Enrolment.give_free_seats(event, by=None)
    return True


def organizers_of(office: Office) -> list[User]:
    """Returns who keeps the trainings of an office."""
    keep = Membership.objects.held().with_permission("training.keep")
    return keep.filter(Q(office=office) | Q(team__office=office)).people()
