"""Registered without consent: a second person confirms, or sends it back and nothing is kept."""

from uuid import uuid4

import pytest
from django.urls import reverse

from amparo.foundation.core.models import ErasureRecord, Notification
from amparo.foundation.people.models import (
    Consent,
    ConsentException,
    ExceptionAsked,
    Family,
    Person,
)
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.intake.first_contact import (
    AccompanyingChild,
    RegistrationData,
    register_first_contact,
)

pytestmark = pytest.mark.django_db
HURT = ExceptionAsked(basis="vital_interest", reason="Hurt, and unable to speak")


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
    assert Notification.objects.get(user=exception.asked_by).event == "exception.confirmed"


def test_sent_back_with_a_reason_nothing_of_the_person_is_kept(client, supervisor, exception, url):
    client.force_login(supervisor)
    assert decide(client, url, "send_back").status_code == 422
    decide(client, url, "send_back", "She could have been asked")
    assert not Person.objects.exists()
    stone = ErasureRecord.objects.get()
    assert (stone.reason, stone.asked_by, stone.by) == (
        "exception_refused", exception.asked_by, supervisor,
    )  # fmt: skip
    told = Notification.objects.get(user=exception.asked_by)
    assert (told.event, told.url) == ("exception.sent_back", "/")


def test_nor_of_what_they_said_nor_of_the_children_with_them(client, supervisor, caseworker, team):
    met = RegistrationData(
        {"given_names": "Unknown"},
        exception=HURT,
        children=[AccompanyingChild({"given_names": "Small"}, "child")],
        case={
            "presenting_concern": "They are after us",
            "referred_by_text": "A driver",
            "channel": "walk_in",
        },
    )
    person, _case = register_first_contact(met, by=caseworker, team=team)
    url = reverse("people:exception-decide", args=[person.exceptions.get().ref])
    client.force_login(supervisor)
    decide(client, url, "send_back", "She could have been asked")
    assert not Person.objects.exists()
    assert not Case.objects.exists()
    assert not Family.objects.exists()


def test_a_child_who_is_kept_in_their_own_right_stays_within_reach(
    client, supervisor, caseworker, team, consent
):
    met = RegistrationData(
        {"given_names": "Unknown"},
        exception=HURT,
        children=[AccompanyingChild({"given_names": "Small"}, "child")],
        case={"channel": "walk_in"},
    )
    person, case = register_first_contact(met, by=caseworker, team=team)
    child = Person.objects.exclude(pk=person.pk).get()
    Consent.record(child, consent, by=caseworker)
    case.restrict("child", by=caseworker)
    url = reverse("people:exception-decide", args=[person.exceptions.get().ref])
    person.access_grants.create(grantee=f"office:{team.office_id}", why="registered")
    client.force_login(supervisor)
    decide(client, url, "send_back", "She could have been asked")
    assert Person.objects.get() == child
    assert Person.objects.accessible_to(caseworker).get() == child


def test_nobody_reviews_what_they_asked_for(client, caseworker, colleague, url):
    for user in (caseworker, colleague):
        client.force_login(user)
        assert decide(client, url, "confirm").status_code == 403


def test_for_a_stranger_it_does_not_exist(client, stranger, url):
    client.force_login(stranger)
    assert client.get(url).status_code == 404
