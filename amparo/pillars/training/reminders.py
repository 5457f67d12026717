"""Who is told of a training, and when: each notice is written with the job that sends its mail.

Reminders go to who agreed to them, a week and a day before, once each: by mail, and the day before
also by text where they gave a number. Of a change of time or
place, and of a cancellation, everybody with an address is told who has a seat or waits for one:
they would come in vain. Changes are told once they have come to rest, in one mail.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import batched

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import find_task

from .models import Enrolment, TrainingEvent, TrainingNotice
from .reminder_days import WEEK, is_news, reminder_due
from .texts import text_before

# Nobody is told while somebody still changes session after session.
REST = timedelta(minutes=15)
KINDS = TrainingNotice.Kind
BATCH = 500


def remind_of_trainings() -> int:
    """Writes the reminders that are due today; a second time it does nothing. Returns how many."""
    moment = now()
    soon = TrainingEvent.objects.filter(
        state__in=TrainingEvent.AWAITED, starts_at__gt=moment,
        starts_at__lt=moment + WEEK + timedelta(days=2),
    )  # fmt: skip
    return sum(_remind(event) for event in soon.order_by("pk"))


def _remind(event: TrainingEvent) -> int:
    begins, today = _first_day(event), now().astimezone(event.zone).date()
    reminder = reminder_due(begins, today)
    if reminder is None:
        return 0
    agreed = Enrolment.objects.filter(
        event=event, state=Enrolment.State.ENROLLED, may_be_reminded=True
    )

    def is_due(enrolment: Enrolment) -> bool:
        seated = (enrolment.enrolled_at or enrolment.at).astimezone(event.zone).date()
        return is_news(reminder, begins, seated)

    return _tell(event, KINDS(reminder.value), agreed, is_due, begins=begins)


def tell_of_changes() -> int:
    """Tells of each event whose time or place changed and has come to rest; returns how many
    notices were written.
    """
    moved = TrainingEvent.objects.filter(
        Q(notified_at=None) | Q(notified_at__lt=F("moved_at")), state__in=TrainingEvent.AWAITED,
        moved_at__lte=now() - REST, ends_at__gt=now(),
    )  # fmt: skip
    return sum(_tell_of_change(event) for event in moved.order_by("pk"))


@transaction.atomic
def _tell_of_change(event: TrainingEvent) -> int:
    moved_at = event.moved_at
    assert moved_at is not None  # noqa: S101 - asked for in the query
    TrainingEvent.objects.filter(pk=event.pk).update(notified_at=now())
    log.log_event(None, "trainingevent.moved", event)
    event.notify_trainers("trainingevent.moved", by=None)
    known = _awaiting(event).filter(at__lt=moved_at)
    return _tell(event, KINDS.MOVED, known, begins=_first_day(event), sequence=event.sequence)


def tell_of_cancellation(event: TrainingEvent) -> int:
    """Tells everybody who has a seat or waits for one. Within the transaction that cancels it."""
    begins = _first_day(event) if event.starts_at else event.office.today()
    return _tell(event, KINDS.CANCELLED, _awaiting(event), begins=begins, sequence=event.sequence)


def _awaiting(event: TrainingEvent) -> QuerySet[Enrolment]:
    states = (Enrolment.State.ENROLLED, Enrolment.State.WAITING)
    return Enrolment.objects.filter(event=event, state__in=states)


def _first_day(event: TrainingEvent) -> date:
    assert event.local_start is not None  # noqa: S101 - only events with a session come here
    return event.local_start.date()


def _tell(
    event: TrainingEvent, kind: TrainingNotice.Kind, enrolments: QuerySet[Enrolment],
    is_due: Callable[[Enrolment], bool] = lambda enrolment: True, *, begins: date,
    sequence: int = 0,
) -> int:  # fmt: skip
    """Writes a notice for each that has none of this kind yet, with its job; returns how many."""
    had = TrainingNotice.objects.filter(
        enrolment__event=event, kind=kind, for_day=begins, sequence=sequence
    )
    waiting = enrolments.exclude(pk__in=had.values("enrolment"))
    due = [each for each in waiting.iterator(chunk_size=BATCH) if is_due(each)]
    for some in batched(due, BATCH, strict=False):
        _write(event, some, kind, begins, sequence)
    if due:
        log.log_event(None, "trainingevent.notified", event, count=len(due), kind=str(kind))
    return len(due)


@transaction.atomic
def _write(
    event: TrainingEvent, enrolments: Iterable[Enrolment], kind: TrainingNotice.Kind,
    begins: date, sequence: int,
) -> None:  # fmt: skip
    for enrolment in enrolments:
        enrolment.event = event
        notice = TrainingNotice.objects.create(
            enrolment=enrolment, kind=kind, for_day=begins, sequence=sequence
        )
        if settings.AMPARO_MAIL_HOST:
            find_task("send-training-notice").enqueue(str(notice.ref))
        if kind == KINDS.DAY:
            text_before(enrolment, begins)
