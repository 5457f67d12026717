"""Registered without consent: a second person confirms, or sends it back and nothing is kept."""

from uuid import uuid4

import pytest
from django.urls import reverse

from amparo.foundation.people.models import ConsentException, ExceptionAsked, Person
from amparo.foundation.trust.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def exception(caseworker, team):
    asked = ExceptionAsked(basis="best_interests", reason="Found asleep at the terminal")
    Person.register(by=caseworker, team=team, exception=asked, given_names="Unknown")
    return ConsentException.objects.get()


@pytest.fixture
def url(exception):
    return reverse("people:exception-decide", args=[exception.ref])


def decide(client, url, decision, note=""):
    return client.post(url, {"decision": decision, "note": note, "once": str(uuid4())})


def test_the_supervisor_confirms(client, supervisor, exception, url):
    client.force_login(supervisor)
    assert "Found asleep" in client.get(url).content.decode()
    assert decide(client, url, "confirm").status_code == 303
    assert exception.person.may_be_assisted
    assert Notice.objects.get(user=exception.asked_by).what == "exception.confirmed"


def test_sent_back_with_a_reason_nothing_of_the_person_is_kept(client, supervisor, exception, url):
    client.force_login(supervisor)
    assert decide(client, url, "send_back").status_code == 422
    decide(client, url, "send_back", "She could have been asked")
    assert Person.objects.get().given_names == ""
    assert not exception.person.may_be_assisted


def test_nobody_reviews_what_they_asked_for(client, caseworker, colleague, url):
    for user in (caseworker, colleague):
        client.force_login(user)
        assert decide(client, url, "confirm").status_code == 403


def test_for_a_stranger_it_does_not_exist(client, stranger, url):
    client.force_login(stranger)
    assert client.get(url).status_code == 404
