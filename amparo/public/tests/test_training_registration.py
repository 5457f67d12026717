"""Somebody registers for a training without an account, and comes back with a code."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache

from amparo.foundation.core import clock, rate_limits, receipt_codes
from amparo.foundation.core.models import Job
from amparo.pillars.training.models import Enrolment, Participant, TrainingEvent
from amparo.pillars.training.registration_mails import email_registration
from amparo.pillars.training.tests.conftest import (  # noqa: F401
    course_version,
    make_event,
    organizer,
)
from tests.support.html import Page

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
CODE = re.compile(r'receipt-code"><bdi>([\w-]+)<')
OWN = "/a/p/?lang=en"
SAID = {
    "name": "Ana Vidal", "email": "ana@police.example", "phone": "", "institution": "Police",
    "institution_type": "police", "role": "", "country": "BO", "language": "en", "age": "adult",
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_limits_of_another_test():
    cache.clear()


@pytest.fixture
def event(make_event):  # noqa: F811
    return make_event(seats=1, is_public=True, link="https://meet.example.org/x")


@pytest.fixture
def send(client, event, settings):
    """Fill the page in as a person does, and send it."""
    settings.AMPARO_MAIL_HOST = "mail.example"

    def send(*, number="", to=None, lang="en", **said):
        told = SAID | {"form": number or receipt_codes.new_form()} | said
        return client.post(f"/a/trainings/{(to or event).ref}/?lang={lang}", told)

    return send


def code_in(response):
    assert response.status_code == 200
    return CODE.search(response.content.decode())[1]


def form_of(client, url=OWN):
    """What a page of one's own carries in its forms."""
    page = Page(client.get(url).content.decode())
    hidden = {each.attrs["name"]: each.attrs.get("value", "") for each in page.all("input")}
    return {name: hidden[name] for name in ("form", "once")}


def mails(*, keep=False):
    """Sends the mails that wait, and returns their texts; with `keep` they wait on."""
    mail.outbox.clear()
    for job in Job.objects.filter(task="email-training-registration", state="waiting"):
        email_registration.call(*job.args)
        if not keep:
            job.delete()
    return [each.body for each in mail.outbox]


def without_codes(page):
    """A receipt, but for what is another one's each time."""
    return CODE.sub("", page.content.decode())


def test_the_page_is_small_public_and_works_in_four_languages(client, event):
    listed = client.get("/a/trainings/?lang=en")
    assert str(event.ref) in listed.content.decode()
    assert "public" in listed.headers["Cache-Control"]
    for language in ("en", "es", "fr", "ar"):
        page = client.get(f"/a/trainings/{event.ref}/?lang={language}")
        assert page.status_code == 200
        assert len(page.content) < 30_000
        assert event.link not in page.content.decode()
        consents = re.findall(r'<input type="checkbox"[^>]*>', page.content.decode())
        assert len(consents) == 2
        assert "checked" not in "".join(consents)


def test_a_draft_and_an_event_that_is_not_public_are_not_there(client, make_event):  # noqa: F811
    hidden = make_event()
    draft = make_event(is_public=True)
    TrainingEvent.objects.filter(pk=draft.pk).update(state="draft")
    for event in (hidden, draft):
        assert client.get(f"/a/trainings/{event.ref}/?lang=en").status_code == 404
        assert client.post(f"/a/trainings/{event.ref}/?lang=en", SAID).status_code == 404
        assert str(event.ref) not in client.get("/a/trainings/?lang=en").content.decode()


def test_a_double_tap_is_one_seat_and_the_form_of_another_is_refused(send, event):
    number = receipt_codes.new_form()
    assert code_in(send(number=number)) == code_in(send(number=number))
    other = send(number=number, name="Beto Ríos", email="beto@x.example")
    assert other.status_code == 409
    assert "already saved with other answers" in other.content.decode()
    assert "Beto Ríos" in other.content.decode()
    assert Enrolment.objects.get().participant.name == "Ana Vidal"


def test_nobody_learns_from_the_page_who_is_registered(send, event, client, make_event):  # noqa: F811
    """Full or not: who registers a name that is there gets the page of one that is not."""
    large = make_event(seats=30, is_public=True)
    for there in (large, event):
        first = code_in(send(to=there))
        stranger = without_codes(send(to=there, name="Zoe Paz", email="zoe@x.example"))
        Enrolment.objects.filter(event=there).last().withdraw(by=None)
        again = send(to=there, name="VIDAL, Ana", email="Ana@police.example ")
        assert without_codes(again) == stranger
        assert code_in(again) != first
        assert Enrolment.objects.filter(event=there).last().state == "repeated"
        own = client.get(OWN).content.decode()
        assert ("You have a seat." in own) is (there == large)
        assert "ana@police.example" not in client.get("/a/p/contact/?lang=en").content.decode()
        there.refresh_from_db()
        assert (there.seats_taken, there.waiting) == (1, 0)


def test_the_mail_alone_says_that_there_was_a_seat_already(send):
    first = code_in(send())
    [told] = mails()
    assert "You have a seat." in told
    assert first in told
    second = code_in(send(name="ana vidal"))
    with clock.at(clock.now() + timedelta(days=30)):  # nobody is written to of what is over
        assert mails(keep=True) == []
    [told] = mails()
    assert "You have a seat already" in told
    assert first in told
    assert second not in told


def test_a_shared_mailbox_registers_several_people(send, event):
    for name in ("Ana Vidal", "Beto Ríos", "سارة علي"):
        send(name=name, email="guard@police.example")
    assert Participant.objects.count() == 3
    event.refresh_from_db()
    assert (event.seats_taken, event.waiting) == (1, 2)
    assert "at place 2" in mails()[2]


def test_who_moved_up_is_told_and_confirms_or_gives_it_back(send, client):
    code_in(send())
    code_in(send(name="Beto Ríos", email="beto@x.example"))
    assert "at place 1" in client.get(OWN).content.decode()
    assert "meet.example.org" not in client.get(OWN).content.decode()
    mails()
    Enrolment.objects.first().withdraw(by=None)
    bodies = " ".join(mails())
    assert "Your registration was withdrawn" in bodies
    assert "A seat became free, and it is yours" in bodies
    own = client.get(OWN).content.decode()
    assert "A seat became free and is yours" in own
    assert "meet.example.org" in own
    visit = form_of(client)
    assert client.post("/a/p/confirm/?lang=en", visit).status_code == 303
    assert "A seat became free" not in client.get(OWN).content.decode()
    assert "Who waits longest" in client.get("/a/p/stop/?lang=en").content.decode()
    assert client.post("/a/p/stop/?lang=en", form_of(client)).status_code == 303
    assert "You have given the seat back" in client.get(OWN).content.decode()


def test_a_wrong_address_is_put_right_with_the_code(send, client):
    code = code_in(send(email="ana@polise.example"))
    mails()
    new = {"email": "ana@police.example", "language": "fr", "may_be_reminded": "on"}
    wrong = client.post("/a/p/contact/?lang=en", form_of(client) | new | {"email": "ana@"})
    assert wrong.status_code == 422
    assert "Write an address like" in wrong.content.decode()
    assert client.post("/a/p/contact/?lang=en", form_of(client) | new).status_code == 303
    enrolment = Enrolment.objects.select_related("participant").get()
    assert enrolment.participant.email == "ana@police.example"
    assert enrolment.may_be_reminded
    assert not enrolment.may_be_asked_later
    assert code in mails()[0]
    assert mail.outbox[0].to == ["ana@police.example"]


def test_one_that_closes_meanwhile_or_is_full_says_so_and_loses_nothing(send, client, event):
    TrainingEvent.objects.filter(pk=event.pk).update(has_waiting_list=False)
    send()
    full = send(name="Beto Ríos", email="b@x.example")
    assert full.status_code == 409
    assert "there is no waiting list" in full.content.decode()
    TrainingEvent.objects.filter(pk=event.pk).update(state="closed")
    closed = send(name="Beto Ríos", email="b@x.example")
    assert closed.status_code == 409
    assert "Registration is not open" in closed.content.decode()
    assert "Beto Ríos" in closed.content.decode()
    assert Participant.objects.count() == 1
    page = client.get(f"/a/trainings/{event.ref}/?lang=en").content.decode()
    assert "Registration is closed" in page
    assert "<textarea" not in page


@pytest.mark.parametrize(
    ("said", "status", "words"),
    [
        ({"name": "N" * 300}, 422, "200 letters at most, here are 300"),
        ({"name": "\u202e \u200b"}, 422, "Write your name with letters"),
        ({"email": "ana@"}, 422, "Write an address like"),
        ({"email": "", "phone": ""}, 422, "Write an email or a phone"),
        ({"age": ""}, 422, "Say whether you are 18"),
        ({"age": "minor", "guardian_name": "Eva"}, 422, "Write who answers for you"),
        ({"country": "XX"}, 422, "Choose one of these"),
        ({"form": "made up"}, 403, "was not sent from this site"),
        ({"subject": "a machine"}, 429, "Very much comes from this network"),
    ],
)  # fmt: skip
def test_what_is_missing_or_strange_is_said_and_nothing_is_kept(send, said, status, words):
    answer = send(**said)
    assert answer.status_code == status
    if status != 403:
        assert words in answer.content.decode()
    assert not Participant.objects.exists()


def test_a_form_that_was_open_for_days_is_sent_once_more(send):
    with clock.at(clock.now() - timedelta(days=3)):
        old = receipt_codes.new_form()
    answer = send(number=old)
    assert answer.status_code == 422
    assert "open for days" in answer.content.decode()
    fresh = Page(answer.content.decode()).all("input")[0].attrs["value"]
    assert fresh != old
    assert send(number=fresh).status_code == 200


def test_a_minor_names_who_answers_and_the_organizer_records_the_consent(send, client, event):
    send(age="minor", guardian_name="María Vidal", guardian_contact="700 12345")
    enrolment = Enrolment.objects.get()
    assert enrolment.participant.is_minor
    assert enrolment.lacks_guardian_consent
    assert "You are under 18" in client.get(OWN).content.decode()
    enrolment.record_guardian_consent(by=event.by, guardian="María Vidal", how="call")
    assert "You are under 18" not in client.get(OWN).content.decode()


def test_where_being_named_is_dangerous_no_name_is_asked_or_kept(send, make_event, client):  # noqa: F811
    event = make_event(is_public=True, uses_codes=True, subtitle="Secret unit")
    assert 'name="name"' not in client.get(f"/a/trainings/{event.ref}/?lang=en").content.decode()
    send(to=event, email="", phone="")
    participant = Participant.objects.get()
    assert participant.name == ""
    assert participant.label == participant.code != ""
    send(to=event)
    assert "Secret unit" not in mails()[0]


def test_names_from_right_to_left_stand_as_they_were_written(send, client):
    send(name="\u202eنور الدين", lang="ar", language="ar")
    assert Participant.objects.get().name == "نور الدين"
    assert "رمزك" in mails()[0]


def test_one_address_that_gets_very_many_mails_gets_no_more(send, monkeypatch):
    monkeypatch.setattr(rate_limits, "MAILS_PER_DAY", (3, 3600))
    send()
    ref = str(Enrolment.objects.get().ref)
    mails()
    for _turn in range(4):
        email_registration.call(ref, "registered")
    assert len(mail.outbox) == 3


def test_a_badge_opens_its_page_also_where_only_the_office_enrols(client, make_event):  # noqa: F811
    event = make_event(seats=1, venue="Casa del Camino")
    ana, beto = (
        Enrolment.enrol(
            event, Participant.objects.create(office=event.office, name=name), by=event.by
        )
        for name in ("Ana", "Beto")
    )
    code = {"form": receipt_codes.new_form(), "code": ana.code}
    assert client.post("/a/m/?lang=en", code).headers["Location"] == OWN
    own = client.get(OWN).content.decode()
    assert "09:00–16:00" in own
    assert "Casa del Camino" in own
    assert client.post("/a/p/stop/?lang=en", form_of(client)).status_code == 303
    beto.refresh_from_db()
    assert beto.state == "enrolled"
