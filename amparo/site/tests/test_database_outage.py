"""While the database is away nothing is lost: the page says so, and sends the form again."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.test import Client
from django.urls import reverse

from amparo.foundation.core.audit import log
from amparo.foundation.core.database import availability
from amparo.foundation.core.models import AuditEntry, IdempotencyKey, Session
from amparo.pillars.assistance.cases.models import Case, Note

pytestmark = pytest.mark.django_db


def lost(state="57P01", kind=OperationalError):
    """What Django raises when the server ends a connection."""
    told = Exception("terminating connection due to administrator command")
    told.sqlstate = state
    error = kind("lost")
    error.__cause__ = told
    return error


@pytest.fixture
def signed_in(caseworker):
    client = Client(raise_request_exception=False, headers={"Accept-Language": "en"})
    client.force_login(caseworker)
    return client


@pytest.fixture
def note(case):
    return reverse("cases:note-new", args=[case.ref])


@pytest.fixture
def goes_away(monkeypatch):
    """The database is away, from this action on."""

    def goes_away(model=Case, verb="require_work_allowed", error=None):
        def fail(*_, **__):
            raise error or lost()

        monkeypatch.setattr(model, verb, fail)

    return goes_away


def test_what_was_written_is_in_the_page_and_can_be_sent_again(
    signed_in, note, goes_away, monkeypatch
):
    key, words = str(uuid4()), 'She said "no" <twice>\nand left.'
    goes_away()
    answer = signed_in.post(note, {"once": key, "kind": "note", "text": words})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "no-store" in answer["Cache-Control"]
    assert "Nothing is lost" in answer.text
    assert "<twice>" not in answer.text
    assert IdempotencyKey.objects.count() == 0
    monkeypatch.undo()
    kept = {
        name: unescape(value)
        for name, value in re.findall(r'name="([\w-]+)" value="([^"]*)"', answer.text)
    }
    assert (kept["once"], kept["text"]) == (key, words)
    again = signed_in.post(unescape(re.search(r'action="([^"]+)"', answer.text)[1]), kept)
    assert again.status_code == 303
    assert Note.objects.get().text.splitlines() == words.splitlines()


def test_a_form_that_was_kept_after_all_is_not_kept_twice(signed_in, note, goes_away, monkeypatch):
    """The commit went through, and its answer did not: the key knows."""
    sent = {"once": str(uuid4()), "kind": "note", "text": "She slept well."}
    first = signed_in.post(note, sent)
    again = signed_in.post(note, sent | {"tries-so-far": "3"})
    assert (first["Location"], Note.objects.count()) == (again["Location"], 1)
    assert AuditEntry.objects.filter(event="note.written").count() == 1


def test_so_is_a_session_that_could_not_be_kept(signed_in, note, goes_away, monkeypatch):
    """The deed stands, and the database died before the screen's own line was written."""
    sent = {"once": str(uuid4()), "kind": "note", "text": "She slept well."}
    goes_away(Session, "save")
    answer = signed_in.post(note, sent)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    monkeypatch.undo()
    assert signed_in.post(note, sent).status_code == 303
    assert Note.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "text"), [("es", 'lang="es"'), ("ar", 'dir="rtl"'), ("fr", 'lang="fr"')]
)
def test_it_speaks_the_readers_language_though_nobody_knows_who_they_are(
    caseworker, monkeypatch, language, text
):
    client = Client(raise_request_exception=False, headers={"Accept-Language": language})
    client.force_login(caseworker)
    from django.contrib.auth import backends

    monkeypatch.setattr(
        backends.ModelBackend, "get_user", lambda *_: (_ for _ in ()).throw(lost())
    )
    answer = client.get("/today/")
    assert answer.status_code == 503
    assert text in answer.text


def test_a_password_is_never_written_into_a_page(client, monkeypatch):
    from amparo.site.accounts.forms import SignInForm

    def fail(*_):
        raise lost()

    client.raise_request_exception = False
    monkeypatch.setattr(SignInForm, "is_valid", fail)
    sent = {"once": str(uuid4()), "email": "lucia@example.org", "password": "the long road"}
    answer = client.post("/sign-in/", sent)
    assert answer.status_code == 503
    assert "the long road" not in answer.text
    assert "lucia@" not in answer.text


def test_a_page_asked_for_is_asked_for_again_by_a_button(signed_in, case, monkeypatch):
    def fail(*_):
        raise lost()

    monkeypatch.setattr(log, "log_read", fail)
    answer = signed_in.get(f"/cases/{case.ref}/")
    assert answer.status_code == 503
    assert f'href="/cases/{case.ref}/"' in answer.text


def test_the_page_stops_trying_by_itself_after_a_while(signed_in, note, goes_away):
    goes_away()
    sent = {"once": str(uuid4()), "kind": "note", "text": "Hello"}
    assert "data-retry-after" in signed_in.post(note, sent | {"tries-so-far": "1"}).text
    tired = signed_in.post(note, sent | {"tries-so-far": "40"})
    assert "data-retry-after" not in tired.text
    assert 'value="Hello"' in tired.text


def test_a_mistake_of_ours_is_not_sent_again(signed_in, note, goes_away):
    goes_away(error=ZeroDivisionError())
    assert (
        signed_in.post(note, {"once": str(uuid4()), "kind": "note", "text": "x"}).status_code
        == 500
    )


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (lost("08006"), True),  # connection failure
        (lost("57P01"), True),  # ended by an operator
        (lost("25006", ProgrammingError), True),  # a leader that is one no more
        (lost("40001"), True),  # serialization
        (lost("55P03"), True),  # a lock that was not to be had
        (lost("53300"), True),  # too many connections
        (lost(None), True),  # no answer at all
        (lost("42P01", ProgrammingError), False),  # no such table
        (lost("22001", ProgrammingError), False),  # too long
        (InterfaceError("closed"), True),
        (availability.CommitUnknown("?"), True),
        (ValueError("x"), False),
        (None, False),
    ],
)
def test_what_passes_by_itself_is_told_from_what_does_not(error, passes):
    assert availability.is_unavailable(error) is passes


def _fail_in_consequence():
    try:
        raise lost()
    except OperationalError:
        raise RuntimeError("while giving up")  # noqa: B904


def test_what_failed_in_consequence_passes_too():
    with pytest.raises(RuntimeError) as failed:
        _fail_in_consequence()
    assert availability.is_unavailable(failed.value)


def test_a_balancer_and_a_page_can_ask_first(client, monkeypatch):
    assert client.get("/alive/").status_code == 204
    monkeypatch.setattr("amparo.site.views.errors.answers", lambda: False)
    answer = client.get("/alive/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


def test_a_locked_sqlite_passes_and_a_missing_table_does_not(tmp_path):
    from amparo.foundation.core.database.sqlite.base import DatabaseWrapper
    from amparo.foundation.core.database.sqlite.encrypted_file import open_encrypted

    settings = {"NAME": tmp_path / "x.sqlite3", "OPTIONS": {"timeout": 0}, "TIME_ZONE": None,
                "CONN_HEALTH_CHECKS": False, "CONN_MAX_AGE": 0, "AUTOCOMMIT": True}  # fmt: skip
    here = DatabaseWrapper(settings, "aside")
    holder = open_encrypted(tmp_path / "x.sqlite3", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(OperationalError) as locked, here.cursor() as cursor:
        cursor.execute("CREATE TABLE t (a)")
    holder.execute("ROLLBACK")
    with pytest.raises(OperationalError) as missing, here.cursor() as cursor:
        cursor.execute("SELECT * FROM nothing_here")
    here.close()
    holder.close()
    assert availability.is_unavailable(locked.value)
    assert not availability.is_unavailable(missing.value)
