"""A forum with its meetings, as the sample data makes them."""

from types import SimpleNamespace

import pytest
from django.utils import translation

from tests.support.sample_data.forums import add_forums


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


@pytest.fixture
def policy_officer(cast):
    return cast.policy_officer


@pytest.fixture(autouse=True)
def english():
    """Refusals are read as they were written."""
    with translation.override("en"):
        yield
