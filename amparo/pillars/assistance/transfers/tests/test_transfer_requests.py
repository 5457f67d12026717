"""Somebody is before us whom another office knows: we ask it, and learn only its answer."""

import pytest

from amparo.foundation.core.models import Notification
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.transfers.models import Transfer, TransferRequest

pytestmark = pytest.mark.django_db
NEW = "/take-overs/new/"


@pytest.fixture
def knows(office, case, supervisor):
    """Rosa's office lets others learn whom it knows."""
    office.shares_known_persons = True
    office.save()
    return office


@pytest.fixture
def taker(stranger, other_office, cast):
    return cast._user("pilar", "Pilar Cárdenas", "supervisor", office=other_office)


@pytest.fixture
def sent(knows, other_team):
    return {
        "office": knows.ref.hex, "sought": "70012345", "team": other_team.ref.hex,
        "reason": "here", "text": "She sits with us.",
    }  # fmt: skip


@pytest.fixture
def asked(client, sent, stranger, taker):
    client.force_login(stranger)
    client.post(NEW, sent)
    return TransferRequest.objects.get()


def test_the_search_leads_to_the_question(client, knows, stranger):
    client.force_login(stranger)
    found = client.post("/search/", {"number": "70012345"}).content.decode()
    assert "Request transfer" in found
    page = client.post(NEW, {"office": knows.ref.hex, "sought": "70012345"})
    assert page.status_code == 200
    assert "The other office learns who asks and why." in page.content.decode()


def test_who_asks_sees_the_answer_and_nothing_of_the_person(client, asked, rosa, case):
    text = client.get(asked.get_absolute_url()).content.decode()
    assert "Pending answer" in text
    assert "She sits with us." in text
    for secret in ("Rosa", "Quispe", case.number, str(rosa.ref), str(case.ref)):
        assert secret not in text
        assert secret not in client.get("/transfers/").content.decode()


def test_the_owner_is_told_without_a_name_and_reads_who_asks(client, asked, supervisor, stranger):
    notice = Notification.objects.get(user=supervisor, event="takeover.asked")
    assert notice.about == ""
    client.force_login(supervisor)
    text = client.get(notice.url).content.decode()
    for word in ("Omar Haddad", "Valle Seco", "She sits with us.", "Rosa Quispe Mamani"):
        assert word in text


def test_handed_over_it_is_offered_to_who_asked_and_they_take_it(
    client, asked, case, supervisor, stranger, taker
):
    client.force_login(supervisor)
    answer = {"case": case.ref.hex, "text": "The plan is fresh."}
    client.post(f"{asked.get_absolute_url()}hand-over/", answer)
    transfer = Transfer.objects.get()
    assert (transfer.reason, transfer.to_team, transfer.state) == ("asked", asked.team, "waiting")
    client.force_login(taker)
    client.post(f"/transfers/{transfer.ref}/accept/", {"owner": stranger.ref.hex})
    client.force_login(stranger)
    assert client.get(case.get_absolute_url()).status_code == 200


def test_declined_they_hear_only_the_reason(client, asked, supervisor, stranger):
    client.force_login(supervisor)
    client.post(f"{asked.get_absolute_url()}decline/", {"reason": "call"})
    assert Notification.objects.filter(user=stranger, event="takeover.declined").exists()
    client.force_login(stranger)
    text = client.get(asked.get_absolute_url()).content.decode()
    assert "Call us about this" in text
    assert "Rosa" not in text


def test_answered_once(client, asked, case, supervisor):
    client.force_login(supervisor)
    client.post(f"{asked.get_absolute_url()}decline/", {"reason": "stays"})
    client.post(f"{asked.get_absolute_url()}hand-over/", {"case": case.ref.hex})
    assert not Transfer.objects.exists()
    stale = TransferRequest.objects.get()
    stale.ended_at = None
    with pytest.raises(Refusal):
        stale.decline(by=supervisor, reason="call")
    assert TransferRequest.objects.get().end_reason == "stays"


def test_asked_again_it_is_the_same_question(client, asked, sent):
    client.post(NEW, sent)
    assert TransferRequest.objects.count() == 1


def test_a_caseworker_of_the_owner_does_not_answer(client, asked, caseworker, colleague):
    for user in (caseworker, colleague):
        client.force_login(user)
        assert client.get(asked.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("sought", ["Rosa", "Somebody Else 1950", ""])
def test_too_little_finds_nobody_to_ask_about(client, sent, stranger, sought):
    client.force_login(stranger)
    assert client.post(NEW, sent | {"sought": sought}).status_code == 422
    assert not TransferRequest.objects.exists()


def test_who_is_in_a_restricted_file_is_never_asked_about(
    client, sent, cast, rosa, stranger, caseworker
):
    cast.open_case(person=rosa).restrict("gbv", by=caseworker)
    client.force_login(stranger)
    said = client.post(NEW, sent).content.decode()
    nobody = client.post(NEW, sent | {"sought": "79999999"}).content.decode()
    assert "Nobody like this is known there" in said
    assert "Nobody like this is known there" in nobody
    assert not TransferRequest.objects.exists()


def test_restricted_after_the_question_only_those_with_leave_answer(
    client, asked, case, caseworker, supervisor
):
    case.restrict("gbv", by=caseworker)
    client.force_login(supervisor)
    assert client.get(asked.get_absolute_url()).status_code == 404
    assert "The person is here" not in client.get("/transfers/").content.decode()


def test_an_office_that_keeps_to_itself_is_not_asked(client, sent, knows, stranger):
    knows.shares_known_persons = False
    knows.save()
    client.force_login(stranger)
    assert client.post(NEW, sent).status_code == 422


def test_refused_the_page_says_why_and_that_it_waits_still(client, asked, case, supervisor, taker):
    taker.memberships.all().delete()  # nobody there shares out cases any more
    client.force_login(supervisor)
    answer = {"case": case.ref.hex, "text": "The plan is fresh."}
    page = client.post(f"{asked.get_absolute_url()}hand-over/", answer)
    assert page.status_code == 422
    for words in ("Nobody there may take this case over", "Pending answer", "plan is fresh"):
        assert words in page.content.decode()
    assert "Transfer accepted" not in page.content.decode()
    assert not Transfer.objects.exists()
