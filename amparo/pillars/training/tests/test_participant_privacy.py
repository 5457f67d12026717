"""What participants are sure of: a link without an account, their copy, erasure, short lives."""

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation

from amparo.foundation.core import clock
from amparo.foundation.core.audit.models import AuditEntry
from amparo.foundation.core.encryption.key_ring import DecryptionError
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.jobs.models import Job
from amparo.pillars.training.models import (
    Enrolment,
    Participant,
    ParticipantLink,
    ParticipantRules,
    TrainingConsent,
)
from amparo.pillars.training.participant_retention import erase_old_needs, erase_past_retention
from amparo.pillars.training.participant_tasks import LINK_TASK, email_participant_link

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


FORM = re.compile(r'name="form" value="([^"]+)"')


@pytest.fixture
def mail_server(settings):
    settings.AMPARO_MAIL_HOST = "mail.example.org"


@pytest.fixture
def registered(event, organizer):
    """Somebody with a seat, an address and needs."""
    participant = Participant.record(
        by=organizer, office=event.office, name="Ana Vidal", email="ana@example.org",
        phone="70001111", sex="female", role="Teniente", institution="Policía",
    )  # fmt: skip
    TrainingConsent.record(participant, "records", is_given=True, how="paper", language="es")
    return Enrolment.enrol(event, participant, by=organizer, needs="A ramp")


def form_of(answer) -> str:
    return FORM.search(answer.content.decode())[1]


def ask(client, address):
    url = reverse("public:own-data-ask")
    return client.post(url, {"form": form_of(client.get(url)), "email": address})


def send_what_waits() -> None:
    for job in Job.objects.filter(task=LINK_TASK):
        email_participant_link.call(*job.args)
    Job.objects.filter(task=LINK_TASK).delete()


def open_mailed_link(client, name=""):
    path = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)[1]
    return client.post(path, {"form": form_of(client.get(path)), "name": name})


def test_known_and_unknown_addresses_are_answered_alike(client, registered, mail_server):
    known, unknown = ask(client, "ANA@example.org "), ask(client, "nobody@example.org")
    assert known.content == unknown.content
    assert Job.objects.filter(task=LINK_TASK).count() == 2
    assert "ana" not in str(list(Job.objects.values_list("args", flat=True))).lower()
    send_what_waits()
    [sent] = mail.outbox
    assert sent.to == ["ana@example.org"]
    assert "Ana" not in sent.body


def test_the_link_opens_once_and_shows_all_that_is_held(client, registered, mail_server):
    ask(client, "ana@example.org")
    send_what_waits()
    answer = open_mailed_link(client)
    page = client.get(answer.headers["Location"]).content.decode()
    for held in ("Ana Vidal", "ana@example.org", "A ramp", "Teniente", registered.event.number):
        assert held in page
    path = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)[1]
    client.cookies.clear()
    assert client.get(path).status_code == 404
    assert client.get(reverse("public:own-data")).status_code == 302
    events = set(AuditEntry.objects.values_list("event", flat=True))
    assert {"participantlink.opened", "participant.disclosed"} <= events


def test_a_link_ends_after_a_day_and_comes_three_times_a_day(client, registered, mail_server):
    for _each in range(5):
        email_participant_link.call(registered.participant.email_key, "en")
    assert len(mail.outbox) == 3
    path = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)[1]
    with clock.at(clock.now() + timedelta(hours=25)):
        assert client.get(path).status_code == 404


def test_of_a_shared_address_only_who_says_their_name_is_shown(
    client, registered, organizer, event, mail_server
):
    Participant.record(
        by=organizer, office=event.office, name="Beto Sosa", email="ana@example.org"
    )
    ask(client, "ana@example.org")
    send_what_waits()
    wrong = open_mailed_link(client, "Carla")
    assert wrong.status_code == 422
    assert ParticipantLink.objects.get().tries == 1
    answer = open_mailed_link(client, "sosa BETO")
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Beto Sosa" in page
    assert "Ana Vidal" not in page


def test_they_correct_their_contact_take_a_copy_and_erase_themselves(
    client, registered, mail_server
):
    ask(client, "ana@example.org")
    send_what_waits()
    url = open_mailed_link(client).headers["Location"]
    form = form_of(client.get(url))
    said = {"form": form, "email": "ana.vidal@example.org", "phone": "70002222"}
    client.post(reverse("public:own-data-contact"), said)
    copy = client.get(reverse("public:own-data-copy", args=["json"]))
    held = json.dumps(json.loads(copy.content), ensure_ascii=False)
    assert "ana.vidal@example.org" in held
    assert "70001111" not in held
    html = client.get(reverse("public:own-data-copy", args=["html"])).content.decode()
    assert "ana.vidal@example.org" in html
    client.post(reverse("public:own-data-erase"), {"form": form})
    participant = Participant.objects.get()
    assert (participant.is_erased, participant.name, participant.email_key) == (True, "", "")
    assert "were erased" in client.get(url).content.decode()


def test_erasing_keeps_the_person_countable_and_no_copy_opens_the_name(registered):
    participant = registered.participant
    sealed = dict(Participant.objects.filter(pk=participant.pk).values_list("pk", "name"))
    participant.erase(by=None, reason="asked")
    participant.erase(by=None, reason="asked")
    assert not DataKey.objects.filter(owner_ref__in=[participant.ref, registered.ref]).exists()
    kept = Participant.objects.get()
    assert (kept.sex, kept.institution, kept.role, kept.phone) == ("female", "", "", "")
    assert Enrolment.objects.get().participant == kept
    assert not kept.search_tokens.exists()
    old = Participant(ref=kept.ref)
    old.name = sealed[kept.pk]
    with pytest.raises(DecryptionError):
        str(old.name)


def test_needs_are_erased_30_days_after_the_event(registered):
    ended = registered.event.sessions.last().ends_at
    with clock.at(ended + timedelta(days=29)):
        assert erase_old_needs() == 0
    with clock.at(ended + timedelta(days=31)):
        assert erase_old_needs() == 1
        assert erase_old_needs() == 0
    fresh = Enrolment.objects.get()
    assert fresh.needs == ""
    assert not DataKey.objects.filter(owner_ref=fresh.ref).exists()
    assert fresh.participant.name == "Ana Vidal"


def test_the_contact_of_somebody_under_18_is_erased_with_their_needs(registered, organizer):
    registered.participant.change(
        by=organizer, is_minor=True, guardian_name="Eva", guardian_contact="70003333"
    )
    with clock.at(registered.event.sessions.last().ends_at + timedelta(days=31)):
        erase_old_needs()
    kept = Participant.objects.get()
    assert (kept.name, kept.guardian_name) == ("Ana Vidal", "Eva")
    assert (kept.email, kept.phone, kept.guardian_contact, kept.email_key) == ("", "", "", "")


def test_who_they_are_is_erased_when_the_years_of_the_office_are_over(
    registered, office, organizer
):
    ended = registered.event.sessions.last().ends_at
    with clock.at(ended + timedelta(days=5 * 365)):
        assert erase_past_retention() == 0
    ParticipantRules.set_years(office, by=organizer, keep_years=2)
    with clock.at(ended + timedelta(days=2 * 366)):
        assert erase_past_retention() == 1
        assert erase_past_retention() == 0
    assert Participant.objects.get().is_erased


# By the code of a badge.


def open_badge(client, enrolment):
    url = reverse("public:my-training")
    client.post(url, {"form": form_of(client.get(url)), "code": enrolment.code})
    return client.get(reverse("public:my-training-privacy"))


def test_a_badge_shows_addresses_by_their_first_letter_and_erases_nothing(
    client, registered, mail_server
):
    page = open_badge(client, registered)
    assert "a•••@example.org" in page.content.decode()
    assert "ana@example.org" not in page.content.decode()
    assert "70001111" not in page.content.decode()
    said = {"form": form_of(page)}
    assert client.post(reverse("public:my-training-erase"), said).status_code == 409
    client.post(reverse("public:my-training-send"), said)
    send_what_waits()
    assert mail.outbox[0].to == ["ana@example.org"]
    assert not Participant.objects.get().is_erased


def test_without_an_address_the_badge_erases(client, event, enrol):
    open_badge(client, enrol(event))
    url = reverse("public:my-training-erase")
    client.post(url, {"form": form_of(client.get(url))})
    assert Participant.objects.get().is_erased
