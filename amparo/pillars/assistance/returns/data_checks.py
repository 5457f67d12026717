"""Data quality checks of returns: what is missing for the figures of departures.

Of journeys: that they left, once the booked day is over. Of those who left: sex and age, where no
service of ours asks for them already.
"""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.data_quality.checks import DataCheck, Finding, register_check
from amparo.foundation.data_quality.forms import AnswerForm
from amparo.foundation.data_quality.models import DataIssue
from amparo.pillars.assistance.cases.data_check_records import subjects_of
from amparo.pillars.assistance.cases.data_checks import (
    GONE,
    MANY,
    Missing,
    case_paths,
    finding,
    register_of_persons,
)
from amparo.pillars.assistance.services.data_checks import not_asked_elsewhere

from .models import JourneyMilestone, ReturnJourney, Traveller


def _booked_and_over() -> Q:
    return Q(state=ReturnJourney.State.BOOKED, leaves_on__lt=localdate(now()))


def _find_without_departure(since: date) -> Iterator[Finding]:
    """Journeys whose booked day is over: they left, or something else happened."""
    rows = ReturnJourney.objects.filter(_booked_and_over()).exclude(case__status__in=GONE)
    for ref, day, *case in rows.order_by().values_list(
        "ref", "leaves_on", *case_paths("case")
    ).iterator(chunk_size=MANY):  # fmt: skip
        yield finding(ref, day, case, is_open=True)


def _departed(since: date, missing: Missing) -> Iterator[tuple[UUID, Finding]]:
    """Those who left since a day, the last departure last."""
    rows = Traveller.objects.filter(
        missing("person"), not_asked_elsewhere("person", since), is_going=True,
        journey__milestones__kind=JourneyMilestone.Kind.DEPARTURE,
        journey__milestones__day__gte=since,
    ).exclude(journey__state=ReturnJourney.State.CANCELLED)  # fmt: skip
    rows = rows.exclude(journey__case__status__in=GONE).order_by("journey__milestones__day")
    for person, day, *case in rows.values_list(
        "person__ref", "journey__milestones__day", *case_paths("journey__case")
    ).iterator(chunk_size=MANY):  # fmt: skip
        yield person, finding(person, day, case)


def _journey_of(request: HttpRequest, issue: DataIssue) -> ReturnJourney:
    return get_permitted_or_404(request, ReturnJourney, to="work", ref=issue.record_ref)


def _departure_link(journey: ReturnJourney, issue: DataIssue) -> tuple[str, str | Promise]:
    return reverse("returns:journey", args=[journey.ref]), _("Open return")


class DepartureForm(AnswerForm):
    """The departure is recorded on the page of the journey; here only why nobody can say it."""


register_check(
    DataCheck(
        "departure", _("Departure not recorded after its booked day"),
        (DataIssue.Reason.UNREACHABLE, DataIssue.Reason.UNSAFE), _find_without_departure,
        subjects_of, _journey_of,
        lambda journey: journey.state == ReturnJourney.State.BOOKED
        and journey.leaves_on < localdate(now()),
        DepartureForm, lambda journey, *, by: None, _departure_link,
    )
)  # fmt: skip
register_of_persons(
    "returnee", _("Sex of returnee not recorded"), _("Age of returnee not recorded"), _departed
)
