"""A return that stays in its phase longer than its office allows stands on one list."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from amparo.foundation.core import clock
from amparo.pillars.assistance.cases.models import CaseSettings
from amparo.pillars.assistance.returns.models import JourneyMilestone, ReturnJourney
from amparo.pillars.assistance.returns.worklists import caseworker_counts, supervisor_counts

from . import ways

pytestmark = pytest.mark.django_db
FIGURE = "Returns with no progress"


def in_days(days):
    return clock.at(now() + timedelta(days=days))


def listed(client, user):
    client.force_login(user)
    return client.get("/returns/?at=still").content.decode()


def counted(user, figures=caseworker_counts):
    return next(each.rows.count() for each in figures(user) if each.name == FIGURE)


def arrived(journey):
    ways.departed(journey)
    day = journey.case.office.today()
    JourneyMilestone.arrive(journey, by=journey.case.owner, arrived_on=day)


@pytest.mark.parametrize(
    ("go", "state", "limit"),
    [
        (lambda journey: journey, "counselling", 30),
        (ways.decided, "decided", 14),
        (ways.planned, "preparing", 30),
        (lambda journey: ways.booked(journey, days=2), "booked", 3),
        (ways.departed, "departed", 3),
        (arrived, "arrived", 7),
    ],
)
def test_each_phase_has_a_limit_of_its_own(client, journey, caseworker, go, state, limit):
    go(journey)
    assert ReturnJourney.objects.get().state == state
    with in_days(limit - 1):
        assert journey.case.number not in listed(client, caseworker)
    with in_days(limit + 2):
        assert journey.case.number in listed(client, caseworker)
        assert counted(caseworker) == 1


def test_on_the_way_counts_from_the_planned_arrival(client, journey, caseworker):
    ways.booked(journey, days=0)
    ways.leg(journey, days=6, number="LP 777")
    ways.settle(journey)
    ways.Booking.make(journey, by=caseworker)
    ways.checked(journey)
    JourneyMilestone.depart(journey, by=caseworker, left_on=journey.case.office.today())
    with in_days(8):
        assert journey.case.number not in listed(client, caseworker)
    with in_days(10):
        page = listed(client, caseworker)
    assert journey.case.number in page
    assert "Find out whether they arrived, and confirm it." in page
    assert caseworker.name in page


def test_an_office_sets_its_own_limit(client, journey, caseworker, supervisor):
    ways.departed(journey)
    found = CaseSettings.of(journey.case.office)
    found.change(by=supervisor, time_limits={"return.departed": 10})
    with in_days(5):
        assert counted(caseworker) == 0
    with in_days(12):
        assert counted(caseworker) == 1
        assert counted(supervisor, supervisor_counts) == 1


def test_what_is_over_is_on_no_such_list(client, journey, caseworker):
    journey.end(by=caseworker, reason="other_way")
    with in_days(400):
        assert journey.case.number not in listed(client, caseworker)


def test_the_list_names_the_next_step_of_a_return_that_goes_on(client, journey, caseworker):
    client.force_login(caseworker)
    page = client.get("/returns/").content.decode()
    assert "Counsel them, and record what each decides." in page
    ways.planned(journey)
    assert "Settle what is open before departure." in client.get("/returns/").content.decode()


def test_a_stranger_reads_of_none(client, journey, stranger):
    with in_days(60):
        assert journey.case.number not in listed(client, stranger)
        assert counted(stranger) == 0
