"""What is next on a case: into the calendar, done, undone, moved to another day."""

from datetime import timedelta
from uuid import uuid4

import pytest

from amparo.foundation.core.models import AuditEntry, IdempotencyKey
from amparo.pillars.assistance.cases.models import Task

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


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


def test_done_in_one_tap_with_a_way_back(client, url, visit, caseworker):
    client.force_login(caseworker)
    answer = client.post(f"{url}{visit.ref}/done/", headers=HX).content.decode()
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


def test_without_scripts_done_leads_back_with_the_same_way_back(
    client, url, case, visit, caseworker
):
    client.force_login(caseworker)
    page = client.post(f"{url}{visit.ref}/done/", {"how": "She was in"}, follow=True)
    assert f"{url}{visit.ref}/undo/" in page.content.decode()


def test_done_from_another_page_leads_back_there_and_nowhere_else(client, url, visit, caseworker):
    client.force_login(caseworker)
    answer = client.post(f"{url}{visit.ref}/done/", {"next": "/today/"})
    assert answer["Location"] == "/today/"
    client.post(f"{url}{visit.ref}/undo/")
    answer = client.post(f"{url}{visit.ref}/done/", {"next": "https://example.org/"})
    assert answer["Location"].startswith("/cases/")


def test_an_address_longer_than_any_of_ours_is_led_to_and_not_kept(client, url, visit, caseworker):
    client.force_login(caseworker)
    sent = {"next": f"/{'a' * 400}/", "once": str(uuid4())}
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
    assert client.post(f"{url}{visit.ref}/done/").status_code == 404
    visit.refresh_from_db()
    assert visit.is_open


def test_a_task_of_another_case_is_not_found_here(client, url, team, nayeli, caseworker):
    from amparo.pillars.assistance.cases.models import Case

    other = Case.open(by=caseworker, team=team, owner=caseworker, person=nayeli)
    client.force_login(caseworker)
    assert client.post(f"{url}{other.tasks.get().ref}/done/").status_code == 404
