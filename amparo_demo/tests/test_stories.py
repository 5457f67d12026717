"""Stories of the demo: one is read by anybody, one waits for a second person, one ended."""

import pytest

from amparo.foundation.core import clock
from amparo.foundation.core.code_lists import codes
from amparo.pillars.advocacy.stories.models import PhotoCopy, StoryUse
from amparo.pillars.advocacy.stories.public_stories import shown_stories, shown_story
from amparo.pillars.advocacy.stories.worklists import pending_items
from amparo_demo import staff
from amparo_demo.advocacy import stories
from amparo_demo.world import World


@pytest.mark.django_db
@pytest.mark.nightly
def test_stories_of_the_demo():
    """Nightly: it fills the offices and who works there first."""
    codes.load()
    world = World(password="none")
    staff.fill(world)
    stories.fill(world)
    world.play()
    with clock.at(world.now):
        [shown] = shown_stories("en")
        assert shown_story(shown.story.ref, "es").photo.is_compared
        assert shown_stories("fr") == []
        assert PhotoCopy.objects.filter(compared_at=None).count() == 1
        assert StoryUse.objects.to_notify().count() == 2
        assert len(pending_items(world.users["maren"])) == 2
        assert len(pending_items(world.users["communications"])) == 2
