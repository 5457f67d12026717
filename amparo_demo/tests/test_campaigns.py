"""Campaigns of the demo: one in its third week of six with something to do, one measured."""

import pytest

from amparo.foundation.core import clock
from amparo.foundation.core.code_lists import codes
from amparo.pillars.advocacy.campaigns.models import Campaign
from amparo.pillars.advocacy.campaigns.presenters.survey import Survey
from amparo.pillars.advocacy.campaigns.worklists import pending_items
from amparo_demo import funding, places, staff
from amparo_demo.advocacy import campaigns
from amparo_demo.world import World


@pytest.mark.django_db
@pytest.mark.nightly
def test_campaigns_of_the_demo():
    """At night: staff, places and funds come before them."""
    codes.load()
    world = World(password="none")
    for part in (staff, places, funding, campaigns):
        part.fill(world)
    world.play()
    with clock.at(world.now):
        running = Campaign.objects.get(state="running")
        measured = Campaign.objects.get(state="measured")
        assert running.week_of(world.today) == (3, 6)
        assert len(Survey(measured).lines) == 4
        assert [each.is_good for each in Survey(measured).lines] == [True, True, True, False]
        assert any(
            "Terminal" in each.title for each in pending_items(world.users["communications"])
        )
