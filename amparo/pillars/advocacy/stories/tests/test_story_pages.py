"""Colleagues do on pages what the records allow; what makes no sense comes back with a word."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amparo.foundation.core import receipt_codes
from amparo.pillars.advocacy.stories.models import Story
from tests.support.sample_data import stories as samples

pytestmark = pytest.mark.django_db
# Sessions, the menu and the ledger are among them.
MOST_QUERIES = 34


def at(name, *refs):
    return reverse(f"stories:{name}", args=refs)


@pytest.fixture
def page(client, world):
    client.force_login(world.communications_officer)
    return client


def asked(client, url) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_consent_is_read_aloud_and_no_answer_is_filled_in(page, world, today):
    form = page.get(at("story-new"), {"read": "ar"})
    body = form.content.decode()
    assert "ولا يُوعد بشيء" in body
    assert body.count(" checked") == 0
    number = receipt_codes.new_form()
    told = {
        "pseudonym": "Wara", "original_language": "ay", "office": world.office.pk, "form": number,
        "uses": ["web"], "languages": ["en"], "everywhere": "yes", "shows_name": "no",
        "shows_age": "no", "shows_face": "no", "shows_voice": "no", "is_minor": "yes",
        "agreed_on": today, "expires_on": today.replace(year=today.year + 1), "how": "signed",
        "language": "ay", "with_interpreter": "yes", "explained_free": "on",
        "explained_unpaid": "on", "explained_withdrawal": "on", "explained_print": "on",
        "guardian_agreed": "on",
    }  # fmt: skip
    for wrong in (
        {}, {"own_assent": "on", "shows_face": ""}, {"own_assent": "on", "explained_free": ""},
        {"own_assent": "on", "form": "made up"}, {"own_assent": "on", "how": ""},
    ):  # fmt: skip
        assert page.post(at("story-new"), told | wrong).status_code == 422
    assert not Story.objects.exists()
    for _twice in range(2):
        assert page.post(at("story-new"), told | {"own_assent": "on"}).status_code == 303
    assert Story.objects.get().consent.is_minor
    assert receipt_codes.code_of(number) in page.get(at("code")).content.decode()


def test_no_risk_is_answered_beforehand_and_each_question_must_be(page, story):
    url = at("story-risk", story.ref)
    assert " checked" not in page.get(url).content.decode()
    assert page.post(url, samples.NO_RISK | {"promised": ""}).status_code == 422
    assert page.post(url, samples.NO_RISK | {"promised": "maybe"}).status_code == 422
    assert page.post(url, samples.NO_RISK).status_code == 303


@pytest.mark.parametrize(
    ("name", "kind", "whole"),
    [
        ("a.svg", "image/svg+xml", b"<svg/>"), ("a.heic", "image/heic", b"ftypheic"),
        ("a.pdf", "application/pdf", b"%PDF-1.4\n%%EOF"), ("a.png", "image/png", b""),
    ],
)  # fmt: skip
def test_a_file_that_is_no_picture_is_refused_in_words(page, story, name, kind, whole):
    sent = SimpleUploadedFile(name, whole, kind)
    answer = page.post(at("photo-new", story.ref), {"file": sent})
    assert answer.status_code == 422
    assert not story.photos.exists()


def test_a_photo_is_brought_marked_and_compared_on_pages(page, world, story, client):
    sent = SimpleUploadedFile("a.png", samples.picture(), "image/png")
    assert page.post(at("photo-new", story.ref), {"file": sent}).status_code == 303
    photo = story.photos.get()
    assert page.get(at("photo-grid", story.ref, photo.ref)).headers["Content-Type"] == "image/jpeg"
    url = at("photo-mark", story.ref, photo.ref)
    assert page.post(url, {"cells": "nothing"}).status_code == 422
    assert page.post(url, {"cells": "C4:F7"}).status_code == 303
    client.force_login(world.supervisor)
    assert client.get(at("photo-grid", story.ref, photo.ref)).status_code == 403
    compare = at("photo-compare", story.ref, photo.ref)
    digest = photo.copies.get().digest
    said = {"digest": digest, "shows_face": "no", "shows_others": "no", "agrees": "yes"}
    assert client.post(compare, said | {"agrees": ""}).status_code == 422
    assert client.post(compare, said | {"shows_face": "yes"}).status_code == 422
    assert client.post(compare, said).status_code == 303
    assert photo.copies.get().is_compared


def test_pages_ask_no_more_often_when_there_are_more_stories(page, world, published):
    list_url, one, down = at("stories"), at("story", published.ref), at("take-down-list")
    few = [asked(page, url) for url in (list_url, down, "/a/stories/?lang=en")]
    for _more in range(3):
        more = samples.write(world, samples.begin(world))
        samples.clear_with_photo(world, more)
        more.publish(by=world.communications_officer)
    assert [asked(page, url) for url in (list_url, down, "/a/stories/?lang=en")] <= few
    assert asked(page, one) <= MOST_QUERIES
