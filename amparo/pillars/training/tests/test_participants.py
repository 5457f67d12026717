"""Participants: found without a name in clear, merged by a person, joined by colleagues."""

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training.forms.participants import ParticipantForm
from amparo.pillars.training.models import (
    DistinctParticipants,
    Enrolment,
    Participant,
    ParticipantToken,
    TrainingConsent,
)
from amparo.pillars.training.participant_enrolling import enrol_earlier, enrol_new, join
from amparo.pillars.training.participant_merging import keep_apart, merge, proposals

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def record(organizer, office):
    def record(name="Ana Vidal", **fields):
        return Participant.record(by=organizer, office=office, name=name, **fields)

    return record


def pairs(user):
    return {(each.earlier, each.participant_id) for each in proposals(user)}


def test_the_list_finds_by_the_beginning_of_a_name_and_shows_it_in_no_address(
    client, organizer, record
):
    record("Ana Vidal"), record("Beto Sosa")
    client.force_login(organizer)
    url = reverse("training:participants")
    answer = client.post(url, {"q": "vída"})
    page = answer.content.decode()
    assert "Ana Vidal" in page
    assert "Beto Sosa" not in page
    assert "Beto Sosa" in client.get(url).content.decode()


def test_the_same_name_and_institution_or_phone_are_proposed_and_an_address_is_not(
    organizer, record
):
    first = record(institution="Border police", email="office@example.org")
    record("Beto Sosa", email="office@example.org")
    record("Ana Vidal", institution="Another office")
    alike = record("VIDAL Ana", institution="border police")
    called = record("A. V.", phone="+591 7000 1111")
    again = record("Anita", phone="70001111")
    assert pairs(organizer) == {(first.pk, alike.pk), (called.pk, again.pk)}


def test_those_kept_apart_are_not_proposed_again(organizer, record):
    one, two = record(institution="Police"), record(institution="Police")
    keep_apart(two, one, by=organizer)
    keep_apart(one, two, by=organizer)
    assert DistinctParticipants.objects.count() == 1
    third = record(institution="Police")
    assert pairs(organizer) == {(one.pk, third.pk)}


def test_merging_moves_all_to_the_record_that_stays(event, make_event, organizer, record):
    kept, other = record(institution="Police"), record(institution="Police", phone="70001111",
                                                       email="b@example.org")  # fmt: skip
    Enrolment.enrol(event, kept, by=organizer)
    Enrolment.enrol(make_event(), other, by=organizer)
    TrainingConsent.record(other, "photos", is_given=True, how="paper", language="es")
    merge(kept, other, by=organizer)
    assert set(Participant.objects.all()) == {kept}
    kept.refresh_from_db()
    assert (kept.enrolments.count(), kept.consents.count()) == (2, 1)
    assert kept.phone == "70001111"
    assert not ParticipantToken.objects.exclude(participant=kept).exists()


def test_both_are_looked_at_before_the_decision(client, organizer, record):
    one, two = record(institution="Police"), record("Ana Vidal", institution="Police")
    client.force_login(organizer)
    url = reverse("training:participant-compare", args=[one.ref, two.ref])
    assert client.get(url).content.decode().count("Ana Vidal") >= 2
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"kept": "two"}).status_code == 303
    assert set(Participant.objects.all()) == {two}


def test_an_event_with_codes_stores_no_name(client, make_event, organizer):
    event = make_event(uses_codes=True)
    client.force_login(organizer)
    url = reverse("training:event-enrol", args=[event.ref])
    assert 'name="name"' not in client.get(url).content.decode()
    client.post(url, {"sex": "female", "name": "Ana Vidal", "email": "a@example.org"})
    participant = Participant.objects.get()
    assert (participant.name, participant.email, participant.email_key) == ("", "", "")
    assert len(participant.code) == 6
    assert not set(participant.code) & set("OIQLZSBGUDAE")
    page = client.get(reverse("training:event-participants", args=[event.ref]))
    assert participant.code in page.content.decode()


def test_a_name_given_with_a_code_is_dropped(office, organizer):
    code = Participant.new_code(office)
    made = Participant.record(by=organizer, office=office, code=code, name="Ana", phone="7000111")
    made.change(by=organizer, name="Ana Vidal")
    made.refresh_from_db()
    assert (made.name, made.phone, made.label) == ("", "", code)


def test_nobody_under_18_is_recorded_without_a_guardian_who_agrees():
    said = {"name": "Leo Prado", "is_minor": "on", "how": "paper"}
    form = ParticipantForm(said)
    assert not form.is_valid()
    assert set(form.errors) == {"guardian_name", "consents"}
    form = ParticipantForm(said | {"guardian_name": "Eva Prado", "consents": ["records"]})
    assert form.is_valid()


def test_a_guardian_agrees_for_somebody_under_18_who_is_not_asked_later(event, organizer):
    enrolment = enrol_new(
        event, by=organizer, name="Leo Prado", is_minor=True, guardian_name="Eva Prado",
        consents=["records", "follow_up"], how="paper",
    )  # fmt: skip
    assert not enrolment.may_be_asked_later
    assert all(each.by_guardian for each in enrolment.participant.consents.all())


def test_a_consent_holds_until_the_next_answer(record):
    participant = record()
    said = {"how": "paper", "language": "es"}
    first = TrainingConsent.record(participant, "photos", is_given=True, **said)
    assert TrainingConsent.record(participant, "photos", is_given=True, **said) == first
    TrainingConsent.record(participant, "photos", is_given=False, **said)
    first.refresh_from_db()
    assert first.until is not None
    assert participant.consents.get(until=None).is_given is False


def test_earlier_participants_are_enrolled_once_and_in_several_events(
    event, make_event, organizer, record
):
    people = [record(), record("Beto Sosa")]
    for each in (event, event, make_event()):
        enrol_earlier(each, people, by=organizer)
    assert Enrolment.objects.count() == 4


def test_a_colleague_joins_an_event_that_is_open_to_them_with_one_tap(
    client, event, make_event, caseworker, organizer
):
    with pytest.raises(Refusal, match="not open"):
        join(event, by=caseworker)
    offered = make_event(subtitle="For us", is_for_staff=True)
    client.force_login(caseworker)
    url = reverse("training:my-learning")
    assert "For us" in client.get(url).content.decode()
    for _tap in range(2):
        client.post(reverse("training:event-join", args=[offered.ref]))
    participant = Participant.objects.get(user=caseworker)
    assert participant.enrolments.count() == 1
    assert "For us" in client.get(url).content.decode()
    assert client.get(offered.get_absolute_url()).status_code == 200
    assert client.get(event.get_absolute_url()).status_code == 404


def test_a_trainer_sees_who_takes_part_in_own_events_alone(
    client, event, make_event, enrol, trainer
):
    mine, theirs = enrol(event, "Ana Vidal"), enrol(make_event(), "Beto Sosa")
    client.force_login(trainer)
    page = client.get(reverse("training:participants")).content.decode()
    assert "Ana Vidal" in page
    assert "Beto Sosa" not in page
    ref = theirs.participant.ref
    assert client.get(reverse("training:participant", args=[ref])).status_code == 404
    edit = reverse("training:participant-edit", args=[mine.participant.ref])
    assert client.post(edit, {"name": "X"}).status_code == 403


def test_the_page_of_a_participant_costs_as_much_with_two_trainings_as_with_one(
    client, event, make_event, enrol, organizer, django_assert_max_num_queries
):
    participant = enrol(event).participant
    Enrolment.enrol(make_event(), participant, by=organizer)
    client.force_login(organizer)
    url = reverse("training:participant", args=[participant.ref])
    client.get(url)
    with django_assert_max_num_queries(20):
        page = client.get(url).content.decode()
    assert page.count("TRN-") == 2
    assert "Not asked" in page
