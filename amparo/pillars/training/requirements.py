"""Who meets what their work requires: read for a page, for one user, and before a bulk verb."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.ui import formats

from .models import CompetencyRequirement, HeldCompetency, RequirementWaiver, TrainingEvent
from .requirement_status import Held, State, Status, find_status


@dataclass(frozen=True)
class StaffStatus:
    """How one colleague stands with one requirement."""

    user: User
    requirement: CompetencyRequirement
    status: Status
    waiver: RequirementWaiver | None = None


def of_staff(requirement: CompetencyRequirement, today: date) -> list[StaffStatus]:
    """Returns how everybody stands whom it is about: suspended first. Four queries."""
    since: dict[User, date] = {}
    for place in requirement.memberships().select_related("user"):
        day = place.since.astimezone(requirement.office.zone).date()
        since[place.user] = min(day, since.get(place.user, day))
    held = _held([user.pk for user in since], [requirement.competency_id])
    waivers = _waivers([user.pk for user in since], [requirement.pk])
    found = [_status(requirement, user, since[user], held, waivers, today) for user in since]
    return sorted(found, key=lambda each: (_ORDER[each.status.state], each.user.name))


_ORDER = {state: at for at, state in enumerate(
    (State.SUSPENDED, State.GRACE, State.LAPSING, State.WAIVED, State.MET)
)}  # fmt: skip


def of_user(user: User, today: date) -> list[StaffStatus]:
    """Returns how one user stands with all that their roles require."""
    required = list(_about(user))
    held = _held([user.pk], [each.competency_id for each in required])
    waivers = _waivers([user.pk], [each.pk for each in required])
    return [_status(each, user, _since(user, each), held, waivers, today) for each in required]


def suspended_because(user: User, verb: str) -> str:
    """Returns why `verb` is suspended for this user today, and what they can do; "" where it is
    not. One query where nothing is required of them.
    """
    if user.office is None:
        return ""
    against = [
        each for each in of_user(user, user.office.today())
        if each.status.is_suspended and _is_about(each.requirement, verb)
    ]  # fmt: skip
    return " ".join(_words(each) for each in against)


def _is_about(requirement: CompetencyRequirement, verb: str) -> bool:
    """A requirement of a role suspends all verbs on many records of who has it."""
    return not requirement.verb or requirement.verb == verb


def _words(standing: StaffStatus) -> str:
    statement, _language = standing.requirement.competency.statement
    told = {
        "competency": statement or standing.requirement.competency.code,
        "day": formats.full_day(standing.status.day or date.max),
    }
    if standing.status.was_held:
        said = _("Your certificate for “%(competency)s” lapsed: this is suspended since %(day)s.")
    else:
        said = _("This requires “%(competency)s”: it is suspended since %(day)s.")
    ways = [said % told, _next_event(standing.requirement)]
    return " ".join([*ways, _("Your supervisor can waive it until a day.")])


def _next_event(requirement: CompetencyRequirement) -> str:
    coming = next_event(requirement.competency_id)
    if coming is None:
        return _("No training is planned yet: ask who organizes trainings.")
    day, number = coming
    return _("Next training: %(number)s, %(day)s.") % {
        "number": number, "day": formats.full_day(day),
    }  # fmt: skip


@aggregate_query("everybody may learn when the next open training of a competency is")
def next_event(competency: int) -> tuple[date, str] | None:
    """Returns the day and number of the next event with this competency that takes
    registrations; None where none does.
    """
    event = TrainingEvent.objects.filter(
        version__competencies=competency, state__in=TrainingEvent.TAKES_REGISTRATIONS
    ).order_by("sessions__starts_at").prefetch_related("sessions").first()  # fmt: skip
    if event is None:
        return None
    first = min(each.starts_at for each in event.sessions.all())
    return first.astimezone(event.zone).date(), event.number


def _about(user: User) -> Iterator[CompetencyRequirement]:
    """The requirements of the offices where the user works that are about their roles there."""
    places = user.memberships_held
    offices = {place.in_office.pk for place in places}
    found = CompetencyRequirement.objects.filter(
        office__in=offices, ended_at=None
    ).select_related("competency", "office").prefetch_related("competency__texts")  # fmt: skip
    for each in found:
        held = [place for place in places if place.in_office.pk == each.office_id]
        if any(_fits(each, place) for place in held):
            yield each


def _fits(requirement: CompetencyRequirement, place) -> bool:
    if requirement.role:
        return place.role == requirement.role
    return requirement.verb in place.role_held.permissions


def _since(user: User, requirement: CompetencyRequirement) -> date:
    return min(
        place.since.astimezone(requirement.office.zone).date()
        for place in user.memberships_held
        if place.in_office.pk == requirement.office_id and _fits(requirement, place)
    )


def _held(users: Iterable[int], competencies: Iterable[int]) -> dict[tuple[int, int], Held]:
    found = HeldCompetency.objects.filter(
        participant__user__in=users, competency__in=competencies
    ).values_list("participant__user", "competency", "until")  # fmt: skip
    return {(user, competency): Held(until) for user, competency, until in found}


def _waivers(
    users: Iterable[int], requirements: Iterable[int]
) -> dict[tuple[int, int], RequirementWaiver]:
    found = RequirementWaiver.objects.filter(
        Q(user__in=users), requirement__in=requirements, ended_at=None
    ).order_by("pk")  # fmt: skip
    return {(each.user_id, each.requirement_id): each for each in found}


def _status(
    requirement: CompetencyRequirement, user: User, since: date,
    held: dict[tuple[int, int], Held], waivers: dict[tuple[int, int], RequirementWaiver],
    today: date,
) -> StaffStatus:  # fmt: skip
    waiver = waivers.get((user.pk, requirement.pk))
    status = find_status(
        held.get((user.pk, requirement.competency_id)),
        applies_from=max(requirement.starts_on, since), grace_days=requirement.grace_days,
        waived_until=waiver.until if waiver else None, today=today,
    )  # fmt: skip
    return StaffStatus(user, requirement, status, waiver)
