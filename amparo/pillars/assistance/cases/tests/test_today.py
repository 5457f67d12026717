"""Today: a caseworker finds what waits, does it, and knows what comes next."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.foundation.core import clock
from amparo.foundation.core.models import AuditEntry
from amparo.pillars.assistance.cases import agenda
from amparo.pillars.assistance.cases.models import Task

pytestmark = pytest.mark.django_db
URL = "/today/"


@pytest.fixture
def visit(case, caseworker):
    today = case.office.today()
    return Task.set(case, "visit", today, by=caseworker, text="Visit the shelter")


def test_what_is_overdue_and_what_is_for_today(client, case, caseworker, visit):
    Task.set(case, "call", case.office.today() - timedelta(days=3), by=caseworker)
    client.force_login(caseworker)
    text = client.get(URL).content.decode()
    assert "1 thing overdue and 1 thing for today." in text
    assert "Rosa Quispe Mamani" in text
    assert "Visit the shelter" in text
    assert "Message only" in text


def test_a_step_leads_to_its_form(client, case, caseworker):
    case.tasks.get().move(case.office.today(), by=caseworker)
    client.force_login(caseworker)
    assert reverse("intake:screening-next", args=[case.ref]) in client.get(URL).content.decode()


def test_nothing_due_tells_what_comes_next(client, case, caseworker):
    client.force_login(caseworker)
    text = client.get(URL).content.decode()
    assert "Nothing overdue" in text
    assert "Next: Intake interview and screening" in text


def test_with_no_case_the_page_says_how_to_begin(client, caseworker):
    client.force_login(caseworker)
    assert "Nobody waits for you yet" in client.get(URL).content.decode()


@pytest.mark.parametrize(
    ("what", "channel", "verb"),
    [
        ("visit", "message", "Visit"),
        ("call", "message", "Write"),
        ("call", "call", "Call"),
        ("call", "", "Call or write"),
        ("meeting", "message", "Meet"),
        ("other", "message", "Mark as done"),
        ("follow_up", "message", "Write"),
        ("referral_question", "message", "Answer"),
    ],
)
def test_a_task_carries_its_action(case, rosa, caseworker, what, channel, verb):
    rosa.safe_channel = channel
    rosa.save()
    ref = uuid4() if what.startswith("referral") else None
    task = Task.expect(case, what, case.office.today(), by=caseworker, source_ref=ref)
    [line] = agenda.task_lines([Task.objects.get(pk=task.pk)])
    with translation.override("en"):
        assert str(line.verb) == verb


def test_every_kind_of_task_has_a_verb_on_its_button(case, caseworker):
    """But the receipt of a referral, which nothing puts into a list."""
    verbs = {
        what: agenda.Line(Task(case=case, what=what, source_ref=None)).verb
        for what in Task.What
        if what != Task.What.ACKNOWLEDGE
    }
    assert [what for what, verb in verbs.items() if not verb] == []


def test_a_button_that_says_all_is_not_said_twice(case):
    with translation.override("en"):
        line = agenda.Line(Task(case=case, what="visit", text="Visit"))
        assert (str(line.verb), line.about) == ("Visit", "")
        line = agenda.Line(Task(case=case, what="visit", text="To the shelter"))
        assert line.about == "To the shelter"


def test_what_came_of_a_visit_is_asked_and_leads_back_to_today(client, visit, caseworker):
    client.force_login(caseworker)
    [door] = re.findall(r'<a class="btn" href="([^"]+/done/[^"]*)"', client.get(URL).text)
    asked = client.get(door)
    assert "Visit the shelter" in asked.text
    assert "Rosa Quispe Mamani" in asked.text
    assert f'name="next" value="{URL}"' in asked.text
    refused = client.post(door, {"how": "  ", "next": URL})
    assert refused.status_code == 422
    assert "Write in one line what came of it." in refused.text
    visit.refresh_from_db()
    assert visit.is_open
    answer = client.post(door, {"how": "She has a bed until Monday.", "next": URL}, follow=True)
    assert answer.redirect_chain == [(URL, 303)]
    assert "Visit the shelter" not in answer.text
    visit.refresh_from_db()
    assert (visit.is_open, visit.how) == (False, "She has a bed until Monday.")
    [undo] = re.findall(r'action="([^"]+/undo/[^"]*)"', answer.text)
    assert client.post(undo).headers["Location"] == URL
    visit.refresh_from_db()
    assert visit.is_open


def test_tasks_of_a_case_that_was_taken_away_are_gone(client, visit, case, caseworker, colleague):
    visit.assigned_to = colleague
    visit.save()
    case.restrict("gbv", by=caseworker)
    client.force_login(colleague)
    assert "Rosa" not in client.get(URL).content.decode()


def test_a_quick_action_begins_with_whom(client, case, caseworker):
    client.force_login(caseworker)
    text = client.get("/quick/alert/").content.decode()
    assert reverse("cases:alert-new", args=[case.ref]) in text
    assert client.get("/quick/nothing/").status_code == 404


def test_an_administrator_has_no_day_here(client, administrator):
    client.force_login(administrator)
    assert client.get(URL).status_code == 404


def test_looking_at_the_day_leaves_one_line(client, visit, case, caseworker):
    client.force_login(caseworker)
    client.get(URL)
    line = AuditEntry.objects.get(event="day.listed")
    assert line.details["refs"] == [str(case.ref)]


def test_the_day_costs_the_same_with_many_cases(
    client, caseworker, many_cases, django_assert_max_num_queries
):
    # In one moment: that a screen was touched is noted once a minute, and costs a question.
    with clock.at(clock.now()):
        many_cases(3)
        client.force_login(caseworker)
        client.get("/account/")  # once a minute the menu counts what waits behind it
        with django_assert_max_num_queries(20) as few:
            client.get(URL)
        many_cases(27)
        with django_assert_max_num_queries(len(few)):
            client.get(URL)
