"""What followed a training in an institution: how it acts, and how its capacity was assessed.

For the page of the institution. Who took part is counted, never named there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.timezone import localdate

from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.directory.models import DutyBearer
from amparo.foundation.disclosure_control.secret import rounding_secret
from amparo.foundation.links.extension_points import CountedShare, institution_figures
from amparo.foundation.protection.models import CapacityAssessment

from .before_after import MINIMUM_OTHERS, RULE, Comparison, Windows, compare, windows
from .models import Enrolment, TrainingEvent

TEMPLATE = "training/institution_results.html"
MOST = 3
NOTHING = CountedShare()


@dataclass(frozen=True)
class HeldEvent:
    """An event that was held, its days, and how many people of the institution took part."""

    event: TrainingEvent
    first_day: date
    last_day: date
    people: int


@dataclass(frozen=True)
class FigureLine:
    label: str | Promise
    of_label: str | Promise
    comparison: Comparison


@dataclass(frozen=True)
class CapacityLine:
    """One right in one area, assessed before the training and again after it."""

    right: str
    before: CapacityAssessment
    after: CapacityAssessment


@dataclass(frozen=True)
class TrainingResult:
    """One event in which people of the institution took part. `people` is None below five."""

    event: TrainingEvent
    first_day: date
    last_day: date
    people: int | None
    windows: Windows
    lines: list[FigureLine]
    capacities: list[CapacityLine]


def results_of(organization: Organization, user: User) -> dict[str, Any] | None:
    """Returns the panel of the page of an institution: its last trainings and what followed; None
    for who may not see trainings, and where nobody of it took part.
    """
    if "training.see" not in user.permissions:
        return None
    held = _held_with(organization)
    if not held:
        return None
    # Without an office of their own, the day of the installation: never a time that is over.
    today = user.office.today() if user.office else localdate()
    found = [_result(each, organization, user, today) for each in held]
    return {"results": found, "few": RULE.threshold, "minimum_others": MINIMUM_OTHERS}


def _held_with(organization: Organization) -> list[HeldEvent]:
    counts = _people_of(organization.pk)
    rows = TrainingEvent.objects.filter(
        pk__in=counts, state=TrainingEvent.State.HELD, starts_at__isnull=False
    ).select_related("version__course").prefetch_related("version__texts", "sessions")  # fmt: skip
    found = []
    for event in rows.order_by("-ends_at")[:MOST]:
        days = [each.starts_at.astimezone(event.zone).date() for each in event.sessions.all()]
        if days:
            found.append(HeldEvent(event, min(days), max(days), counts[event.pk]))
    return found


@aggregate_query("how many people of an institution took part is told to who sees trainings")
def _people_of(organization: int) -> dict[int, int]:
    rows = Enrolment.objects.filter(
        participant__organization=organization, state=Enrolment.State.ENROLLED
    ).values_list("event").annotate(count=Count("pk"))  # fmt: skip
    return dict(rows)


@aggregate_query("which institutions had a training is known to who sees trainings")
def _trained_in(course: int, until: date) -> tuple[int, ...]:
    """Institutions of which somebody took part in the course by a day."""
    rows = Enrolment.objects.filter(
        ~Q(participant__organization=None), event__version__course=course,
        event__state=TrainingEvent.State.HELD, event__sessions__starts_at__date__lte=until,
    )  # fmt: skip
    found = rows.order_by().values_list("participant__organization", flat=True).distinct()
    return tuple(sorted(found))


def _result(
    held: HeldEvent, organization: Organization, user: User, today: date
) -> TrainingResult:
    around = windows(held.first_day, held.last_day, today)
    return TrainingResult(
        held.event, held.first_day, held.last_day,
        held.people if held.people >= RULE.threshold else None, around,
        _lines(held.event, organization, around) if around.has_begun else [],
        _capacities(organization, user, held.first_day, held.last_day),
    )  # fmt: skip


def _lines(event: TrainingEvent, organization: Organization, around: Windows) -> list[FigureLine]:
    trained = set(_trained_in(event.version.course_id, around.after[1]))
    bearers = DutyBearer.objects.exclude(organization__in=trained | {organization.pk})
    others = list(bearers.values_list("organization", flat=True))
    secret = rounding_secret()
    return [
        FigureLine(each.label, each.of_label, _compared(each.count, organization.pk, others,
                                                        around, secret))
        for each in institution_figures.values()
    ]  # fmt: skip


def _compared(count, organization: int, others: list[int], around: Windows, secret) -> Comparison:
    everybody = [organization, *others]
    before: Mapping[int, CountedShare] = count(everybody, *around.before)
    after: Mapping[int, CountedShare] = count(everybody, *around.after)
    # Only institutions to which something was referred in both times can be compared.
    known = {
        each: (before[each], after[each]) for each in others if each in before and each in after
    }
    own = (before.get(organization, NOTHING), after.get(organization, NOTHING))
    return compare(own, known, secret)


def _capacities(
    organization: Organization, user: User, first_day: date, last_day: date
) -> list[CapacityLine]:
    """The last assessment before the training and the first new one after it, for each right and
    area of which there are both.
    """
    if "capacity.see" not in user.permissions:
        return []
    rows = CapacityAssessment.objects.accessible_to(user).filter(
        organization=organization
    ).exclude(confirmed_at=None).order_by("assessed_on", "pk")  # fmt: skip
    before: dict[tuple, CapacityAssessment] = {}
    after: dict[tuple, CapacityAssessment] = {}
    for each in rows:
        key = (each.right, each.place_id)
        if each.assessed_on < first_day:
            before[key] = each
        elif each.assessed_on > last_day:
            after.setdefault(key, each)
    return [
        CapacityLine(before[key].title, before[key], after[key]) for key in before if key in after
    ]
