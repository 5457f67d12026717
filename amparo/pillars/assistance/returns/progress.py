"""Returns with no progress: how long each phase may take, who answers for it and what comes next.

Protects whoever is forgotten on the way: somebody who left and of whom nobody knows that they
arrived. The limits are our choice; each office sets its own.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.clock import now
from amparo.pillars.assistance.cases.models import CaseSettings
from amparo.pillars.assistance.cases.time_limits import TimeLimit

from . import rules
from .models import Leg, ReturnJourney

# By phase. A booking counts from the day of departure, a journey from its planned arrival, the
# others from the day on which the phase began.
LIMITS = {
    rules.COUNSELLING: TimeLimit(
        "return.counselling", gettext_lazy("Return counselling"), 30, "days"
    ),
    rules.DECIDED: TimeLimit(
        "return.decided", gettext_lazy("Preparing a return after the decision"), 14, "days"
    ),
    rules.PREPARING: TimeLimit(
        "return.preparing", gettext_lazy("Booking a return that is prepared"), 30, "days"
    ),
    rules.BOOKED: TimeLimit(
        "return.booked", gettext_lazy("Recording a departure after its day"), 1, "days"
    ),
    rules.DEPARTED: TimeLimit(
        "return.departed", gettext_lazy("Confirming an arrival after its planned day"), 3, "days"
    ),
    rules.ARRIVED: TimeLimit(
        "return.arrived", gettext_lazy("Welcoming somebody after their arrival"), 7, "days"
    ),
}  # fmt: skip


def has_no_progress() -> Q:
    """The journeys that are longer in their phase than the office of their case allows. One query
    for the limits that offices have set.
    """
    defaults = {timer.code: timer.amount for timer in LIMITS.values()}
    own = CaseSettings.objects.filter(time_limits__has_any_keys=list(defaults))
    set_by_office = dict(own.values_list("office", "time_limits"))
    at = now()
    today = localdate(at)
    late = _late(defaults, at, today)
    if set_by_office:
        late &= ~Q(case__team__office__in=list(set_by_office))
    for office, limits in set_by_office.items():
        late |= Q(case__team__office=office) & _late(defaults | limits, at, today)
    return late


def _late(limits: Mapping[str, int | None], at: datetime, today: date) -> Q:
    late = Q(pk__in=[])
    for phase, timer in LIMITS.items():
        days = limits[timer.code]
        if days is not None:
            late |= Q(state=phase) & _begun_before(phase, timedelta(days=days), at, today)
    return late


def _begun_before(phase: str, limit: timedelta, at: datetime, today: date) -> Q:
    if phase == rules.BOOKED:
        return Q(leaves_on__lt=today - limit)
    if phase == rules.DEPARTED:
        legs = Leg.objects.standing().filter(journey=OuterRef("pk"), arrives_at__gte=at - limit)
        return ~Q(Exists(legs))
    return Q(since__lt=at - limit)


def next_step(journey: ReturnJourney, open_count: int, *, is_flagged: bool) -> str:
    """What is done next, in words; `open_count` is how many checks are not met, and `is_flagged`
    whether a protection flag of who travels is open: that comes before everything.
    """
    if journey.is_before_departure and is_flagged:
        return _("Answer the protection flags first.")
    if journey.is_before_departure and open_count and journey.state != rules.COUNSELLING:
        return _("Settle what is open before departure.")
    if journey.state == rules.ARRIVED and _waits_for_receiving_office(journey):
        return _("Hand the case over to the receiving office: it records the welcome.")
    steps = {
        rules.COUNSELLING: _("Counsel them, and record what each decides."),
        rules.DECIDED: _("Plan the way and the travel documents."),
        rules.PREPARING: _("Book the journey."),
        rules.BOOKED: _("Say whether they left."),
        rules.DEPARTED: _("Find out whether they arrived, and confirm it."),
        rules.ARRIVED: _("Welcome them, and record what they need first."),
    }
    return steps.get(journey.state, "")


def _waits_for_receiving_office(journey: ReturnJourney) -> bool:
    there = journey.to_team
    return there is not None and journey.case.team.office_id != there.office_id
