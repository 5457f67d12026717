"""A caseworker writes half a form and is called away: what was written is there again."""

from uuid import uuid4

import pytest
from django.db import connection

from amparo.foundation.core.models import AuditEntry
from amparo.pillars.assistance.case_forms.models import CaseForm, CaseFormDraft

from .test_case_forms import send, version

__all__ = ["send", "version"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def look(client, send):
    """The next look: nothing is kept among the answers, and nothing is lost."""

    def post(to="", **given):
        told = {f"/data/{name}": value for name, value in given.items()}
        return client.post(send.url + to, {"once": str(uuid4())} | told)

    return post


def test_what_was_written_is_there_again(client, look, send):
    look(story="She walked for a week.", agrees="yes")
    page = client.get(send.url).content.decode()
    assert "She walked for a week." in page
    assert "You continue with what you wrote before" in page
    assert not CaseForm.objects.exists()


def test_what_is_wrong_is_there_again_too(client, send):
    assert send(age="130", story="Kept.").status_code == 422
    page = client.get(send.url).content.decode()
    assert "Kept." in page
    assert 'value="130"' in page


def test_what_was_cleared_stays_cleared(client, look, send, case):
    look(name="")
    assert f'value="{case.person.given_names}"' not in client.get(send.url).content.decode()


def test_a_page_keeps_it_while_one_writes_and_says_when(client, look, send):
    answer = look("draft/", story="Half a sent")
    assert answer.json()["said"].startswith("Kept at ")
    assert "Half a sent" in client.get(send.url).content.decode()


def test_the_page_of_the_case_shows_what_was_begun(client, look, case):
    look(story="Half.")
    page = client.get(f"/cases/{case.ref}/forms/").content.decode()
    assert "Started" in page
    assert "Last kept" in page


def test_a_colleague_sees_no_draft_of_others(client, look, send, case, colleague):
    look(story="Half a sentence.")
    client.force_login(colleague)
    assert "Half a sentence." not in client.get(send.url).content.decode()
    assert "Last kept" not in client.get(f"/cases/{case.ref}/forms/").content.decode()


def test_keeping_the_form_ends_the_draft(look, send):
    look(story="She walked.")
    send(story="She walked for a week.")
    assert CaseForm.objects.get().outcome.answers["story"] == "She walked for a week."
    assert not CaseFormDraft.objects.exists()


def test_starting_again_throws_it_away(client, look, send, case):
    look(story="The wrong case.")
    page = client.post(f"{send.url}again/", {"once": str(uuid4())}, follow=True).content.decode()
    assert "The wrong case." not in page
    assert not CaseFormDraft.objects.exists()
    deeds = AuditEntry.objects.filter(file_ref=case.ref).values_list("event", flat=True)
    assert {"caseformdraft.begun", "caseformdraft.thrown_away"} <= set(deeds)


def test_writing_on_leaves_one_line_and_one_draft(look, case):
    for words in ("a", "ab", "abc"):
        look("draft/", story=words)
    assert CaseFormDraft.objects.count() == 1
    assert AuditEntry.objects.filter(event="caseformdraft.begun", file_ref=case.ref).count() == 1


def test_whoever_does_not_agree_leaves_no_draft_either(look, send):
    look(story="Secret.")
    look("draft/", agrees="no", story="Secret.")
    assert not CaseFormDraft.objects.exists()
    look(story="Secret.")
    assert "did not agree" in send(agrees="no", story="Secret.").content.decode()
    assert not CaseFormDraft.objects.exists()


def test_what_is_agreed_to_no_more_is_not_taken_up(look, send, client, case, caseworker):
    person = case.person
    look(story="For the case.")
    draft = CaseFormDraft.objects.get()
    record = draft.answers.replace("<tale/>", "<tale>Not for others.</tale>")
    assert not person.consents_to("photo_media", controller=case.organization)
    CaseFormDraft.hold(case, draft.version, record.encode(), by=caseworker)
    assert "Not for others." not in client.get(f"{send.url}screen/").content.decode()
    send(story="For the case.")
    assert not CaseForm.objects.get().outcome.answers["tale"]


def test_who_began_may_end_when_the_form_was_retired_meanwhile(look, send, version, client):
    look(story="Half.")
    version.retire(by=None)
    assert "Half." in client.get(send.url).content.decode()
    send(story="Whole.")
    assert CaseForm.objects.get().outcome.answers["story"] == "Whole."


def test_the_database_says_nothing(look):
    look(story="She walked for a week.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM case_forms_caseformdraft")
        assert b"walked" not in bytes(cursor.fetchone()[0])


def test_a_stranger_can_neither_keep_nor_throw_away(client, send, stranger):
    client.force_login(stranger)
    for to in ("draft/", "again/", "screen/"):
        assert client.post(send.url + to, {"once": str(uuid4())}).status_code == 404
