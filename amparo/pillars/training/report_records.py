"""What the report of an event counts, read at once: for all who read its figures, without names.

Whoever only reads figures may not read attendance or tests of anybody; what comes out here are
numbers, and rows without a name of which `report_groups` shows groups of five and more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.disclosure_control.tables import KEY_MASK

from .attendance_records import SessionFigures, attendance_of, session_counts
from .cost_figures import PassRule, participant_hours, persons_passing
from .models import Certificate, Enrolment, PerDiemLine, TrainingEvent
from .participant_columns import UNSAID
from .report_groups import Outcome, Registered, outcome_of
from .results import attendance_shares, practice_met, scores


@dataclass(frozen=True)
class EventRecords:
    """What is counted of an event, without names; each of it read once."""

    registrations: list[Registered]
    hours: Decimal | None
    passing: int | None
    sessions: dict[int, SessionFigures]
    per_diem: "PerDiemDays"


@dataclass(frozen=True)
class PerDiemDays:
    """Days that were paid and days on a list that waits to be paid, None without such a list; of
    how many people paid days differ from attendance, and whether that is known.
    """

    paid: int | None
    waiting: int | None
    differing: int
    is_known: bool


def records_of(event: TrainingEvent) -> EventRecords:
    """Returns all of it in six queries; sessions must be loaded."""
    registered, hours, passed, sessions, per_diem = _read(event)
    return EventRecords(
        [
            Registered(key, Outcome(outcome), {"sex": sex, "institution_type": kind})
            for key, outcome, sex, kind in registered
        ],
        hours, passed, {key: SessionFigures(*counts) for key, counts in sessions.items()},
        PerDiemDays(*per_diem),
    )  # fmt: skip


@aggregate_query("figures of an event are for all who read them, and name nobody")
def _read(event: TrainingEvent) -> tuple[Any, ...]:
    found = attendance_of(event)
    shares = found.shares
    rows = _rows(event)
    enrolled = {pk for pk, state, *_said in rows if state == Enrolment.State.ENROLLED}
    return (
        _registrations(event, rows, shares), _hours(event, shares), _passing(event, shares),
        session_counts(found, enrolled), _per_diem(event, found.days_of(event)),
    )  # fmt: skip


def _rows(event: TrainingEvent) -> list[tuple]:
    """Key, state, reference, sex and type of institution; what was sent twice is left out."""
    rows = Enrolment.objects.filter(event=event).exclude(state=Enrolment.State.REPEATED)
    return list(
        rows.order_by("pk").values_list(
            "pk", "state", "participant__ref", "participant__sex",
            "participant__institution_type",
        )
    )  # fmt: skip


def _registrations(
    event: TrainingEvent, rows: list[tuple], shares: Mapping[int, int]
) -> tuple[tuple[int, str, str, str], ...]:
    least, is_recorded = event.version.min_attendance, bool(shares)
    return tuple(
        (
            ref.int & KEY_MASK,
            str(outcome_of(state, shares.get(pk), least, is_recorded=is_recorded)),
            sex or UNSAID, kind or UNSAID,
        )
        for pk, state, ref, sex, kind in rows
    )  # fmt: skip


@aggregate_query("figures of an event are for all who read them, and name nobody")
def hours_of_all(event: TrainingEvent) -> Decimal | None:
    """Returns the hours that participants were there together; None where nobody recorded any."""
    return _hours(event, attendance_shares(event))


def _hours(event: TrainingEvent, shares: Mapping[int, int]) -> Decimal | None:
    return participant_hours(shares, [each.minutes for each in event.sessions.all()])


@aggregate_query("figures of an event are for all who read them, and name nobody")
def passing(event: TrainingEvent) -> int | None:
    """Returns how many meet the rule of the course; None where it asks for what is not known."""
    return _passing(event, attendance_shares(event))


def _passing(event: TrainingEvent, shares: Mapping[int, int]) -> int | None:
    version = event.version
    rule = PassRule(version.min_attendance, version.min_score, version.requires_practice)
    after = {key: each.after for key, each in scores(event).items()}
    return persons_passing(shares, shares, after, rule, practice_met(event))


@aggregate_query("figures of an event are for all who read them, and name nobody")
def trainers_at(event: TrainingEvent) -> int:
    return event.trainers.filter(until=None).count()


@aggregate_query("figures of an event are for all who read them, and name nobody")
def certificates_by_state(event: TrainingEvent) -> dict[str, int]:
    rows = Certificate.objects.filter(event=event).order_by().values_list("state")
    return dict(rows.annotate(count=Count("pk")))


def _per_diem(
    event: TrainingEvent, present: Mapping[int, int]
) -> tuple[int | None, int | None, int, bool]:
    lines = PerDiemLine.objects.filter(of__event=event)
    paid = lines.filter(of__paid_on__isnull=False).order_by().values_list("enrolment")
    by_person = dict(paid.annotate(days=Sum("days")))
    waiting = lines.filter(of__paid_on=None, of__discarded_at=None)
    differ = sum(present.get(key, 0) != by_person.get(key, 0) for key in {*present, *by_person})
    return (
        sum(by_person.values()) if by_person else None,
        waiting.aggregate(days=Sum("days"))["days"],
        differ, bool(present),
    )  # fmt: skip
