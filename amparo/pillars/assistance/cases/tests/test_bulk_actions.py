"""Several ticked cases at once: what may be done is done, once; each other is named, and why."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.people.models import Message
from amparo.pillars.assistance.cases.models import Case, Task

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def _in_english(caseworker, supervisor, stranger):
    for user in (caseworker, supervisor, stranger):
        user.language = "en"
        user.save()


@pytest.fixture
def fresh(client):
    """Signs somebody in, just now."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def address(action, cases, **more):
    query = "&".join(f"case={case.ref.hex}" for case in cases)
    return f"/cases/{action}/?{query}" + "".join(f"&{k}={v}" for k, v in more.items())


def words_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def forget_sign_in(client):
    """As if the last sign-in were long ago."""
    session = client.session
    session["fresh"] = ""
    session.save()


def close(case):
    case.status = Case.Status.CLOSED
    case.touch()


def test_without_a_tick_the_page_says_what_to_do(client, caseworker):
    client.force_login(caseworker)
    for action in ("task", "text"):
        answer = client.get(f"/cases/{action}/")
        assert answer.status_code == 200
        assert "No case is ticked" in answer.content.decode()


def test_the_list_offers_each_action_to_who_may(client, case, caseworker, supervisor):
    client.force_login(caseworker)
    page = client.get("/cases/").content.decode()
    assert "/cases/task/" in page
    assert "/cases/text/" in page
    assert "/cases/assign/" not in page
    assert "/cases/line-list/" not in page
    client.force_login(supervisor)
    page = client.get("/cases/").content.decode()
    assert "/cases/assign/" in page
    assert "/cases/line-list/" in page


def test_a_supervisor_assigns_several(fresh, many_cases, colleague, supervisor):
    cases = many_cases(3)
    client = fresh(supervisor)
    answer = client.post(
        address("assign", cases, risk="none"), {"owner": colleague.ref.hex, "once": uuid4()}
    )
    assert answer.status_code == 303
    assert "risk=none" in answer.url
    assert {each.owner for each in Case.objects.all()} == {colleague}
    assert AuditEntry.objects.filter(event="case.assigned").count() == 3


def test_what_cannot_be_assigned_is_named_and_the_rest_is_done(
    fresh, many_cases, colleague, supervisor
):
    goes, closed, has = many_cases(3)
    close(closed)
    has.assign(colleague, by=supervisor)
    answer = fresh(supervisor).post(
        address("assign", [goes, closed, has]), {"owner": colleague.ref.hex, "once": uuid4()}
    )
    said = words_of(answer)
    assert "1 case assigned to" in said
    assert closed.number in said
    assert "This case is closed" in said
    assert has.number in said
    assert "has the case already" in said
    goes.refresh_from_db()
    assert goes.owner == colleague


def test_sent_twice_it_is_done_once(client, many_cases, caseworker):
    [case] = many_cases(1)
    client.force_login(caseworker)
    before, once = case.tasks.count(), uuid4()
    told = {"what": "visit", "due_on": case.office.today(), "text": "", "once": once}
    for _again in range(2):
        client.post(address("task", [case]), told)
    assert case.tasks.count() == before + 1


def test_only_a_supervisor_assigns(client, case, caseworker, colleague):
    client.force_login(caseworker)
    assert client.get(address("assign", [case])).status_code == 404
    answer = client.post(address("assign", [case]), {"owner": colleague.ref.hex})
    assert answer.status_code == 404


def test_assigning_asks_for_a_fresh_sign_in(client, case, supervisor):
    client.force_login(supervisor)
    forget_sign_in(client)
    answer = client.get(address("assign", [case]))
    assert answer.status_code in (302, 303)
    assert "next=" in answer.url


def test_a_task_for_each(client, many_cases, caseworker, colleague):
    own, theirs = many_cases(1)[0], many_cases(1, owner=colleague)[0]
    client.force_login(caseworker)
    day = own.office.today() + timedelta(days=3)
    told = {"what": "visit", "due_on": day, "text": "Blankets", "once": uuid4()}
    assert client.post(address("task", [own, theirs]), told).status_code == 303
    for case, who in ((own, caseworker), (theirs, colleague)):
        task = Task.objects.get(case=case, what="visit")
        assert (task.due_on, task.text, task.assigned_to) == (day, "Blankets", who)


def test_a_task_without_a_day_is_sent_back_with_the_ticks(client, case, caseworker):
    client.force_login(caseworker)
    answer = client.post(address("task", [case]), {"what": "visit", "once": uuid4()})
    assert answer.status_code == 422
    assert case.number in answer.content.decode()


def test_cases_that_one_may_not_open_are_not_among_the_ticked(client, case, stranger):
    client.force_login(stranger)
    page = client.get(address("task", [case])).content.decode()
    assert case.number not in page
    assert "No case is ticked" in page
    told = {"what": "visit", "due_on": case.office.today(), "once": uuid4()}
    client.post(address("task", [case]), told)
    assert not Task.objects.filter(case=case, what="visit").exists()


# Texts.


@pytest.fixture
def may_be_texted(caseworker):
    """Their own yes to be contacted, and a telephone that is safe for messages."""
    from amparo.foundation.people.models import Consent
    from amparo.foundation.people.models.consents import Choice, ConsentGiven

    def allow(case):
        choices = (Choice("case_management", True), Choice("contact", True))
        given = ConsentGiven(choices=choices, method="verbal", language="es")
        Consent.record(case.person, given, by=caseworker)
        case.person.change(by=caseworker, safe_channel="message")
        case.person.add_contact(
            by=caseworker, kind="message", value=f"+5917{case.pk:07d}", is_safe=True
        )

    return allow


def test_first_to_how_many_it_would_go_and_then_it_is_sent(
    client, many_cases, caseworker, may_be_texted
):
    first, second, third = many_cases(3)
    for case in (first, second):
        may_be_texted(case)
    client.force_login(caseworker)
    url = address("text", [first, second, third])
    answer = client.post(url, {"template": "call", "once": uuid4()})
    said = words_of(answer)
    assert answer.status_code == 200
    assert not Message.objects.exists()
    assert "2 people can be texted." in said
    assert "1 case is left out" in said
    assert third.number in said
    assert "They have not agreed to be contacted" in said
    answer = client.post(url, {"template": "call", "seen": "call:", "once": uuid4()})
    assert {each.person for each in Message.objects.all()} == {first.person, second.person}
    assert third.number in words_of(answer)
    line = AuditEntry.objects.get(event="cases.texted")
    assert line.details["count"] == 2
    assert line.details["kind"] == "call"


def test_another_text_than_the_one_shown_is_shown_first(
    client, many_cases, caseworker, may_be_texted
):
    [case] = many_cases(1)
    may_be_texted(case)
    client.force_login(caseworker)
    client.post(address("text", [case]), {"template": "missed", "seen": "call:", "once": uuid4()})
    assert not Message.objects.exists()


def test_a_text_that_names_a_day_needs_one(client, case, caseworker):
    client.force_login(caseworker)
    answer = client.post(address("text", [case]), {"template": "day", "once": uuid4()})
    assert answer.status_code == 422


def test_reminders_of_appointments_are_not_sent_to_many(client, case, caseworker):
    client.force_login(caseworker)
    page = client.get(address("text", [case])).content.decode()
    assert 'value="call"' in page
    assert 'value="appointment"' not in page
