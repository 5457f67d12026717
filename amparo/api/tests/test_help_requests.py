"""A partner's system passes a request for help on to us, and hears when it is answered."""

import json
from uuid import uuid4

import pytest

from amparo.foundation.core.models import WebhookDelivery, WebhookSubscription
from amparo.pillars.assistance.help_requests.models import HelpRequest

pytestmark = pytest.mark.django_db
ASKED = {
    "needs": [2, 3], "asker": "known", "language": "ar", "text": "She sleeps at the harbour.",
    "safe_channel": "message", "contact": "+591 70012345",
}  # fmt: skip


@pytest.fixture
def theirs(system, caseworker):
    return system("help.pass_on")


def test_it_waits_with_the_others_and_who_asked_gets_a_code(theirs, office):
    answer = theirs.post("/help-requests", ASKED)
    assert answer.status_code == 200, answer.content
    told = answer.json()
    asked = HelpRequest.for_code(told["code"])
    assert str(asked.ref) == told["ref"]
    assert (asked.needs, asked.asker, asked.language) == ([2, 3], "known", "ar")
    assert (asked.text, asked.contact) == (ASKED["text"], ASKED["contact"])
    assert asked.office == office
    assert asked.due_at
    [step] = asked.helprequeststeps.all()
    assert (step.what, step.by) == ("by_partner", theirs.token.user)


def test_sent_twice_it_is_one_request_with_one_code(theirs):
    key = uuid4()
    first, second = (theirs.post("/help-requests", ASKED, key=key) for _each in range(2))
    assert first.json() == second.json()
    assert HelpRequest.objects.count() == 1
    assert theirs.post("/help-requests", ASKED).json()["code"] != first.json()["code"]


def test_the_partner_hears_that_it_was_answered_and_not_what(theirs, partner, caseworker):
    WebhookSubscription.objects.create(
        organization=partner.organization, address="https://hooks.partner.example/",
        events=["help_request.answered"], secret="whsec_AAAA",
    )  # fmt: skip
    ref = theirs.post("/help-requests", ASKED).json()["ref"]
    HelpRequest.objects.get(ref=ref).answer("Come to the shelter.", by=caseworker)
    [delivery] = WebhookDelivery.objects.all()
    assert (delivery.kind, str(delivery.about)) == ("help_request.answered", ref)


def test_who_asked_on_the_public_pages_is_nobody_elses_concern(partner, caseworker):
    from amparo.foundation.core import receipt_codes

    WebhookSubscription.objects.create(
        organization=partner.organization, address="https://hooks.partner.example/",
        events=["help_request.answered"], secret="whsec_AAAA",
    )  # fmt: skip
    asked = HelpRequest.ask(code=receipt_codes.new_code(), needs=[2], language="es")
    asked.answer("Come to the shelter.", by=caseworker)
    assert not WebhookDelivery.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"needs": []}, {"needs": [9]}, {"needs": ["2"] * 9}, {"asker": "self"},
        {"language": "xx"}, {"text": "x" * 10_001}, {"contact": "x" * 201},
        {"safe_channel": "letter"}, {"name": "Rosa"},
        {"place": "0b31dc36-ab02-411b-be80-da60fe8f0958"},
        {"office": 1}, {"doubt": "trap"}, {"in_danger": "perhaps"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_not_as_it_should_be_is_told_and_nothing_is_kept(theirs, wrong):
    answer = theirs.post("/help-requests", ASKED | wrong)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert "Rosa" not in answer.content.decode()
    assert not HelpRequest.objects.exists()


def test_it_reads_no_request_not_even_its_own(theirs):
    ref = theirs.post("/help-requests", ASKED).json()["ref"]
    for path in ("/help-requests", f"/help-requests/{ref}"):
        assert theirs.get(path).status_code in (404, 405)


def test_nothing_of_it_is_kept_beside_it(theirs):
    """The key under which it is done once holds its ref, and neither its words nor its code."""
    from amparo.foundation.core.models import IdempotencyKey

    told = theirs.post("/help-requests", ASKED).json()
    [row] = IdempotencyKey.objects.filter(by=theirs.token.user)
    assert json.loads(row.result_ref) == {"ref": told["ref"]}
