"""What waits for who organizes trainings or trains: above the list of events.

`WAITS` holds functions by what the user may do to an event: of these events they return those of
which something waits, and the words for it. Another part of training adds a line.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User

from .attendance_codes import AROUND
from .models import (
    AttendanceEntry,
    Certificate,
    EventTrainer,
    TrainingEvent,
    TrainingSession,
)

# So many of each kind are shown; the list below has them all.
MOST = 5
# So long before it begins, registration is to be open and somebody named to train.
SOON = timedelta(days=14)
# What was held longer ago is not asked for any more.
LOOKED_BACK = timedelta(days=60)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: of which event, and what."""

    event: TrainingEvent
    text: str | Promise
    is_late: bool = False


type Wait = Callable[[QuerySet[TrainingEvent]], Iterable[Waiting]]


def _not_recorded(events: QuerySet[TrainingEvent]) -> Iterable[Waiting]:
    """Their last session ended, and nobody said that they were held."""
    over = events.filter(state__in=TrainingEvent.COMING, ends_at__lte=now()).order_by("ends_at")
    words = _("Sessions are over: record it as held, or cancel it.")
    return [Waiting(each, words, is_late=True) for each in over[:MOST]]


def _not_open(events: QuerySet[TrainingEvent]) -> Iterable[Waiting]:
    moment = now()
    soon = events.filter(
        state=TrainingEvent.State.DRAFT, starts_at__gt=moment, starts_at__lte=moment + SOON
    )
    words = _("Begins soon, and registration is not open.")
    return [Waiting(each, words) for each in soon.order_by("starts_at")[:MOST]]


def _without_trainer(events: QuerySet[TrainingEvent]) -> Iterable[Waiting]:
    moment = now()
    named = EventTrainer.objects.filter(event=OuterRef("pk"), until=None)
    soon = events.filter(
        ~Exists(named), state__in=TrainingEvent.AWAITED, starts_at__gt=moment,
        starts_at__lte=moment + SOON,
    )  # fmt: skip
    words = _("Begins soon, and nobody is named to train.")
    return [Waiting(each, words) for each in soon.order_by("starts_at")[:MOST]]


def _without_session(events: QuerySet[TrainingEvent]) -> Iterable[Waiting]:
    drafts = events.filter(state=TrainingEvent.State.DRAFT, starts_at=None)
    words = _("Has no session yet: say when it takes place.")
    return [Waiting(each, words) for each in drafts.order_by("pk")[:MOST]]


def _without_attendance(events: QuerySet[TrainingEvent]) -> Iterable[Waiting]:
    """Held lately, with people in its seats, and no attendance of anybody."""
    told = AttendanceEntry.objects.filter(session__event=OuterRef("pk"))
    held = events.filter(
        ~Exists(told), state=TrainingEvent.State.HELD, ends_at__gte=now() - LOOKED_BACK,
        seats_taken__gt=0, imported=None,
    )  # fmt: skip
    words = _("Was held, and no attendance is recorded.")
    return [Waiting(each, words, is_late=True) for each in held.order_by("ends_at")[:MOST]]


def _without_certificates(events: QuerySet[TrainingEvent]) -> Iterable[Waiting]:
    """Held lately with attendance, and nobody has a certificate."""
    told = AttendanceEntry.objects.filter(session__event=OuterRef("pk"))
    issued = Certificate.objects.filter(event=OuterRef("pk"))
    held = events.filter(
        Exists(told), ~Exists(issued), state=TrainingEvent.State.HELD,
        ends_at__gte=now() - LOOKED_BACK,
    )  # fmt: skip
    words = _("Was held, and no certificate is issued.")
    return [Waiting(each, words) for each in held.order_by("ends_at")[:MOST]]


def _begun_today(events: QuerySet[TrainingEvent]) -> Iterable[Waiting]:
    """A session of it has begun since yesterday, and nobody took its attendance."""
    moment = now()
    told = AttendanceEntry.objects.filter(session=OuterRef("pk"))
    begun = TrainingSession.objects.filter(
        ~Exists(told), event=OuterRef("pk"), starts_at__lte=moment + AROUND,
        starts_at__gt=moment - timedelta(days=1),
    )  # fmt: skip
    running = events.filter(
        Exists(begun), state__in=TrainingEvent.COMING, seats_taken__gt=0
    ).order_by("starts_at")  # fmt: skip
    words = _("A session has begun, and no attendance is recorded.")
    return [Waiting(each, words) for each in running[:MOST]]


WAITS: dict[str, list[Wait]] = {
    "keep": [
        _not_recorded, _without_attendance, _without_trainer, _not_open, _without_certificates,
        _without_session,
    ],
    "train": [_begun_today],
}  # fmt: skip


def waiting_of(user: User) -> list[Waiting]:
    """Returns what waits for this user, in the order of `WAITS`: of the events that they keep or
    train at.
    """
    lines = []
    for right, finds in WAITS.items():
        if f"training.{right}" in user.permissions:
            own = TrainingEvent.objects.accessible_to(user, right)
            own = own.select_related("version").prefetch_related("version__texts")
            lines += [line for find in finds for line in find(own)]
    return lines
