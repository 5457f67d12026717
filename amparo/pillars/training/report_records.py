"""What the report of an event counts, read at once: for all who read its figures, without names.

Whoever only reads figures may not read attendance or tests of anybody; what comes out here are
numbers, and rows without a name of which `report_groups` shows groups of five and more.
"""

from decimal import Decimal

from django.db.models import Count, Sum

from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.disclosure_control.tables import KEY_MASK

from .cost_figures import PassRule, participant_hours, persons_passing
from .models import Certificate, Enrolment, PerDiemLine, TrainingEvent
from .participant_columns import UNSAID
from .report_groups import Outcome, Registered, outcome_of
from .results import attendance_shares, days_present, scores

_FIGURES = "figures of an event are for all who read them, and name nobody"


def registrations_of(event: TrainingEvent) -> list[Registered]:
    """Returns all registrations, each person once; those sent a second time are none."""
    return [
        Registered(key, Outcome(outcome), {"sex": sex, "institution_type": kind})
        for key, outcome, sex, kind in _registrations(event)
    ]


@aggregate_query(_FIGURES)
def _registrations(event: TrainingEvent) -> tuple[tuple[int, str, str, str], ...]:
    shares = attendance_shares(event)
    rows = Enrolment.objects.filter(event=event).exclude(state=Enrolment.State.REPEATED)
    least, is_recorded = event.version.min_attendance, bool(shares)
    return tuple(
        (
            ref.int & KEY_MASK,
            str(outcome_of(state, shares.get(pk), least, is_recorded=is_recorded)),
            sex or UNSAID, kind or UNSAID,
        )
        for pk, state, ref, sex, kind in rows.order_by("pk").values_list(
            "pk", "state", "participant__ref", "participant__sex",
            "participant__institution_type",
        )
    )  # fmt: skip


@aggregate_query(_FIGURES)
def hours_of_all(event: TrainingEvent) -> Decimal | None:
    """Returns the hours that participants were there together; None where nobody recorded any."""
    minutes = [each.minutes for each in event.sessions.all()]
    return participant_hours(attendance_shares(event), minutes)


@aggregate_query(_FIGURES)
def passing(event: TrainingEvent) -> int | None:
    """Returns how many meet the rule of the course; None where it asks for what is not known."""
    version = event.version
    rule = PassRule(version.min_attendance, version.min_score, version.requires_practice)
    after = {key: each.after for key, each in scores(event).items()}
    shares = attendance_shares(event)
    return persons_passing(shares, shares, after, rule)


@aggregate_query(_FIGURES)
def trainers_at(event: TrainingEvent) -> int:
    return event.trainers.filter(until=None).count()


@aggregate_query(_FIGURES)
def certificates_by_state(event: TrainingEvent) -> dict[str, int]:
    rows = Certificate.objects.filter(event=event).order_by().values_list("state")
    return dict(rows.annotate(count=Count("pk")))


@aggregate_query(_FIGURES)
def per_diem_days(event: TrainingEvent) -> tuple[int | None, int | None, int, bool]:
    """Returns days that were paid, days on a list that waits to be paid, for how many people paid
    days differ from attendance, and whether attendance is known. None without such a list.
    """
    lines = PerDiemLine.objects.filter(of__event=event)
    paid = lines.filter(of__paid_on__isnull=False).order_by().values_list("enrolment")
    by_person = dict(paid.annotate(days=Sum("days")))
    waiting = lines.filter(of__paid_on=None, of__discarded_at=None)
    present = days_present(event)
    differ = sum(present.get(key, 0) != by_person.get(key, 0) for key in present | by_person)
    return (
        sum(by_person.values()) if by_person else None,
        waiting.aggregate(days=Sum("days"))["days"],
        differ, bool(present),
    )  # fmt: skip


@aggregate_query(_FIGURES)
def willing_to_be_asked(event: TrainingEvent) -> int:
    """Returns how many agreed to be asked months later."""
    seats = Enrolment.objects.filter(event=event, state=Enrolment.State.ENROLLED)
    return seats.filter(may_be_asked_later=True).count()
