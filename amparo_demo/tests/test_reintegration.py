"""The demo shows plans in every state, and projects for many."""

import pytest

from amparo.pillars.assistance.reintegration.models import CommunityProject, ReintegrationPlan
from amparo_demo.assistance import reintegration
from amparo_demo.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    from amparo.foundation.core.code_lists import codes
    from amparo_demo import places as people
    from amparo_demo import staff

    codes.load()
    made = World(password="demo-demo-demo")
    staff.fill(made)
    people.fill(made)
    return made


@pytest.mark.nightly
def test_plans_in_every_state_and_three_projects(world):
    reintegration.fill(world)
    world.play()
    states = set(ReintegrationPlan.objects.values_list("state", flat=True))
    assert states == set(ReintegrationPlan.State.values)
    assert ReintegrationPlan.objects.exclude(state="replaced").count() == 15
    assert CommunityProject.objects.count() == 3
    assert CommunityProject.objects.filter(cases_served__gt=0).count() == 2
