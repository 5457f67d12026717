"""Through the front door: who may, who may not, what was written badly, and what comes twice."""

from uuid import uuid4

import pytest
from django.urls import reverse

from amparo.pillars.assistance.family_tracing.models import (
    TracingConsent,
    TracingMatch,
    TracingRequest,
)
from amparo.pillars.assistance.family_tracing.tests import story

pytestmark = pytest.mark.django_db
GIVEN = {
    "who-given_names": "Carmen", "who-family_names": "Mamani", "who-contact": "+591 70088888",
    "consent-agreed": "yes", "consent-method": "verbal", "consent-given_on": "2026-01-05",
    "sought-relation": "grandchild", "sought-given_names": "Nayely",
    "sought-family_names": "Kispe", "sought-age": "about 9",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture
def at(client):
    def at(who):
        client.force_login(who)
        return client

    return at


def test_a_caseworker_takes_a_request_down_once(at, caseworker):
    sent = {**GIVEN, "once": str(uuid4())}
    for _again in range(2):
        answer = at(caseworker).post(reverse("family_tracing:request-new"), sent)
        assert answer.status_code == 303
    request = TracingRequest.objects.get()
    assert request.has_consent
    assert request.sought.get().birth_precision == "estimated"


@pytest.mark.parametrize(
    "bad",
    [
        {"who-given_names": "", "who-family_names": ""},
        {"sought-given_names": "", "sought-family_names": ""},
        {"consent-agreed": ""},
        {"sought-relation": "no such"},
        {"sought-birth_year": "3017"},
        {"consent-given_on": "2999-01-01"},
    ],
)
def test_what_is_missing_is_said_and_nothing_is_half_kept(at, caseworker, bad):
    answer = at(caseworker).post(reverse("family_tracing:request-new"), GIVEN | bad)
    assert answer.status_code == 422
    assert "Kispe" in answer.text or "sought-given_names" in bad
    assert not TracingRequest.objects.exists()


def test_who_traces_puts_two_files_side_by_side(at, sought, found, tracer):
    url = reverse("family_tracing:candidates", args=[sought.request.ref, sought.ref])
    page = at(tracer).get(url).text
    assert str(found.ref) in page
    where = reverse(
        "family_tracing:match-propose", args=[sought.request.ref, sought.ref, found.ref]
    )
    assert at(tracer).post(where).status_code == 303
    assert TracingMatch.objects.get().reasons


def test_for_everybody_else_there_is_no_such_page(at, cast, sought, match):
    pages = (
        reverse("family_tracing:candidates", args=[sought.request.ref, sought.ref]),
        match.get_absolute_url(),
        reverse("family_tracing:match-verify", args=[match.ref, "person"]),
    )
    for who in ("caseworker", "supervisor", "stranger", "nurse", "data_officer", "auditor"):
        assert {at(getattr(cast, who)).get(url).status_code for url in pages} == {404}


def test_a_match_is_gone_at_the_next_request_when_consent_is(at, match, tracer, caseworker):
    url = match.get_absolute_url()
    assert at(tracer).get(url).status_code == 200
    TracingConsent.take_back(match.request, by=caseworker)
    assert at(tracer).get(url).status_code == 404
    assert match.person.name not in at(tracer).get(match.request.get_absolute_url()).text


@pytest.mark.parametrize("told", ["yes", "no"])
def test_who_took_the_request_down_reads_nothing_of_who_was_found(
    at, match, tracer, caseworker, told
):
    url = match.request.get_absolute_url()
    before = at(caseworker).get(url).text
    story.verify(match, "person", by=tracer, may_inform_family=told)
    if told == "yes":
        story.verify(match, "relative", by=tracer)
    after = at(caseworker).get(url).text
    for page in (before, after):
        assert "Tracing in progress" in page
        assert str(match.ref) not in page
        assert "Quispe" not in page
    listed = at(caseworker).get(reverse("family_tracing:requests")).text
    assert "Tracing in progress" in listed


def test_the_verification_of_the_relative_is_refused_on_its_form(at, match, tracer):
    url = reverse("family_tracing:match-verify", args=[match.ref, "relative"])
    said = {"on": "2026-01-05", "outcome": "confirmed", "checked": ["names"], "willing": "yes",
            "safe": "yes", "text": "She told us."}  # fmt: skip
    answer = at(tracer).post(url, said)
    assert answer.status_code == 422
    assert "She told us." in answer.text
    assert not match.verifications.exists()


def test_an_ending_is_not_read_by_who_does_not_trace(at, sought, tracer, caseworker):
    request = sought.request
    url = reverse("family_tracing:request-close", args=[request.ref])
    said = {"outcome": "not_wanted", "text": "He does not want it."}
    assert at(caseworker).post(url, said).status_code == 403
    assert at(tracer).post(url, said).status_code == 303
    page = at(caseworker).get(request.get_absolute_url()).text
    assert "Closed" in page
    assert "does not want" not in page
