"""Fifteen stories: a child, a disputed age, one not a victim, a time to reflect that ends soon."""

import pytest

from amparo.foundation.core.code_lists import codes
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.counter_trafficking.models import Testimony, TraffickingRecord
from amparo.pillars.assistance.counter_trafficking.models.ways import (
    NOT_A_VICTIM,
    reflection_ends_soon,
)
from amparo_demo import places as people
from amparo_demo import staff
from amparo_demo.assistance import counter_trafficking
from amparo_demo.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.nightly
def test_each_is_as_far_as_they_have_come():
    codes.load()
    world = World()
    for part in (staff, people, counter_trafficking):
        part.fill(world)
    world.play()
    ways = TraffickingRecord.objects.select_related("case__team__office", "person")
    assert len(ways) == 15 + 2  # two came in the file of another house
    assert not Case.objects.filter(
        traffickingrecords__isnull=False, confidentiality="ordinary"
    ).exists()
    assert sum(way.counts_as_child for way in ways) == 2
    assert ways.filter(status=NOT_A_VICTIM).count() == 1
    assert ways.filter(reflection_ends_soon(world.today)).exists()
    lucia, maren, tomas = (world.users[name] for name in ("lucia", "maren", "tomas"))
    assert TraffickingRecord.objects.accessible_to(lucia).count() == len(ways)
    assert TraffickingRecord.objects.accessible_to(tomas).exclude(case__owner=tomas).count() == 0
    assert Testimony.objects.accessible_to(maren, "read").count() == 3
