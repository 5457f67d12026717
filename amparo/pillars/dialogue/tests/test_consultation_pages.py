"""Colleagues ask, hear, and report back on pages; what makes no sense comes back with a word."""

from datetime import timedelta

import pytest
from django.urls import reverse

from amparo.foundation.core import receipt_codes
from amparo.pillars.dialogue.models import Consultation, Contribution

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation(policy_officer, office, today):
    made = Consultation.plan(
        by=policy_officer, office=office, method="box", question={"en": "What is missing?"},
        groups=["women"], opens_on=today, closes_on=today + timedelta(days=9),
    )  # fmt: skip
    made.open(by=policy_officer)
    return made


@pytest.fixture
def page(client, policy_officer):
    client.force_login(policy_officer)
    return client


def at(name, *refs):
    return reverse(f"dialogue:{name}", args=refs)


def test_it_is_prepared_with_groups_and_dates_that_make_sense(page, today):
    told = {
        "question_en": "What is missing?", "groups": ["women", "host"], "method": "meeting",
        "opens_on": today, "closes_on": today + timedelta(days=3), "is_online": "on",
    }  # fmt: skip
    office = page.get(at("consultation-new")).context["form"].initial["office"]
    told["office"] = office.pk
    for wrong in (
        {"question_en": " "},
        {"groups": []},
        {"groups": ["kings"]},
        {"closes_on": today - timedelta(days=1)},
        {"opens_on": "soon"},
    ):
        assert page.post(at("consultation-new"), told | wrong).status_code == 422
    assert not Consultation.objects.exists()
    assert page.post(at("consultation-new"), told).status_code == 303
    made = Consultation.objects.get()
    assert (made.state, made.title) == ("planned", "What is missing?")
    changed = told | {"question_en": "What else is missing?"}
    assert page.post(at("consultation-edit", made.ref), changed).status_code == 303
    assert Consultation.objects.get().title == "What else is missing?"


def test_what_was_heard_gets_a_code_on_paper(page, consultation):
    where = at("contribution-new", consultation.ref)
    number = receipt_codes.new_form()
    told = {"words": "x", "text": "A lock.", "language": "en", "form": number}
    assert page.post(where, told | {"text": " "}).status_code == 422
    assert page.post(where, told | {"form": "made up"}).status_code == 422
    assert page.post(where, told).status_code == 303
    code = receipt_codes.code_of(number)
    assert code in page.get(at("contribution-receipt")).content.decode()
    assert Contribution.for_code(code).text == "A lock."


def test_few_are_no_figure_and_no_sex_stands_beside_words(page, consultation, supervisor, client):
    for words in ("A lock.", "Light."):
        Contribution.give(
            receipt_codes.new_code(), by=None, consultation=consultation, text=words,
            language="en", sex="female",
        )  # fmt: skip
    said = page.get(consultation.get_absolute_url()).content.decode()
    assert "A lock." in said
    assert "2 contributions" in said
    assert said.count("fewer than 5") == 8, "Each of four sexes and four ages."
    client.force_login(supervisor)
    said = client.get(consultation.get_absolute_url()).content.decode()
    assert "Light." in said
    assert "Close consultation" not in said


def test_it_is_closed_answered_linked_and_reported_back(page, consultation, beds, today):
    ref = consultation.ref
    assert page.post(at("consultation-close", ref)).status_code == 303
    assert "Owes an answer" in page.get(at("consultations")).content.decode()
    assert page.post(at("consultation-answer", ref), {"became_en": "Built."}).status_code == 422
    assert page.post(at("consultation-heard", ref), {"heard_en": "Locks."}).status_code == 303
    assert page.post(at("consultation-answer", ref), {"became_en": ""}).status_code == 422
    assert page.post(at("consultation-answer", ref), {"became_en": "Built."}).status_code == 303
    for wrong in ("COM-99-999", "COM", beds.number.replace("-", "/")):
        assert page.post(at("consultation-link", ref), {"number": wrong}).status_code == 422
    assert page.post(at("consultation-link", ref), {"number": beds.number}).status_code == 303
    assert beds.number in page.get(consultation.get_absolute_url()).content.decode()
    assert "What is missing?" in page.get(beds.get_absolute_url()).content.decode()
    told = {"informed_how": "meeting", "informed_on": today}
    for wrong in (
        {"informed_how": ""},
        {"informed_on": today + timedelta(days=1)},
        {"not_informed_because": "They left."},
    ):
        assert page.post(at("consultation-report", ref), told | wrong).status_code == 422
    assert page.post(at("consultation-report", ref), told).status_code == 303
    assert Consultation.objects.get().state == "reported"
