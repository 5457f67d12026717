"""Somebody answers a consultation without a name, and comes back with a code."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache

from amparo.foundation.core import clock, receipt_codes
from amparo.foundation.core.models import AuditEntry
from amparo.pillars.dialogue.consultation_links import link_commitment
from amparo.pillars.dialogue.models import Commitment, Consultation, Contribution
from tests.support.html import Page

pytestmark = pytest.mark.django_db
CODE = re.compile(r'receipt-code"><bdi>([\w-]+)<')
OWN = "/a/v/?lang=en"


@pytest.fixture(autouse=True)
def no_limits_of_another_test():
    cache.clear()


@pytest.fixture
def by(cast):
    return cast.policy_officer


@pytest.fixture
def consultation(by):
    today = by.office.today()
    made = Consultation.plan(
        by=by, office=by.office, method="several", groups=["women"],
        question={"en": "What is missing in the house?"}, opens_on=today,
        closes_on=today + timedelta(days=9),
    )  # fmt: skip
    made.open(by=by)
    return made


@pytest.fixture
def send(client, consultation):
    """Fill the page in as a person does, and send it."""

    def send(*, number="", **said):
        with clock.at(clock.now() - timedelta(seconds=60)):
            number = number or receipt_codes.new_form()
        told = {"text": "A lock on the showers.", "form": number} | said
        return client.post(f"/a/consultations/{consultation.ref}/?lang=en", told)

    return send


def form_of(client, url=OWN):
    """What a page of one's own carries in its forms."""
    page = Page(client.get(url).content.decode())
    hidden = {each.attrs["name"]: each.attrs.get("value", "") for each in page.all("input")}
    return {name: hidden[name] for name in ("form", "once")}


def answer(consultation, by):
    consultation.close(by=by)
    consultation.say_heard(by=by, heard={"en": "Locks and light."})
    consultation.answer(by=by, became={"en": "Locks were put in."})


def test_it_is_offered_while_it_is_open_and_leads_to_help_and_complaints(
    client, consultation, look
):
    assert "We ask you" in client.get("/a/?lang=en").content.decode()
    assert str(consultation.ref) in client.get("/a/consultations/?lang=en").content.decode()
    page = client.get(f"/a/consultations/{consultation.ref}/?lang=en").content.decode()
    assert "Are you in danger" in page
    assert "/a/c/?lang=en" in page
    late = clock.now() + timedelta(days=10)
    with clock.at(late):
        assert client.get(f"/a/consultations/{consultation.ref}/?lang=en").status_code == 404


def test_one_that_nobody_opened_is_not_there(client, by):
    today = by.office.today()
    planned = Consultation.plan(
        by=by, office=by.office, method="box", question={"en": "Secret?"}, opens_on=today,
        closes_on=today,
    )  # fmt: skip
    assert client.get(f"/a/consultations/{planned.ref}/?lang=en").status_code == 404
    assert "Secret?" not in client.get("/a/consultations/?lang=en").content.decode()


def test_the_same_form_sent_twice_is_one_and_nobody_is_named(send, consultation):
    with clock.at(clock.now() - timedelta(seconds=60)):
        number = receipt_codes.new_form()
    codes = [CODE.search(send(number=number, sex="female").content.decode())[1]
             for _each in range(2)]  # fmt: skip
    assert codes[0] == codes[1]
    given = Contribution.objects.get()
    assert (given.text, given.sex, given.heard_by) == ("A lock on the showers.", "female", None)
    assert AuditEntry.objects.filter(event="contribution.given", by=None).count() == 1


def test_what_is_missing_or_strange_is_said_and_nothing_is_kept(send, client, consultation):
    assert send(text="  ").status_code == 422
    assert send(sex="horse").status_code == 422
    assert send(place="x").status_code == 422
    assert send(number="made up").status_code == 403
    assert send(subject="filled in by a machine").status_code == 429
    assert not Contribution.objects.exists()


def test_with_the_code_one_reads_adds_and_takes_it_back(send, client, consultation, by):
    code = CODE.search(send().content.decode())[1]
    assert (
        client.post("/a/v/add/?lang=en", form_of(client) | {"text": "And light."}).status_code
        == 303
    )
    assert client.post("/a/v/end/?lang=en", form_of(client)).status_code == 303
    assert "A lock on" not in client.get(OWN).content.decode()
    answer(consultation, by)
    told = {"form": receipt_codes.new_form(), "code": code.lower()}
    one_box_for_all_codes = client.post("/a/m/?lang=en", told)
    assert one_box_for_all_codes.headers["Location"] == OWN
    page = client.get(OWN).content.decode()
    for words in (
        "A lock on the showers.",
        "And light.",
        "Locks and light.",
        "Locks were put in.",
    ):
        assert words in page
    refused = client.post("/a/v/add/?lang=en", form_of(client) | {"text": "More."})
    assert "nothing more can be added" in refused.content.decode()
    visit = form_of(client)
    assert "erased now" in client.get("/a/v/stop/?lang=en").content.decode()
    assert client.post("/a/v/stop/?lang=en", visit).status_code == 303
    assert Contribution.objects.get().text == ""
    assert "You took it back" in client.get(OWN).content.decode()


def test_a_wrong_code_opens_nothing_and_is_counted(client, consultation):
    for status in (422, 422, 422, 422, 422, 429):
        told = {"form": receipt_codes.new_form(), "code": receipt_codes.new_code()}
        assert client.post(OWN, told).status_code == status


def test_the_answer_is_public_with_published_commitments_alone(client, consultation, by):
    today = by.office.today()
    made = {
        text: Commitment.record(
            by=by, office=by.office, origin="pledge", text=text, language="en", today=today
        )
        for text in ("Put in locks", "Quiet promise")
    }
    made["Put in locks"].publish(by=by)
    for each in made.values():
        link_commitment(consultation, each, by=by)
    answer(consultation, by)
    page = client.get(f"/a/consultations/{consultation.ref}/?lang=en").content.decode()
    assert "Locks were put in." in page
    assert "Put in locks" in page
    assert "Quiet promise" not in page
    assert '<form class="questions"' not in page
