"""What is measured of the journeys: each list that one works through, and a page of each kind."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse

from amparo.foundation.core.models import User
from amparo.pillars.assistance.caseload import ACTIVE
from amparo.pillars.assistance.families.models import ChildAlone
from amparo.pillars.assistance.money.models import Grant
from amparo.pillars.assistance.reintegration.models import ReintegrationPlan
from amparo.pillars.assistance.returns.models import ReturnJourney
from amparo.pillars.assistance.surveys.models import Round, RoundDue
from amparo.pillars.assistance.tracing.models import TracingRequest
from amparo.pillars.assistance.trafficking.models import WayOut

from .measures import Figure, _page

# Of each list: what it is called, who reads it, where it lies, and what is asked of it.
LISTS = (
    ("Today", "worker", "assistance:today", ""),
    ("Waiting for me", "head", "assistance:waiting", ""),
    ("Returns", "head", "returns:index", ""),
    ("Returns: mine", "worker", "returns:index", "?whose=mine"),
    ("Returns: standing still", "head", "returns:index", "?at=still"),
    ("Returns: came home", "head", "returns:index", "?at=home"),
    ("Who departs on a day", "head", "returns:departures", ""),
    ("Plans to agree", "head", "reintegration:plans", "?waits=agree&whose=team"),
    ("Plans to review", "head", "reintegration:plans", "?waits=review&whose=team"),
    ("Plans overdue", "head", "reintegration:plans", "?waits=late&whose=team"),
    ("Plans to agree: mine", "worker", "reintegration:plans", "?waits=agree&whose=mine"),
    ("Rounds due", "head", "surveys:due", ""),
    ("Rounds due: mine", "worker", "surveys:due", ""),
    ("Prompts of surveys", "head", "surveys:prompts", ""),
    ("Grants that wait", "head", "money:grants", ""),
    ("Out of exploitation", "head", "trafficking:ways", ""),
    ("… time to reflect ends", "head", "trafficking:ways", "?waits=reflection"),
    ("… figures", "head", "trafficking:figures", ""),
    ("Searches for a family", "head", "tracing:requests", ""),
    ("Children alone", "head", "families:children", ""),
    ("Children alone: mine", "worker", "families:children", "?whose=mine"),
)
FOR_EACH = 30


def journeys_read() -> list[dict]:
    """Every list and page of the journeys, as those who work with them read them."""
    settings.ALLOWED_HOSTS = ["*"]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [asdict(figure) for figure in (*_lists(), *_pages())]


def _lists() -> Iterator[Figure]:
    readers = {
        "worker": list(User.objects.filter(cases__status__in=ACTIVE).distinct()[:FOR_EACH]),
        "head": list(User.objects.filter(memberships__role="supervisor").order_by("pk")[:5]),
    }
    for what, who, route, asked in LISTS:
        url = reverse(route) + asked
        yield _page(what, readers[who], partial(_same, url), None)


def _same(url: str, _user: User) -> str:
    return url


def _pages() -> Iterator[Figure]:
    """Each kind as whoever accompanies the case reads it."""
    going = ReturnJourney.objects.filter(state="preparing")
    plans = ReintegrationPlan.objects.filter(state="agreed")
    held = Round.objects.exclude(case__status="closed")
    yield _of_each("Case of a return", going, lambda each: each.case.get_absolute_url())
    yield _of_each("Return", going, lambda each: each.get_absolute_url())
    yield _of_each(
        "Reintegration plan",
        plans,
        lambda each: reverse("reintegration:plan", args=[each.case.ref]),
    )
    yield _of_each("Surveys of a case", held, lambda each: _of_case("surveys:case", each))
    yield _of_each(
        "Round of a survey", held,
        lambda each: reverse("surveys:round", args=[each.case.ref, each.ref]),
    )  # fmt: skip
    grants = Grant.objects.filter(state="asked")
    yield _of_each("Grants of a case", grants, lambda each: _of_case("money:case-grants", each))
    yield _of_each("Grant", grants, lambda each: each.get_absolute_url())
    yield _of_each("Way out", WayOut.objects.all(), lambda each: each.get_absolute_url())
    searches = TracingRequest.objects.exclude(state="closed")
    yield _of_each("Search for a family", searches, lambda each: each.get_absolute_url())
    yield _of_each("Child alone", ChildAlone.objects.all(), lambda each: each.get_absolute_url())
    dues = RoundDue.objects.filter(is_open=True)
    yield _of_each(
        "Let a round go: form", dues,
        lambda each: reverse("surveys:due-let-go", args=[each.case.ref, each.ref]),
    )  # fmt: skip


def _of_case(route: str, each) -> str:
    return reverse(route, args=[each.case.ref])


def _of_each(what: str, records: QuerySet, address: Callable) -> Figure:
    """A page of this kind for each of several caseworkers, of their own cases that go on."""
    found: dict[User, str] = {}
    of_open = records.filter(case__status__in=ACTIVE).exclude(case__owner=None)
    for record in of_open.select_related("case__owner").order_by("pk")[: FOR_EACH * 20]:
        if len(found) < FOR_EACH:
            found.setdefault(record.case.owner, address(record))
    if not found:
        raise SystemExit(f"{what}: there is none, so nothing was measured.")
    return _page(what, list(found), found.__getitem__, None)
