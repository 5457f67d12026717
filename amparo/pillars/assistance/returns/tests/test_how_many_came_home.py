"""How many returned home: persons of whom somebody confirmed it, of the files one may open."""

from datetime import date, timedelta

import pytest

from amparo.pillars.assistance.returns.models import JourneyMilestone, TravelGroupSplit
from amparo.pillars.assistance.returns.worklists import outcome_counts

from . import ways

pytestmark = pytest.mark.django_db


def counted(user):
    [line] = outcome_counts(user)
    return line.count, line.this_year


@pytest.fixture
def family(case, nayeli, caseworker):
    """Rosa and her daughter, booked for today."""
    case.add_dependant(nayeli, "child", by=caseworker)
    return ways.begun(case, case.person, nayeli)


def come_home(journey, on=None):
    ways.departed(journey)
    JourneyMilestone.arrive(
        journey, by=journey.case.owner, arrived_on=on or journey.case.office.today()
    )


def test_whoever_is_on_the_way_is_not_there_yet(journey, supervisor):
    ways.departed(journey)
    assert counted(supervisor) == (0, 0)


def test_each_who_arrived_is_counted_once(family, supervisor):
    come_home(family)
    assert counted(supervisor) == (2, 2)


def test_whoever_parted_from_the_others_did_not_go(family, caseworker, supervisor):
    child = family.travellers.order_by("pk").last()
    TravelGroupSplit.separate(family, [child], by=caseworker, how="stays", because="School.")
    come_home(family)
    assert counted(supervisor) == (1, 1)


def test_of_another_year_they_count_among_all(journey, supervisor):
    come_home(journey)
    before = date(journey.case.office.today().year, 1, 1) - timedelta(days=1)
    JourneyMilestone.objects.filter(kind="arrival").update(day=before)
    assert counted(supervisor) == (1, 0)


def test_of_files_that_one_may_not_open_nothing_is_counted(journey, stranger):
    come_home(journey)
    assert counted(stranger) == (0, 0)


def test_the_figure_on_the_first_screen_opens_its_list(client, journey, supervisor):
    come_home(journey)
    client.force_login(supervisor)
    first = client.get("/waiting/team/").content.decode()
    assert "People returned home safely" in first
    assert "1 this year" in first
    assert "?at=home" in first
    listed = client.get("/returns/?at=home").content.decode()
    assert journey.case.number in listed
    assert "People returned home safely" in listed
