"""Rumours of the demo: something to do first, and an advert that became a warning."""

import pytest

from amparo.foundation.core import clock
from amparo.foundation.core.code_lists import codes
from amparo.pillars.advocacy.rumours.models import Rumour
from amparo.pillars.advocacy.rumours.worklists import pending_rumours
from amparo_demo import places, staff
from amparo_demo.advocacy import rumours
from amparo_demo.world import World


@pytest.mark.django_db
@pytest.mark.nightly
def test_rumours_of_the_demo():
    """At night: it fills the staff and places of the demo first."""
    codes.load()
    world = World(password="none")
    staff.fill(world)
    places.fill(world)
    rumours.fill(world)
    world.play()
    states = sorted(Rumour.objects.values_list("state", flat=True))
    assert states == ["answered", "answered", "answered", "checking", "new", "new"]
    with clock.at(world.now):
        waits = [str(each.action) for each in pending_rumours(world.users["maren"])]
        keeps = {str(each.action) for each in pending_rumours(world.users["communications"])}
    assert len(waits) == 1
    assert len(keeps) >= 3
    advert = Rumour.objects.get(kind="advert")
    assert advert.message.kind == "warning"
    assert advert.files.count() == 1
