"""Somebody says that what we hold is wrong: it is noted, decided, and answered in writing."""

from uuid import uuid4

import pytest

from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.privacy.models import DataSubjectRequest
from amparo.pillars.assistance.privacy.tasks import remind_of_data_requests

pytestmark = pytest.mark.django_db
WRONG = "My second name is Mamani, with an i"


@pytest.fixture
def asked(rosa, case, caseworker):
    return DataSubjectRequest.hear(
        rosa, by=caseworker, what="correction", field="names", text=WRONG,
        heard_on=case.office.today(), language="es",
    )  # fmt: skip


def hear(client, rosa, **said):
    usual = {"what": "correction", "field": "names", "text": WRONG, "language": "es"}
    sent = usual | {"heard_on": "2026-01-05", "once": str(uuid4())} | said
    return client.post(f"/people/{rosa.ref}/rights/new/", sent)


def answer(client, asked, outcome, because=""):
    sent = {"outcome": outcome, "because": because, "once": str(uuid4())}
    return client.post(f"/rights/{asked.ref}/answer/", sent)


def test_staff_note_what_the_person_says(client, rosa, case, colleague, caseworker):
    client.force_login(colleague)
    assert hear(client, rosa).status_code == 303
    asked = DataSubjectRequest.objects.get()
    assert (asked.text, asked.owner) == (WRONG, caseworker)
    assert Notification.objects.filter(user=caseworker, event="rights.asked").exists()
    assert WRONG not in str(AuditEntry.objects.filter(event="rights.asked").values())


@pytest.mark.parametrize("missing", ["field", "text", "heard_on", "what"])
def test_what_is_missing_is_said(client, rosa, case, caseworker, missing):
    client.force_login(caseworker)
    assert hear(client, rosa, **{missing: ""}).status_code == 422
    assert not DataSubjectRequest.objects.exists()


def test_a_no_says_why_and_stays_on_the_file(client, asked, caseworker):
    client.force_login(caseworker)
    assert answer(client, asked, "refused").status_code == 422
    assert answer(client, asked, "refused", "Her passport says otherwise").status_code == 303
    page = client.get(f"/people/{asked.person.ref}/").content.decode()
    assert "Her passport says otherwise" in page
    assert answer(client, asked, "done").status_code == 422, "answered once"


def test_of_two_who_answer_in_the_same_moment_the_second_is_told(asked, caseworker):
    stale = DataSubjectRequest.objects.get(pk=asked.pk)
    asked.answer(by=caseworker, outcome="done")
    with pytest.raises(Refusal):
        stale.answer(by=caseworker, outcome="refused", because="Her passport says otherwise")
    stored = DataSubjectRequest.objects.get()
    assert (stored.outcome, stored.answered_by, stored.is_open) == ("done", caseworker, False)


def test_the_answer_is_a_letter(client, asked, caseworker, stranger):
    client.force_login(caseworker)
    url = f"/rights/{asked.ref}/answer.pdf"
    assert client.get(url).status_code == 404
    answer(client, asked, "done")
    assert client.get(url).status_code == 200
    assert "Rosa" not in client.get(url)["Content-Disposition"]
    client.force_login(stranger)
    assert client.get(url).status_code == 404


def test_the_supervisor_sees_what_waits_and_who_answers(client, asked, supervisor, stranger):
    client.force_login(supervisor)
    page = client.get("/rights/").content.decode()
    assert asked.get_absolute_url() in page
    client.force_login(stranger)
    assert asked.get_absolute_url() not in client.get("/rights/").content.decode()


def test_whoever_answers_is_reminded_once_before_the_day(asked, caseworker):
    told = Notification.objects.filter(user=caseworker, event="rights.late")
    remind_of_data_requests.call()
    assert not told.exists()
    asked.due_on = asked.heard_on
    asked.save()
    for _twice in range(2):
        remind_of_data_requests.call()
    assert told.count() == 1
