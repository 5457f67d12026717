"""The next step of a training event: the facts that decide it, and the button that leads to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query

from ..attendance_records import recorded_sessions
from ..models import Certificate, TestSitting, TrainingEvent, TrainingFollowUp
from ..models.sittings import Moment
from ..next_step import EventFacts, Step


def facts_of(event: TrainingEvent) -> EventFacts:
    """What is known of an event, counted in the database."""
    moment = now()
    sessions = list(event.sessions.all())
    has_begun = event.starts_at is not None and event.starts_at <= moment
    begun = sum(each.starts_at <= moment for each in sessions)
    return EventFacts(
        state=event.state, sessions=len(sessions),
        trainers=event.trainers.filter(until=None).count(), enrolled=event.seats_taken,
        free_seats=event.free_seats, has_begun=has_begun, is_over=event.is_over,
        days_ahead=_days_ahead(event, moment),
        unrecorded=begun - recorded_sessions(event.pk, moment) if begun else 0,
        is_imported=hasattr(event, "imported"),
        **_tested(event), **(_afterwards(event.pk) if has_begun else {}),
    )  # fmt: skip


def _days_ahead(event: TrainingEvent, moment: datetime) -> int | None:
    if event.local_start is None:
        return None
    return (event.local_start.date() - moment.astimezone(event.zone).date()).days


def _tested(event: TrainingEvent) -> dict[str, int]:
    """How many took a test under their own enrolment, before and after, as far as the reader sees
    them. A test before that was taken after the training began is none.
    """
    if event.state == TrainingEvent.State.DRAFT:
        return {}
    before = Q(moment__moment=Moment.BEFORE)
    if event.starts_at is not None:
        before &= Q(taken_at__lt=event.starts_at)
    taken = TestSitting.objects.filter(moment__event=event, enrolment__isnull=False).order_by()
    return taken.aggregate(
        tested_before=Count("pk", filter=before),
        tested_after=Count("pk", filter=Q(moment__moment=Moment.AFTER)),
    )


@aggregate_query("how many have a certificate, or answered, is told to who sees a training event")
def _afterwards(event: int) -> dict[str, int]:
    issued = Certificate.objects.filter(event=event, state=Certificate.State.ISSUED)
    answered = TrainingFollowUp.objects.filter(enrolment__event=event, answered_at__isnull=False)
    return {
        "certificates_issued": issued.count(),
        "follow_ups_answered": answered.values("enrolment").distinct().count(),
    }


@dataclass(frozen=True)
class StepButton:
    """The one solid button; `is_action` where pressing it does it."""

    label: str
    url: str
    icon: str
    is_action: bool = False


def button_of(step: Step, event: TrainingEvent) -> StepButton | None:
    """The button of a step; None where there is nothing to do."""
    pages: dict[Step, tuple[Any, ...]] = {
        Step.ADD_SESSION: (_("Add sessions"), "session-new", "plus"),
        Step.OPEN: (_("Open registration"), "event-open", "user-plus", True),
        Step.NAME_TRAINER: (_("Name trainer"), "event-trainer-new", "user-plus"),
        Step.CLOSE: (_("Close registration"), "event-close", "lock", True),
        Step.PRINT_LISTS: (_("Print lists for signatures"), "event-signatures", "printer"),
        Step.RECORD_ATTENDANCE: (
            pgettext("training", "Attendance sheet"), "attendance", "clipboard-list"
        ),
        Step.RECORD_HELD: (_("Record as held"), "event-hold", "check", True),
        Step.ISSUE_CERTIFICATES: (
            _("Certificates to issue"), "certificates-to-issue", "file-certificate"
        ),
    }  # fmt: skip
    if step not in pages:
        return None
    label, name, icon, *is_action = pages[step]
    url = reverse(f"training:{name}", args=[event.ref])
    return StepButton(label, url, icon, bool(is_action))
