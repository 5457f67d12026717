"""A case conference: several who help sit together, and each decision becomes somebody's task."""

from datetime import timedelta

import pytest
from django.urls import reverse

from amparo.pillars.assistance.planning.models import CaseConference

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(case):
    return reverse("planning:conference-new", args=[case.ref])


def held(case, **more):
    return {
        "on": case.office.today(), "participants": "Salma, health centre", "decisions": "A bed",
        "person_took_part": "yes", "task-rows": "1", **more,
    }  # fmt: skip


def test_a_decision_becomes_a_task_of_somebody(client, page, case, caseworker, colleague):
    client.force_login(caseworker)
    due = case.office.today() + timedelta(days=3)
    task = {
        "task-0-text": "Call the shelter", "task-0-assigned_to": str(colleague.ref),
        "task-0-due_on": due,
    }  # fmt: skip
    assert client.post(page, held(case, **task)).status_code == 303
    set_for = case.tasks.pending().get(what="other")
    assert (set_for.assigned_to, set_for.due_on) == (colleague, due)
    assert set_for.text == "Call the shelter"


def test_a_meeting_without_tasks_is_kept(client, page, case, caseworker):
    client.force_login(caseworker)
    client.post(page, held(case, **{"task-0-assigned_to": str(caseworker.ref)}))
    assert CaseConference.objects.get().person_took_part
    assert not case.tasks.filter(what="other").exists()


def test_one_more_task_without_scripts(client, page, case, caseworker):
    client.force_login(caseworker)
    answer = client.post(page, held(case, **{"more-task": "1", "task-0-text": "Call"}))
    told = answer.content.decode()
    assert 'name="task-1-text"' in told
    assert 'value="Call"' in told
    assert "Salma, health centre" in told
    assert not CaseConference.objects.exists()


def test_a_stranger_finds_nothing(client, page, case, stranger):
    client.force_login(stranger)
    assert client.get(page).status_code == 404
    assert client.post(page, held(case)).status_code == 404
