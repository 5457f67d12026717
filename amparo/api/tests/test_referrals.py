"""A partner's system reads what was referred to them, as far as consent goes, and answers once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import AuditEntry, Office, Organization
from amparo.pillars.assistance.referrals.models import Referral, ReferralResponse, ReportedService

pytestmark = pytest.mark.django_db


@pytest.fixture
def partners(system):
    return system()


@pytest.fixture
def other(system):
    """Somebody else's system, with every verb and nothing to read."""
    house = Organization.found(by=None, name="Casa Alba", kind="ngo", country="BO")
    office = Office.set_up(by=None, organization=house, name="Casa Alba", country="BO")
    return system(office=office)


def test_it_sees_what_waits_without_a_word_of_whom_it_is_about(partners, referred_client):
    referral = referred_client()
    answer = partners.get("/referrals")
    [line] = answer.json()["referrals"]
    assert (line["ref"], line["status"], line["urgency"]) == (str(referral.ref), "sent", "urgent")
    for word in ("Rosa", "Quispe", "A bed for tonight"):
        assert word not in answer.content.decode()


def test_it_reads_what_she_agreed_to_and_nothing_else(partners, referred_client):
    referral = referred_client()
    told = partners.get(f"/referrals/{referral.ref}").json()
    [person] = told["people"]
    facts = {fact["name"]: fact["value"] for fact in person["facts"]}
    assert set(facts) == {"Full name", "Age", "Safe contact"}
    assert "Rosa" in facts["Full name"]
    assert told["text"] == "A bed for tonight."
    assert person["shared"] == str(referral.referred_persons.get().shared.ref)
    assert "70012345" not in str(told)  # her telephone was not agreed on


def test_that_it_was_read_stands_in_her_file(partners, referred_client, case):
    referral = referred_client()
    partners.get(f"/referrals/{referral.ref}")
    line = AuditEntry.objects.get(event="referral.seen", by=partners.token.user)
    assert (line.file_ref, line.is_reading) == (case.ref, True)


@pytest.fixture
def ministry():
    return Organization.found(by=None, name="Ministerio", kind="government", country="BO")


@pytest.mark.parametrize(("verbs", "reads"), [((), True), (("referral.see",), False)])
def test_an_authority_reads_what_it_must_answer(system, referred_client, ministry, verbs, reads):
    """With a token that may not answer it reads no words: nobody expects an answer from it."""
    office = Office.set_up(by=None, organization=ministry, name="Dirección", country="BO")
    theirs, referral = system(*verbs, office=office), referred_client(to=ministry)
    referral.ask(by=None, text="How old is the child?")
    told = theirs.get(f"/referrals/{referral.ref}").json()
    assert told["text"] == ("A bed for tonight." if reads else "")
    assert told["questions"][0]["text"] == ("How old is the child?" if reads else "")
    assert told["people"][0]["facts"]


def test_for_another_organization_it_is_not_there(other, referred_client):
    referral = referred_client()
    assert other.get("/referrals").json()["referrals"] == []
    assert other.get(f"/referrals/{referral.ref}").status_code == 404
    for deed, said in ACTIONS.items():
        assert other.post(f"/referrals/{referral.ref}/{deed}", said).status_code == 404
    assert not ReferralResponse.objects.exists()
    assert AuditEntry.objects.filter(event="referral.denied", by=other.token.user).exists()


ACTIONS = {
    "acknowledge": {},
    "accept": {"text": "Come at six."},
    "decline": {"reason": "full"},
    "ask": {"text": "How old is the child?"},
    "report": {"given_on": "2026-01-01"},
}


def test_consent_withdrawn_is_obeyed_by_the_next_call(partners, referred_client, rosa, caseworker):
    referral = referred_client()
    assert partners.get(f"/referrals/{referral.ref}").status_code == 200
    rosa.consents.get(purpose="share_services").withdraw(by=caseworker)
    assert partners.get(f"/referrals/{referral.ref}").status_code == 404
    assert partners.get("/referrals?state=going_on").json()["referrals"] == []
    assert partners.post(f"/referrals/{referral.ref}/accept").status_code == 404


def test_it_acknowledges_asks_and_accepts(partners, referred_client, caseworker):
    referral = referred_client()
    way = f"/referrals/{referral.ref}"
    assert partners.post(f"{way}/acknowledge").json()["status"] == "acknowledged"
    assert partners.post(f"{way}/ask", ACTIONS["ask"]).json()["status"] == "asked"
    referral.reply(by=caseworker, text="She is nine.")
    [question] = partners.get(way).json()["questions"]
    assert (question["text"], question["reply"]) == ("How old is the child?", "She is nine.")
    assert partners.post(f"{way}/accept", ACTIONS["accept"]).json()["status"] == "accepted"
    answer = Referral.objects.get(ref=referral.ref).decision
    assert (answer.by, answer.text) == (partners.token.user, "Come at six.")


def test_declining_says_why_and_ends_what_it_reads(partners, referred_client):
    referral = referred_client()
    way = f"/referrals/{referral.ref}"
    assert partners.post(f"{way}/decline", {"reason": "other"}).status_code == 409
    assert partners.post(f"{way}/decline", {"reason": "because"}).status_code == 422
    assert partners.post(f"{way}/decline", {"reason": "full"}).json()["status"] == "rejected"
    assert partners.get(way).status_code == 404


def test_what_was_given_is_reported_as_often_as_it_was_given(partners, referred_client, office):
    referral = referred_client()
    way = f"/referrals/{referral.ref}"
    given = {"given_on": office.today().isoformat(), "text": "One night."}
    assert partners.post(f"{way}/report", given).status_code == 409  # it was not accepted yet
    partners.post(f"{way}/accept")
    for _each in range(2):
        assert partners.post(f"{way}/report", given).json()["status"] == "in_progress"
    assert ReportedService.objects.filter(referral=referral).count() == 2


def test_a_call_that_is_sent_twice_is_done_once(partners, referred_client):
    referral, key = referred_client(), uuid4()
    answers = [
        partners.post(f"/referrals/{referral.ref}/accept", {"text": "Yes."}, key=key)
        for _each in range(3)
    ]
    assert [each.status_code for each in answers] == [200] * 3
    assert len({each.content for each in answers}) == 1
    assert AuditEntry.objects.filter(event="referral.accepted").count() == 1


def test_the_same_key_with_another_call_is_refused(partners, referred_client):
    referral, key = referred_client(), uuid4()
    partners.post(f"/referrals/{referral.ref}/acknowledge", key=key)
    for deed in ("accept", "ask"):
        answer = partners.post(f"/referrals/{referral.ref}/{deed}", ACTIONS[deed], key=key)
        assert answer.status_code == 422
        assert "Idempotency-Key" in answer.json()["detail"]
    assert not ReferralResponse.objects.exists()


def test_a_key_of_one_system_is_none_of_anothers(partners, system, referred_client):
    referral, key = referred_client(), uuid4()
    partners.post(f"/referrals/{referral.ref}/acknowledge", key=key)
    second = system("referral.answer", "referral.see")
    assert second.post(f"/referrals/{referral.ref}/acknowledge", key=key).status_code == 422


@pytest.mark.parametrize("key", ["", "1", "not-a-uuid"])
def test_without_a_key_nothing_is_done(partners, referred_client, key):
    referral = referred_client()
    answer = partners._call(
        "post", f"/referrals/{referral.ref}/accept", {"idempotency-key": key} if key else {},
        {"data": "{}", "content_type": "application/json"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["at"].endswith("Idempotency-Key")
    assert not ReferralResponse.objects.exists()


def test_what_was_refused_may_be_sent_again_under_its_key(partners, referred_client):
    referral, key = referred_client(), uuid4()
    way = f"/referrals/{referral.ref}/report"
    given = {"given_on": "2026-01-01"}
    assert partners.post(way, given, key=key).status_code == 409
    partners.post(f"/referrals/{referral.ref}/accept")
    assert partners.post(way, given, key=key).status_code == 200


@pytest.mark.parametrize(
    "body",
    ['{"reason": "full", "resaon": "x"}', '{"reason": 7}', "[]", "null", "{", "", '"full"',
     '{"reason": "full", "text": ' + '"' + "x" * 10_001 + '"}', '{"reason": "full\\u0000"}'],
    ids=["misspelt", "a number", "a list", "null", "half", "nothing", "text", "long", "null byte"],
)  # fmt: skip
def test_what_is_not_as_it_should_be_is_told_and_never_repeated(partners, referred_client, body):
    referral = referred_client()
    answer = partners._call(
        "post", f"/referrals/{referral.ref}/decline", {"idempotency-key": str(uuid4())},
        {"data": body, "content_type": "application/json"},
    )  # fmt: skip
    assert answer.status_code in (400, 422)
    assert answer["Content-Type"] == "application/problem+json"
    assert "xxx" not in answer.content.decode()
    assert not ReferralResponse.objects.exists()


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "1e9"])
def test_a_page_is_no_longer_than_we_say(partners, limit):
    assert partners.get(f"/referrals?limit={limit}").status_code == 422


def test_the_list_is_read_page_by_page(partners, referred_client):
    refs = [str(referred_client().ref) for _each in range(3)]
    first = partners.get("/referrals?limit=2").json()
    assert [line["ref"] for line in first["referrals"]] == refs[:2]
    second = partners.get(f"/referrals?limit=2&after={first['next']}").json()
    assert [line["ref"] for line in second["referrals"]] == refs[2:]
    assert second["next"] is None


def test_a_person_of_theirs_and_their_system_do_not_answer_twice(
    partners, referred_client, partner, cast
):
    person = cast._user("pilar", "Pilar Ancasi", "provider", office=partner)
    referral = referred_client()
    Referral.objects.get(ref=referral.ref).accept(by=person)
    assert (
        partners.post(f"/referrals/{referral.ref}/decline", {"reason": "full"}).status_code == 409
    )


def test_an_answer_that_comes_late_is_taken(partners, referred_client):
    referral = referred_client()
    with clock.at(now() + timedelta(days=20)):
        assert partners.post(f"/referrals/{referral.ref}/accept").status_code == 200
