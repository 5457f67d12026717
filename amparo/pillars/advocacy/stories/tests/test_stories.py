"""A story is used as far as its consent goes, after two people, until the day on which it ends."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from amparo.foundation.core import clock
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.advocacy.message_bank.extension_points import calendar_sources, pending_sources
from amparo.pillars.advocacy.stories.models import (
    MediaConsent,
    RiskCheck,
    Story,
    StoryMessage,
    StoryPhoto,
    StoryRecording,
    StoryUse,
)
from amparo.pillars.advocacy.stories.tasks import end_stories, erase_old, expire_ended
from amparo.pillars.advocacy.stories.worklists import calendar_entries, pending_items
from tests.support.sample_data import stories as samples

pytestmark = pytest.mark.django_db


def refused(does, *args, **fields) -> str:
    with pytest.raises(Refusal) as refusal:
        does(*args, **fields)
    return str(refusal.value)


def actions(user) -> list[str]:
    return [str(each.action) for each in pending_items(user)]


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"is_minor": True, "guardian_agreed": True}, "both"),
        ({"is_minor": True, "own_assent": True}, "both"),
        ({"explained_print": False}, "four"),
        ({"uses": []}, "one use"),
        ({"languages": []}, "languages"),
        ({"everywhere": False}, "where"),
        ({"languages": ["xx"]}, "lists"),
        ({"everywhere": False, "countries": ["XX"]}, "lists"),
    ],
)
def test_a_consent_that_was_not_asked_as_it_must_be_is_refused(world, wrong, word):
    assert word in refused(samples.begin, world, **wrong)
    assert not Story.objects.exists()


def test_a_consent_ends_on_a_day_within_two_years_and_a_child_agrees_with_its_guardian(
    world, today
):
    for days in (-1, 0, 800):
        refused(samples.begin, world, expires_on=today + timedelta(days=days))
    refused(samples.begin, world, agreed_on=today + timedelta(days=1))
    story = samples.begin(world, is_minor=True, guardian_agreed=True, own_assent=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        MediaConsent.objects.filter(story=story).update(own_assent=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        MediaConsent.objects.filter(story=story).update(explained_free=False)
    assert samples.begin(world).number.endswith("-002")


def test_nothing_is_cleared_before_it_was_read_back_and_its_risk_is_known(world, today):
    by, second = world.communications_officer, world.supervisor
    story = samples.begin(world)
    assert "written" in refused(story.clear, by=second)
    story.write("en", by=by, title="A", body="B")
    assert "Read it back" in refused(story.clear, by=second)
    story.change(by=by, read_back_on=today)
    assert "risk check" in refused(story.clear, by=second)
    assert "each question" in refused(RiskCheck.answer, story, by=by, promised="no")
    for stops in (
        {"recognisable": "possible"}, {"procedure_open": "unknown"}, {"promised": "yes"},
        {"in_danger": "yes"}, {"under_18": "yes"},
    ):  # fmt: skip
        RiskCheck.answer(story, by=by, **samples.NO_RISK | stops)
        assert "stops it" in refused(story.clear, by=second)
    RiskCheck.answer(story, by=by, **samples.NO_RISK)
    story.write("en", by=by, title="A", body="Other words")
    assert "as they are now" in refused(story.clear, by=second)


def test_who_wrote_it_does_not_clear_it(world, story):
    by, second = world.communications_officer, world.supervisor
    assert "Somebody else" in refused(story.clear, by=by)
    assert "second person" in refused(story.publish, by=by)
    assert "Clear story" in actions(second)
    assert "Clear story" not in actions(by)
    story.clear(by=second)
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=story.pk).update(cleared_by=by)
    story.write("es", by=by, title="Otra", body="Otras palabras")
    assert (story.state, story.cleared_by) == ("drafted", None)


@pytest.mark.parametrize(
    ("scope", "word"),
    [
        ({"uses": ["donor"]}, "use"),
        ({"everywhere": False, "countries": ["BO"]}, "place"),
        ({"languages": ["fr"]}, "language"),
    ],
)
def test_what_was_not_consented_to_is_not_published(world, scope, word):
    story = samples.write(world, samples.begin(world, **scope))
    story.clear(by=world.supervisor)
    assert word in refused(story.publish, by=world.communications_officer)


def test_their_own_name_is_shown_only_with_their_yes(world, story):
    by = world.communications_officer
    assert "name" in refused(story.change, by=by, is_own_name=True)
    open_one = samples.begin(world, shows_name=True)
    open_one.change(by=by, is_own_name=True, pseudonym="Ana")
    assert open_one.is_own_name


def test_a_photo_is_shown_only_after_a_second_person_compared_exactly_this_copy(world, story):
    by, second = world.communications_officer, world.supervisor
    photo = StoryPhoto.keep(story, by=by, file=samples.uploaded())
    whole = photo.current_copy.digest
    assert "names no field" in refused(photo.mark, by=by, cells="Z99")
    copy = photo.mark(by=by, cells="F6:G7")
    assert copy.digest != whole
    said = {"shows_face": False, "shows_others": False, "agrees": True}
    assert "Somebody else" in refused(copy.compare, by=by, digest=copy.digest, **said)
    assert "anew" in refused(copy.compare, by=second, digest=whole, **said)
    for wrong in ({"shows_face": True}, {"shows_others": True}, {"agrees": False}):
        assert "Mark fewer" in refused(copy.compare, by=second, digest=copy.digest, **said | wrong)
    assert not copy.is_compared
    assert "Compare photo with the consent" in actions(second)
    copy.compare(by=second, digest=copy.digest, **said)
    assert photo.current_copy.is_compared
    with pytest.raises(IntegrityError), transaction.atomic():
        type(copy).objects.filter(pk=copy.pk).update(compared_by=by)
    assert not photo.mark(by=by, cells="F6").is_compared


def test_a_new_consent_has_every_photo_compared_again(world, published, client):
    address = f"/a/stories/{published.ref}/?lang=en"
    assert b"<img" in client.get(address).content
    consent = published.consent
    MediaConsent.give(
        published, by=world.communications_officer,
        scope={"uses": ["web"], "languages": ["en"]}, everywhere=True,
        **{name: getattr(consent, name) for name in (
            "shows_name", "shows_face", "shows_voice", "shows_age", "agreed_on", "expires_on",
            "how", "language", "with_interpreter", "is_minor", "explained_free",
            "explained_unpaid", "explained_withdrawal", "explained_print",
        )},
    )  # fmt: skip
    page = client.get(address)
    assert page.status_code == 200
    assert b"<img" not in page.content
    assert client.get(f"/a/stories/{published.ref}/?lang=es").status_code == 404


def test_a_voice_is_kept_only_with_a_yes_to_the_voice(world, story):
    by = world.communications_officer
    assert "voice" in refused(StoryRecording.keep, story, by=by, file=samples.sound_file())
    heard = samples.begin(world, shows_voice=True)
    assert StoryRecording.keep(heard, by=by, file=samples.sound_file()).kind == "audio/wav"


def test_it_is_read_in_a_language_that_is_written_and_consented_and_nowhere_kept(
    world, published, client
):
    for language, status in (("en", 200), ("es", 200), ("fr", 404), ("ar", 404)):
        page = client.get(f"/a/stories/{published.ref}/", {"lang": language})
        assert page.status_code == status
        assert page.headers["Cache-Control"] == "no-store"
        assert len(page.content) < 20_000
    copy = world.photo.current_copy
    photo = client.get(f"/a/stories/{published.ref}/photos/{copy.digest}/", {"lang": "en"})
    assert photo.headers["Cache-Control"] == "no-store"
    assert len(photo.content) == copy.size <= 40_000
    assert client.get(f"/a/stories/{published.ref}/photos/{'0' * 32}/").status_code == 404
    said = client.get(f"/a/stories/{published.ref}/", {"lang": "es"}).content.decode()
    assert "Wara, 29" in said


def test_it_is_gone_the_night_its_consent_ends_whatever_the_job_does(
    world, published, client, today
):
    address = f"/a/stories/{published.ref}/?lang=en"
    last = clock.now() + (published.consent.expires_on - today)
    with clock.at(last):
        assert client.get(address).status_code == 200
        assert "The consent ends soon" in actions(world.communications_officer)
        day = published.consent.expires_on
        entries = calendar_entries(world.communications_officer, day, day)
        assert entries
        assert expire_ended() == 0
    with clock.at(last + timedelta(days=1)):
        assert client.get(address).status_code == 404
        assert b"asked me" not in client.get("/a/stories/?lang=en").content
        assert b"asked me" not in client.get("/a/stories/feed.xml?lang=en").content
        assert expire_ended() == 1
        assert expire_ended() == 0
    published.refresh_from_db()
    assert published.state == "expired"
    assert published.uses.get(channel="page").ended_at is not None


def test_uses_follow_the_consent_and_stand_on_the_take_down_list(world, story, today):
    by = world.communications_officer
    use = {
        "use": "print", "channel": "print", "what": "Leaflet", "language": "en", "copies": 600,
    }  # fmt: skip
    assert "second person" in refused(StoryUse.give, story, by=by, on=today, **use)
    story.clear(by=world.supervisor)
    for wrong, word in (
        ({"use": "press"}, "use"), ({"copies": None}, "copies"), ({"language": "fr"}, "language"),
        ({"language": ""}, "language"), ({"channel": "page"}, "Publish"),
    ):  # fmt: skip
        assert word in refused(StoryUse.give, story, by=by, on=today, **use | wrong)
    refused(StoryUse.give, story, by=by, on=today + timedelta(days=1), **use)
    given = StoryUse.give(story, by=by, on=today, **use)
    assert "still used" in refused(given.mark_notified, by=by, on=today, how="mail")
    story.take_down(by=world.supervisor, because="danger")
    assert given.cannot_be_called_back
    assert "Tell who has it that it is no longer used" in actions(by)
    given = StoryUse.objects.get(pk=given.pk)
    for wrong in (today - timedelta(days=1), today + timedelta(days=1)):
        refused(given.mark_notified, by=by, on=wrong, how="mail")
    given.mark_notified(by=by, on=today, how="mail")
    assert not StoryUse.objects.to_notify().exists()
    assert "no longer used" in refused(story.write, "en", by=by, title="A", body="B")


def test_a_published_story_is_taken_down_before_it_changes(world, published, today):
    by = world.communications_officer
    assert "Stop its use" in refused(published.write, "en", by=by, title="A", body="B")
    assert "Stop its use" in refused(world.photo.mark, by=by, cells="A1:L12")
    refused(StoryMessage.record, published, by=by, how="phone", on=today + timedelta(days=1),
            note="")  # fmt: skip


def test_halfway_the_person_is_asked_again_once(world, published, today):
    by, consent = world.communications_officer, published.consent
    assert not consent.must_ask_again(today)
    with clock.at(clock.now() + timedelta(days=200)):
        now = world.office.today()
        assert "Ask for the consent again" in actions(by)
        refused(consent.confirm, by=by, on=consent.agreed_on - timedelta(days=1))
        refused(consent.confirm, by=by, on=now + timedelta(days=1))
        consent.confirm(by=by, on=now)
        assert "Ask for the consent again" not in actions(by)


def test_words_and_photos_are_erased_when_their_time_is_over_and_uses_stay(world, published):
    published.take_down(by=world.communications_officer, because="danger")
    with clock.at(clock.now() + timedelta(days=360)):
        assert erase_old() == 0
    with clock.at(clock.now() + timedelta(days=370)):
        end_stories.call()
        assert erase_old() == 0
    story = Story.objects.get(pk=published.pk)
    assert story.erased_at
    assert not story.texts.exists()
    assert story.title == story.number
    assert story.photos.get().storage_key == ""
    assert not DataKey.objects.filter(owner_ref=story.ref).exists()
    assert story.uses.count() == 1
    refused(MediaConsent.give, story, by=world.communications_officer, scope={})


def test_what_waits_and_what_comes_is_told_to_the_communications_officer(world, caseworker):
    assert pending_items in list(pending_sources)
    assert calendar_entries in list(calendar_sources)
    assert pending_items(caseworker) == []
