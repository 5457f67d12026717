"""Whoever told a story sees where it is used and stops all of it, signed out, with a code."""

from types import SimpleNamespace

import pytest

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.models import Notification
from amparo.pillars.advocacy.stories.models import Story, StoryUse
from tests.support.sample_data import stories as samples

pytestmark = pytest.mark.django_db
OWN = "/a/story/?lang=en"


@pytest.fixture
def world(cast) -> SimpleNamespace:
    made = SimpleNamespace(
        communications_officer=cast.communications_officer, supervisor=cast.supervisor,
        office=cast.office,
    )  # fmt: skip
    made.story = samples.write(made, samples.begin(made))
    made.photo = samples.clear_with_photo(made, made.story)
    made.story.publish(by=cast.communications_officer)
    StoryUse.give(
        made.story, by=cast.communications_officer, on=cast.office.today(), use="print",
        channel="print", what="Leaflet", language="en", copies=600,
    )  # fmt: skip
    return made


def open_with(client, code):
    return client.post(OWN, {"form": receipt_codes.new_form(), "code": code})


def test_the_person_stops_all_use_with_the_code_and_without_an_account(world, client):
    assert open_with(client, "XXXX-XXXX-XXXX").status_code == 422
    assert client.post(OWN, {"code": world.story_code}).status_code == 403
    assert client.get("/a/story/stop/").status_code == 302
    assert open_with(client, world.story_code.lower().replace("-", " ")).status_code == 303
    own = client.get(OWN).content.decode()
    assert "Leaflet" in own
    assert "printed: it cannot be called back" in own
    asked = client.get("/a/story/stop/?lang=en")
    assert "Paper cannot be called back" in asked.content.decode()
    assert client.post("/a/story/stop/", {"form": "made up"}).status_code == 403
    assert Story.objects.get().state == "published"
    form = asked.content.decode().split('name="form" value="')[1].split('"')[0]
    for _twice in range(2):
        assert client.post("/a/story/stop/", {"form": form}).status_code == 303
    story = Story.objects.get()
    assert (story.state, story.ended_because, story.ended_by) == ("taken_down", "person", None)
    assert story.consent.withdrawn_at
    told = Notification.objects.get(event="story.stopped")
    assert (told.user, told.about) == (world.communications_officer, story.number)
    assert client.get(f"/a/stories/{story.ref}/?lang=en").status_code == 404
    digest = world.photo.current_copy.digest
    assert client.get(f"/a/stories/{story.ref}/photos/{digest}/?lang=en").status_code == 404
    assert b"asked me" not in client.get("/a/stories/?lang=en").content
    assert "It is stopped" in client.get(OWN).content.decode()
    assert client.get("/a/story/leave/").status_code == 302
    assert "Leaflet" not in client.get(OWN).content.decode()
