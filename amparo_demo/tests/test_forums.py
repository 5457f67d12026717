"""Forums of the demo: a meeting with adopted minutes, and the next one with something to do."""

import pytest

from amparo.foundation.core import clock
from amparo.foundation.core.code_lists import codes
from amparo.pillars.dialogue.minutes import is_unchanged
from amparo.pillars.dialogue.models import ActionItem, Commitment, Convening, Forum
from amparo.pillars.dialogue.reminders.meetings import items_without_papers
from amparo_demo import staff
from amparo_demo.dialogue import forums
from amparo_demo.world import World


@pytest.mark.django_db
@pytest.mark.nightly
def test_forums_of_the_demo():
    codes.load()
    world = World(password="none")
    staff.fill(world)
    forums.fill(world)
    world.play()
    assert Forum.objects.count() == 3
    with clock.at(world.now):
        [coming] = Convening.objects.coming(world.now)
        assert is_unchanged(coming.last_one)
        assert items_without_papers(coming) == 2
    assert coming.papers_due_on == world.day(2)
    assert coming.items.count() == 4
    assert ActionItem.objects.open().count() == 2
    assert ActionItem.objects.late(world.today).count() == 1
    assert Commitment.objects.get().origin == "decision"
    assert Convening.objects.filter(state="cancelled").count() == 1
