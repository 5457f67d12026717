"""What the pages of a transfer show, to whom, before and after it is taken over."""

import pytest

from amparo.foundation.core.models import RestrictedGroupAccess
from amparo.pillars.assistance.cases.models import Note, Task
from amparo.pillars.assistance.transfers.models import Transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def taker(stranger, other_office, cast):
    return cast._user("pilar", "Pilar Cárdenas", "supervisor", office=other_office)


@pytest.fixture
def moving(client, case, caseworker, supervisor, taker, other_team):
    """Offered on its page by who accompanies her, and agreed to by the supervisor."""
    Note.write(case, by=caseworker, text="She asked about school")
    client.force_login(caseworker)
    said = {"to": other_team.ref.hex, "reason": "moves", "text": "On the bus since noon."}
    client.post(f"{case.get_absolute_url()}transfer/", said)
    [asked] = case.approvalrequests.filter(what="transfer")
    client.force_login(supervisor)
    page = client.get(f"{case.get_absolute_url()}approvals/{asked.ref}/decide/").content.decode()
    assert "Border post" in page
    client.post(f"{case.get_absolute_url()}approvals/{asked.ref}/decide/", {"answer": "approve"})
    return Transfer.objects.get()


def accept(client, transfer, owner):
    return client.post(f"{transfer.get_absolute_url()}accept/", {"owner": owner.ref.hex})


def test_the_form_says_what_goes_and_what_does_not(client, case, caseworker, taker, other_team):
    client.force_login(caseworker)
    text = client.get(f"{case.get_absolute_url()}transfer/").content.decode()
    for word in ("What goes over", "Not merged", "Border post · Valle Seco · Casa del Camino"):
        assert word in text
    answer = client.post(f"{case.get_absolute_url()}transfer/", {"text": "Retention"})
    assert answer.status_code == 422
    assert "Retention" in answer.content.decode()


def test_its_page_says_that_it_is_offered(client, moving, case, caseworker):
    client.force_login(caseworker)
    text = client.get(case.get_absolute_url()).content.decode()
    assert "Offered to" in text
    assert "Valle Seco" in text


def test_who_may_take_it_over_reads_an_outline_and_no_name(client, moving, case, taker, rosa):
    client.force_login(taker)
    assert "Puerto Alto" in client.get("/waiting/").content.decode()
    text = client.get(moving.get_absolute_url()).content.decode()
    for word in ("On the bus since noon.", case.number, "Omar Haddad", "Do you take this case"):
        assert word in text
    for secret in ("Rosa", "Quispe", "70012345", "school", str(rosa.ref)):
        assert secret not in text
    assert client.get(case.get_absolute_url()).status_code == 404


def test_its_caseworkers_do_not_see_the_offer(client, moving, stranger):
    client.force_login(stranger)
    assert client.get(moving.get_absolute_url()).status_code == 404
    assert accept(client, moving, stranger).status_code == 404


def test_taken_over_they_work_on_it_and_the_old_team_finds_nothing(
    client, moving, case, rosa, caseworker, supervisor, stranger, taker
):
    task = Task.set(case, "visit", case.office.today(), by=caseworker)
    client.force_login(taker)
    assert accept(client, moving, stranger).url == case.get_absolute_url()
    client.force_login(stranger)
    text = client.get(case.get_absolute_url()).content.decode()
    assert "She asked about school" in text
    assert "Another office took it over" in text
    said = {"text": "She arrived.", "kind": "note"}
    assert client.post(f"{case.get_absolute_url()}notes/new/", said).status_code == 303
    done = client.post(f"{case.get_absolute_url()}tasks/{task.ref}/done/", {"how": "Seen well"})
    assert done.status_code == 303
    assert client.get(f"/people/{rosa.ref}/").status_code == 200
    for user in (caseworker, supervisor):
        client.force_login(user)
        for url in (
            case.get_absolute_url(), f"{case.get_absolute_url()}notes/new/",
            f"{case.get_absolute_url()}history/", f"/people/{rosa.ref}/",
        ):  # fmt: skip
            assert client.get(url).status_code == 404, (user, url)
        assert case.number not in client.get("/cases/").content.decode()


def test_the_old_team_reads_that_it_went_and_not_what_was_written(
    client, moving, caseworker, stranger, taker
):
    client.force_login(taker)
    accept(client, moving, stranger)
    client.force_login(caseworker)
    text = client.get(moving.get_absolute_url()).content.decode()
    assert "Accepted by" in text
    assert "On the bus" not in text
    assert moving.case.number in client.get("/transfers/").content.decode()


def test_declined_the_old_team_reads_why_on_the_page(client, moving, case, caseworker, taker):
    client.force_login(taker)
    said = {"reason": "full", "text": "Four of us are ill"}
    client.post(f"{moving.get_absolute_url()}decline/", said)
    assert client.get(moving.get_absolute_url()).status_code == 404
    client.force_login(caseworker)
    text = client.get(moving.get_absolute_url()).content.decode()
    assert "Caseload too high" in text
    assert "Four of us are ill" in text
    assert client.get(case.get_absolute_url()).status_code == 200


def test_taken_back_it_is_no_longer_there_for_them(client, moving, caseworker, taker, stranger):
    client.force_login(caseworker)
    client.post(f"{moving.get_absolute_url()}take-back/")
    client.force_login(taker)
    assert client.get(moving.get_absolute_url()).status_code == 404
    assert accept(client, moving, stranger).status_code == 404


def test_consent_taken_back_is_obeyed_by_the_next_request(client, moving, rosa, caseworker, taker):
    rosa.consents.get().withdraw(by=caseworker)
    client.force_login(taker)
    assert client.get(moving.get_absolute_url()).status_code == 404


def test_a_restricted_case_is_taken_over_by_who_has_leave(
    client, case, caseworker, keeper_there, taker, other_team, office
):
    case.restrict("trafficking", by=caseworker)
    Transfer.offer(case, to=other_team, by=caseworker, reason="safety").approved(by=caseworker)
    transfer = Transfer.objects.get()
    client.force_login(taker)
    assert client.get(transfer.get_absolute_url()).status_code == 404
    client.force_login(keeper_there)
    assert "Restricted: trafficking" in client.get(transfer.get_absolute_url()).content.decode()
    assert accept(client, transfer, keeper_there).status_code == 303
    assert client.get(case.get_absolute_url()).status_code == 200
    client.force_login(caseworker)
    assert client.get(case.get_absolute_url()).status_code == 404


@pytest.fixture
def keeper_there(cast, other_office):
    user = cast._user("nadia", "Nadia Cruz", "supervisor", office=other_office)
    RestrictedGroupAccess.give(to=user, group="trafficking", office=other_office, by=None)
    return user


def test_a_whole_caseload_goes_when_an_office_closes(
    client, case, many_cases, supervisor, team, other_team, taker
):
    cases = [case, *many_cases(3)]
    client.force_login(supervisor)
    page = client.get("/transfers/many/").content.decode()
    assert page.count('type="checkbox"') == 4
    said = {
        "team": team.ref.hex, "to": other_team.ref.hex, "reason": "closes",
        "cases": [each.ref.hex for each in cases[:3]],
    }  # fmt: skip
    answer = client.post("/transfers/many/", said, follow=True)
    assert "3 cases are offered." in answer.content.decode()
    assert Transfer.objects.waiting().accessible_to(taker, "answer").count() == 3


def test_of_a_caseload_all_go_or_none_and_it_is_said_why(
    client, case, many_cases, rosa, supervisor, caseworker, team, other_team, taker
):
    cases = [case, *many_cases(2)]
    rosa.consents.get().withdraw(by=caseworker)
    client.force_login(supervisor)
    said = {
        "team": team.ref.hex, "to": other_team.ref.hex, "reason": "closes",
        "cases": [each.ref.hex for each in cases],
    }  # fmt: skip
    answer = client.post("/transfers/many/", said)
    assert answer.status_code == 422
    assert f"Case {case.number} stays." in answer.content.decode()
    assert not Transfer.objects.exists()
