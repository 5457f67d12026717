"""Rosa is back where she wanted to be, and plans with Lucía; her community has a project."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from amparo.foundation.people.models import Community, Place
from amparo.pillars.assistance.reintegration.models import CommunityProject, ReintegrationPlan
from tests.support.casework import agree, bed, refer, referral, refuge  # noqa: F401 - a referral, as it is sent


@pytest.fixture(autouse=True)
def _in_english():
    """What is refused is read in the language in which these promises are written."""
    with translation.override("en"):
        yield


@pytest.fixture
def today(office):
    return office.today()


@pytest.fixture
def plan(case, caseworker, today):
    return ReintegrationPlan.begin(case, by=caseworker, arrived_on=today - timedelta(days=3))


@pytest.fixture
def asked(caseworker, today):
    """What is said of one thing that is planned."""
    return {
        "by": caseworker, "dimension": "economic", "level": "individual",
        "activity": "microbusiness", "objective": "Sells bread at the market.",
        "responsible": caseworker, "starts_on": today, "ends_on": today + timedelta(days=60),
        "budget": Decimal(900), "currency": "BOB",
    }  # fmt: skip


@pytest.fixture
def item(plan, asked):
    return plan.add(**asked)


@pytest.fixture
def agreed(plan, item, caseworker, today):
    plan.agree(by=caseworker, on=today, how="verbal", text="This is what I want.")
    item.refresh_from_db()
    return plan


@pytest.fixture
def community(caseworker):
    place = Place.create(by=caseworker, name="Puerto Alto", kind="town", country="BO")
    return Community.register(by=caseworker, name="Los Olivos", place=place)


@pytest.fixture
def of_community(cast, community):
    return cast.open_case(community=community, kind="community")


@pytest.fixture
def about(caseworker, today):
    """What is said of a project."""
    return {
        "by": caseworker, "title": "An oven for all", "aim": "Bread, and a place to meet.",
        "activity": "community_project", "dimension": "social", "level": "community",
        "starts_on": today - timedelta(days=10), "ends_on": today + timedelta(days=90),
        "budget": Decimal(20_000), "currency": "BOB",
    }  # fmt: skip


@pytest.fixture
def project(of_community, about):
    return CommunityProject.plan(of_community, **about)
