"""A story is used as far as its consent goes, after two people, and until the day on which it ends."""

import pytest

from tests.support.sample_data import stories as samples

pytestmark = pytest.mark.django_db


def test_it_is_published_after_two_people_and_read_in_its_languages(world, story, client):
    photo = samples.clear_with_photo(world, story)
    story.publish(by=world.communications_officer)
    page = client.get(f"/a/stories/{story.ref}/?lang=en")
    assert page.status_code == 200
    assert photo.current_copy.digest in page.content.decode()
