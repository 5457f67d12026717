"""A story from the consent to the second reader, and somebody who compares."""

from types import SimpleNamespace

import pytest
from django.utils import translation

from tests.support.sample_data import stories as samples


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def world(cast) -> SimpleNamespace:
    return SimpleNamespace(
        communications_officer=cast.communications_officer, supervisor=cast.supervisor,
        office=cast.office,
    )  # fmt: skip


@pytest.fixture
def today(world):
    return world.office.today()


@pytest.fixture
def story(world):
    """Written, read back, checked: a second person may clear it."""
    return samples.write(world, samples.begin(world))


@pytest.fixture
def published(world, story):
    """On the public pages, with a photo; `world.photo`."""
    world.photo = samples.clear_with_photo(world, story)
    story.publish(by=world.communications_officer)
    return story
