"""A survey is open to anybody: a few questions a page, no name, and nothing until it is sent."""

import re
from uuid import uuid4

import pytest

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork.models import Form, PublicForm, Submission
from amparo.foundation.fieldwork.tests.test_form_management import (
    PURPOSE,
    QUESTION,
    SENSITIVITY,
    xlsx,
)

pytestmark = pytest.mark.django_db


def question(name, kind="text", **more):
    said = {"label::Español (es)": f"¿{name}?", "label::العربية (ar)": f"؟{name}"}
    about = {PURPOSE: "case_management", SENSITIVITY: "plain"}
    return {"type": kind, "name": name} | said | about | more


def group(name, *lines):
    said = {"label::Español (es)": name, "label::العربية (ar)": name}
    return [{"type": "begin group", "name": name} | said, *lines, {"type": "end group"}]


YES_NO = [
    {"list_name": "yn", "name": name, "label::Español (es)": name, "label::العربية (ar)": name}
    for name in ("yes", "no")
]


@pytest.fixture
def opened(data_officer):
    lines = [
        *group("first", question("agrees", "select_one yn"), question("happy", "integer",
               constraint=". < 6", **{"constraint_message": "De 1 a 5"})),
        *group("second", question("why"), question("which", "select_multiple yn")),
    ]  # fmt: skip
    version = Form.upload(xlsx(*lines, choices=YES_NO), by=data_officer)
    version.publish(by=data_officer)
    return PublicForm.begin(version.form, by=data_officer)


def here(opened):
    return f"/a/f/{opened.ref}/?lang=es"


def number(answer):
    return re.search(r'name="form" value="([^"]+)"', answer.content.decode())[1]


def test_one_group_a_page_and_it_arrives_once(client, opened, data_officer):
    first = client.get(here(opened))
    assert "¿why?" not in first.content.decode()
    told = {"form": number(first), "at": "1", "/data/first/agrees": "yes"}
    odd = client.post(here(opened), told | {"/data/first/happy": "9", "next": "1"})
    assert odd.status_code == 422
    assert "De 1 a 5" in odd.content.decode()
    second = client.post(here(opened), told | {"/data/first/happy": "4", "next": "1"})
    page = second.content.decode()
    assert "¿why?" in page
    assert '<input type="hidden" name="/data/first/happy" value="4">' in page
    whole = {
        "form": number(second), "at": "3", "/data/first/agrees": "yes", "/data/first/happy": "4",
        "/data/second/why": "They listened", "/data/second/which": ["yes", "no"], "send": "1",
    }  # fmt: skip
    del whole["send"]
    last = client.post(here(opened), whole | {"at": "2", "next": "1"}).content.decode()
    assert 'name="send"' in last
    assert not Submission.objects.exists()
    whole["send"] = "1"
    for _again in range(2):
        assert "Gracias" in client.post(here(opened), whole).content.decode()
    sent = Submission.objects.get()
    assert (sent.by, sent.state, sent.office) == (None, "kept", data_officer.office)
    assert sent.opened.answers["second"] == {"why": "They listened", "which": ["yes", "no"]}


def test_going_back_loses_nothing(client, opened):
    first = client.get(here(opened))
    told = {
        "form": number(first), "at": "2", "/data/first/happy": "4", "/data/second/why": "Peace",
        "/data/second/which": ["yes"], "back": "1",
    }  # fmt: skip
    page = client.post(here(opened), told).content.decode()
    assert '<input type="hidden" name="/data/second/why" value="Peace">' in page
    assert re.search(r'name="/data/first/happy" value="4"', page)
    assert not Submission.objects.exists()


def test_whoever_says_no_is_not_kept(client, opened):
    told = {
        "form": number(client.get(here(opened))), "at": "3", "/data/first/agrees": "no",
        "send": "1",
    }  # fmt: skip
    assert client.post(here(opened), told).status_code == 200
    assert not Submission.objects.exists()


def test_a_form_of_another_maker_is_refused(client, opened):
    assert (
        client.post(here(opened), {"form": "made:up", "at": "2", "send": "1"}).status_code == 403
    )


def test_it_may_not_ask_who_somebody_is(data_officer):
    version = Form.upload(xlsx(QUESTION | {SENSITIVITY: "identity"}), by=data_officer)
    version.publish(by=data_officer)
    with pytest.raises(Refusal):
        PublicForm.begin(version.form, by=data_officer)


def test_a_newer_version_that_asks_it_is_not_shown(client, opened, data_officer):
    newer = xlsx(QUESTION | {SENSITIVITY: "contact"}, settings={"version": "2"})
    Form.upload(newer, by=data_officer).publish(by=data_officer)
    assert client.get(here(opened)).status_code == 404


def test_it_is_opened_and_closed_on_its_page(client, opened, data_officer):
    client.force_login(data_officer)
    form = f"/forms/{opened.form.ref}/"
    assert f"/a/f/{opened.ref}/" in client.get(form).content.decode()
    assert client.post(f"{form}public/end/", {"once": str(uuid4())}).status_code == 303
    assert client.get(here(opened)).status_code == 404
    assert client.post(f"{form}public/", {"once": str(uuid4())}).status_code == 303
    deeds = list(
        AuditEntry.objects.filter(record_ref=opened.form.ref).values_list("event", flat=True)
    )
    assert deeds.count("form.opened_in_public") == 2
    assert "form.closed_in_public" in deeds
