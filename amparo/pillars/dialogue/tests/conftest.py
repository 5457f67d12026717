"""A ministry with its focal point and a commitment that it bears; a forum with its meetings."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import translation

from amparo.pillars.dialogue.models import Commitment
from tests.support.sample_data.forums import add_forums


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def today(office):
    return office.today()


@pytest.fixture
def ministry(official):
    return official.office.organization


@pytest.fixture
def beds(policy_officer, office, ministry, today):
    return Commitment.record(
        by=policy_officer, office=office, origin="pledge", text="Open 40 shelter places for men.",
        language="en", bearers=[ministry], today=today, adopted_on=today - timedelta(days=60),
        deadline=today + timedelta(days=20), target=Decimal(40), unit="places open",
        tags=["right:housing"],
    )  # fmt: skip


@pytest.fixture
def forums(cast) -> SimpleNamespace:
    """The forum of the sample data: `forum`, `held_meeting`, `meeting` and what lies in them."""
    world = SimpleNamespace(
        policy_officer=cast.policy_officer, official=cast.official, office=cast.office
    )
    add_forums(world)
    return world


@pytest.fixture
def second_keeper(cast):
    """A colleague of the policy officer, who keeps the same meetings."""
    return cast._user("policy2", "Rita Salas", "policy_officer", office=cast.office)
