"""Each purpose of a consent ends on its own day, or with the whole: never later."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from amparo.foundation.people.forms import ConsentForm
from amparo.foundation.people.models import Consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def said():
    today = localdate()
    return {
        "language": "es", "method": "verbal", "all_explained": "on", "given_by": "self",
        "given_on": today.isoformat(), "expires_on": (today + timedelta(days=300)).isoformat(),
        "agrees_case_management": "yes", "agrees_share_authorities": "yes",
        "agrees_reporting": "no",
    }  # fmt: skip


def day(ahead: int) -> str:
    return (localdate() + timedelta(days=ahead)).isoformat()


def test_a_purpose_ends_on_its_own_day_and_the_others_with_the_whole(
    client, caseworker, rosa, said
):
    client.force_login(caseworker)
    url = reverse("people:consent-new", args=[rosa.ref])
    assert "Until an earlier day" in client.get(url).text
    sent = client.post(url, said | {"until_share_authorities": day(30)})
    assert sent.status_code == 303
    ends = {each.purpose: each for each in Consent.objects.of(rosa).filter(replaced_by=None)}
    assert ends["share_authorities"].expires_on.isoformat() == day(30)
    assert ends["share_authorities"].ends_at == caseworker.office.end_of_day(
        localdate() + timedelta(days=30)
    )
    assert ends["case_management"].expires_on.isoformat() == day(300)
    assert ends["reporting"].expires_on.isoformat() == day(300)


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (-1, "This day has passed already."),
        (301, "This is after the day on which all of it ends."),
        ("someday", ""),
        ("\x00", ""),
    ],
)
def test_a_day_that_cannot_be_is_told(said, until, words):
    until = day(until) if isinstance(until, int) else until
    with translation.override("en"):
        form = ConsentForm(said | {"until_share_authorities": until})
        assert words in str(form.errors["until_share_authorities"])
    assert set(form.errors) == {"until_share_authorities"}


def test_the_day_of_all_and_a_day_that_is_the_same_are_taken(said):
    form = ConsentForm(said | {"until_share_authorities": day(300)})
    assert form.is_valid(), form.errors
    none = ConsentForm(said | {"until_share_authorities": ""})
    assert none.is_valid(), none.errors
    assert {choice.expires_on for choice in none.given.choices} == {None}


@pytest.mark.parametrize("until", [-1, 3, 400, "someday"])
def test_without_a_yes_its_day_is_nothing(said, until):
    until = day(until) if isinstance(until, int) else until
    form = ConsentForm(said | {"until_reporting": until, "until_transfer": until})
    assert form.is_valid(), form.errors
    assert {choice.expires_on for choice in form.given.choices} == {None}


def test_what_the_case_rests_on_has_no_day_of_its_own(said):
    form = ConsentForm(said | {"until_case_management": day(3)})
    assert form.is_valid()
    [base] = [each for each in form.given.choices if each.purpose == "case_management"]
    assert base.expires_on is None
