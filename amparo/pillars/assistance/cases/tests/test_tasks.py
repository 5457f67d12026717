"""What is next on a case: into the calendar, done, undone, moved to another day."""

from datetime import timedelta
from uuid import uuid4

import pytest

from amparo.foundation.core.models import AuditEntry, IdempotencyKey
from amparo.pillars.assistance.cases.models import Task

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}
WAS_IN = {"how": "She was in"}


@pytest.fixture
def url(case):
    return f"/cases/{case.ref}/tasks/"


@pytest.fixture
def visit(case, caseworker):
    return Task.set(case, "visit", case.office.today(), by=caseworker, where="Casa Alba")


def test_a_visit_has_a_day_a_time_and_a_place(client, url, case, caseworker):
    client.force_login(caseworker)
    answers = {
        "what": "visit", "due_on": "2030-03-04", "time": "09:30", "where": "Casa Alba",
        "text": "Bring the forms", "assigned_to": str(caseworker.ref),
    }  # fmt: skip
    assert client.post(f"{url}new/", answers).status_code == 303
    task = Task.objects.get(what="visit")
    assert task.due_at.astimezone(case.office.zone).strftime("%H:%M") == "09:30"
    page = client.get(f"/cases/{case.ref}/").content.decode()
    assert "Bring the forms" in page
    assert "Casa Alba" in page


def test_a_step_of_the_case_is_nobodys_choice(client, url, caseworker):
    client.force_login(caseworker)
    answers = {"what": "screen", "due_on": "2030-03-04", "assigned_to": str(caseworker.ref)}
    assert client.post(f"{url}new/", answers).status_code == 422


def test_a_stranger_is_no_choice_either(client, url, caseworker, stranger):
    client.force_login(caseworker)
    answers = {"what": "call", "due_on": "2030-03-04", "assigned_to": str(stranger.ref)}
    assert client.post(f"{url}new/", answers).status_code == 422


def test_done_with_what_came_of_it_and_a_way_back(client, url, visit, caseworker):
    client.force_login(caseworker)
    form = client.get(f"{url}{visit.ref}/done/", headers=HX).text
    assert "If nobody was there, write that." in form
    answer = client.post(f"{url}{visit.ref}/done/", WAS_IN, headers=HX).content.decode()
    assert answer.strip().startswith('<section class="panel" id="next"')
    assert f"{url}{visit.ref}/undo/" in answer
    visit.refresh_from_db()
    assert not visit.is_open
    client.post(f"{url}{visit.ref}/undo/")
    visit.refresh_from_db()
    assert visit.is_open


def test_of_two_who_did_it_in_the_same_moment_the_first_is_kept(visit, caseworker, colleague):
    stale = Task.objects.get(pk=visit.pk)
    visit.done(by=caseworker, how="She was in")
    stale.done(by=colleague, how="Nobody opened")
    assert (stale.done_by, stale.how) == (caseworker, "She was in")
    assert AuditEntry.objects.filter(event="task.done").count() == 1
    stale.undo(by=colleague)
    again = Task.objects.get(pk=visit.pk)
    assert (again.done_at, again.done_by, again.how) == (None, None, "")


@pytest.mark.parametrize("how", ["", "   ", "x" * 201])
@pytest.mark.parametrize("what", ["visit", "call", "meeting"])
def test_of_a_visit_a_call_or_a_meeting_the_result_is_asked(
    client, url, case, caseworker, what, how
):
    task = Task.set(case, what, case.office.today(), by=caseworker)
    client.force_login(caseworker)
    refused = client.post(f"{url}{task.ref}/done/", {"how": how})
    assert refused.status_code == 422
    assert how.strip() in refused.text
    task.refresh_from_db()
    assert task.is_open


def test_of_any_other_task_the_result_is_optional(client, url, case, caseworker):
    task = Task.set(case, "other", case.office.today(), by=caseworker, text="Buy a SIM card")
    client.force_login(caseworker)
    assert "(optional)" in client.get(f"{url}{task.ref}/done/").text
    assert client.post(f"{url}{task.ref}/done/", {"how": ""}).status_code == 303
    task.refresh_from_db()
    assert not task.is_open


def test_the_timeline_says_what_came_of_it(client, url, case, visit, caseworker, supervisor):
    client.force_login(caseworker)
    client.post(f"{url}{visit.ref}/done/", {"how": "She moves to her sister on Monday."})
    client.force_login(supervisor)
    timeline = client.get(f"/cases/{case.ref}/?all=1").text.partition('id="story"')[2]
    assert "Done: Visit" in timeline
    assert "She moves to her sister on Monday." in timeline


def test_a_line_that_came_second_is_told_and_stays_in_the_form(
    client, url, visit, caseworker, colleague
):
    visit.done(by=colleague, how="Nobody opened")
    client.force_login(caseworker)
    answer = client.post(f"{url}{visit.ref}/done/", WAS_IN)
    assert answer.status_code == 422
    assert "marked as done already, with another result" in answer.text
    assert "She was in" in answer.text
    visit.refresh_from_db()
    assert (visit.done_by, visit.how) == (colleague, "Nobody opened")
    assert client.post(f"{url}{visit.ref}/done/", {"how": "Nobody opened"}).status_code == 303


def test_without_scripts_done_leads_back_with_the_same_way_back(
    client, url, case, visit, caseworker
):
    client.force_login(caseworker)
    page = client.post(f"{url}{visit.ref}/done/", WAS_IN, follow=True)
    assert f"{url}{visit.ref}/undo/" in page.content.decode()


def test_done_from_another_page_leads_back_there_and_nowhere_else(client, url, visit, caseworker):
    client.force_login(caseworker)
    answer = client.post(f"{url}{visit.ref}/done/", WAS_IN | {"next": "/today/"})
    assert answer["Location"] == "/today/"
    client.post(f"{url}{visit.ref}/undo/")
    answer = client.post(f"{url}{visit.ref}/done/", WAS_IN | {"next": "https://example.org/"})
    assert answer["Location"].startswith("/cases/")


def test_an_address_longer_than_any_of_ours_is_led_to_and_not_kept(client, url, visit, caseworker):
    client.force_login(caseworker)
    sent = WAS_IN | {"next": f"/{'a' * 400}/", "once": str(uuid4())}
    assert client.post(f"{url}{visit.ref}/done/", sent).status_code in (302, 303)
    assert IdempotencyKey.objects.get().result_ref == ""


def test_a_task_moves_to_another_day(client, url, case, visit, caseworker):
    client.force_login(caseworker)
    later = case.office.today() + timedelta(days=3)
    assert client.get(f"{url}{visit.ref}/").status_code == 200
    client.post(f"{url}{visit.ref}/", {"due_on": later.isoformat()})
    visit.refresh_from_db()
    assert visit.due_on == later


def test_a_stranger_does_nothing_here(client, url, visit, stranger):
    client.force_login(stranger)
    assert client.get(f"{url}{visit.ref}/").status_code == 404
    assert client.post(f"{url}{visit.ref}/done/", WAS_IN).status_code == 404
    visit.refresh_from_db()
    assert visit.is_open


def test_a_task_of_another_case_is_not_found_here(client, url, team, nayeli, caseworker):
    from amparo.pillars.assistance.cases.models import Case

    other = Case.open(by=caseworker, team=team, owner=caseworker, person=nayeli)
    client.force_login(caseworker)
    assert client.post(f"{url}{other.tasks.get().ref}/done/", WAS_IN).status_code == 404
