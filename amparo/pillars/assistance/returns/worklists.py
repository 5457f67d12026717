"""Where returns stand: on the page of a case, and what waits on first screens."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.queries import supervised_cases, visible_cases
from amparo.pillars.assistance.pathways.base import OutcomeCount, PathwayStatus, Pending
from amparo.pillars.assistance.pathways.models import Check, CheckOverride
from amparo.ui import formats

from . import rules
from .models import JourneyMilestone, ReturnJourney, Traveller
from .progress import has_no_progress

State = ReturnJourney.State


def case_statuses(case: Case, user: User) -> list[PathwayStatus]:
    """Each return of the case that goes on, and the last that is over."""
    found = list(case.returnjourneys.order_by("-pk")[:5])
    going = [each for each in found if not each.is_over] or found[:1]
    shut = _shut(going)
    return [
        PathwayStatus(
            _("Return to %(country)s") % {"country": formats.country_name(each.country)},
            each.get_state_display(),
            each.get_absolute_url(),
            waits_for=_waits_for(each, shut.get(each.ref, 0)),
        )
        for each in going
    ]


def _shut(journeys: list[ReturnJourney]) -> dict:
    """How many checks are shut before each: one query."""
    if not journeys:
        return {}
    refs = [each.ref for each in journeys]
    today = journeys[0].case.office.today()
    shut = Check.objects.filter(way__in=refs).shut(today).order_by()
    return dict(shut.values_list("way").annotate(Count("pk")))


def _waits_for(journey: ReturnJourney, shut: int) -> tuple[str, ...]:
    if not shut or not journey.is_before_departure:
        return ()
    said = ngettext("%(count)s condition is open", "%(count)s conditions are open", shut)
    return (said % {"count": shut},)


# Key figures.


def by_phase(journeys: QuerySet[ReturnJourney]) -> dict[str, int]:
    """How many are in each phase: where they stop."""
    counted = journeys.order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(State.values, 0) | dict(counted)


def outcome_counts(user: User) -> list[OutcomeCount]:
    """Who arrived home, as somebody confirmed: each once, of the files that they may open."""
    home = Traveller.objects.accessible_to(user).filter(
        is_going=True, journey__state__in=rules.HOME, journey__case__in=visible_cases(user)
    )
    today = user.office.today() if user.office else localdate()
    of_this_year = JourneyMilestone.objects.filter(
        journey=OuterRef("journey"), kind=JourneyMilestone.Kind.ARRIVAL, day__year=today.year
    )
    counted = home.order_by().aggregate(
        ever=Count("person", distinct=True),
        this_year=Count("person", distinct=True, filter=Exists(of_this_year)),
    )
    url = f"{reverse('returns:index')}?at=home"
    return [
        OutcomeCount(
            _("People returned home safely"), counted["ever"], url, this_year=counted["this_year"]
        )
    ]


def _pending(journeys: QuerySet[ReturnJourney]) -> dict[str, QuerySet[ReturnJourney]]:
    soon = localdate() + timedelta(days=7)
    return {
        "soon": journeys.filter(state=State.BOOKED, leaves_on__lte=soon),
        "on_the_way": journeys.filter(state=State.DEPARTED),
        "arrived": journeys.filter(state=State.ARRIVED),
        "stuck": journeys.filter(has_no_progress()),
    }


def caseworker_counts(user: User) -> list[Pending]:
    """What waits for who accompanies them."""
    going = ReturnJourney.objects.going_on().filter(case__owner=user)
    rows = _pending(going.accessible_to(user))
    url = reverse("returns:index")
    return [
        Pending(_("Departures within a week"), rows["soon"], f"{url}?whose=mine&at=booked"),
        Pending(_("Travelling"), rows["on_the_way"], f"{url}?whose=mine&at=departed"),
        Pending(_("Arrived, reception pending"), rows["arrived"], f"{url}?whose=mine&at=arrived"),
        Pending(_("Returns with no progress"), rows["stuck"], f"{url}?whose=mine&at=still",
                is_late=True),
    ]  # fmt: skip


def supervisor_counts(user: User) -> list[Pending]:
    """What waits for who answers for a team: decisions of theirs, and where returns stop."""
    rows = _pending(ReturnJourney.objects.going_on().filter(case__in=supervised_cases(user)))
    url = reverse("returns:index")
    return [
        Pending(_("Second approval requested"), _asked_of(user), f"{url}?at=asked"),
        Pending(_("Departures within a week"), rows["soon"], f"{url}?at=booked"),
        Pending(_("Arrived, reception pending"), rows["arrived"], f"{url}?at=arrived"),
        Pending(_("Returns with no progress"), rows["stuck"], f"{url}?at=still", is_late=True),
    ]


def _asked_of(user: User) -> QuerySet[Check]:
    """Sought from the few questions that wait: checks and journeys are many."""
    before = ReturnJourney.objects.filter(state__in=rules.BEFORE_DEPARTURE, ref=OuterRef("way"))
    asked = CheckOverride.objects.waiting().values("required_check")
    return Check.objects.accessible_to(user, to="approve").filter(Exists(before), pk__in=asked)
