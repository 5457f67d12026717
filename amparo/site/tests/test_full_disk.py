"""While the disk is full, files are read and opened in an emergency; nothing else is written."""

from types import SimpleNamespace
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from amparo.foundation.core.database import disk_reserve
from amparo.foundation.core.database.disk_reserve import MEGABYTE, Reserve
from amparo.foundation.core.models import AuditEntry
from amparo.ops.doctor.checks import DANGER, OK, WARN, run_checks
from amparo.pillars.assistance.cases.models import EmergencyAccess, Note

pytestmark = pytest.mark.django_db
FULL = "The disk is full"


@pytest.fixture
def disk(tmp_path, monkeypatch):
    """A disk with a reserve on it, and how much room it says that it has."""
    kept = Reserve(tmp_path / "amparo.sqlite3.reserve", 4 * MEGABYTE)

    def room(megabytes):
        blocks = int(megabytes * 256)
        told = SimpleNamespace(f_bavail=blocks, f_bfree=blocks, f_blocks=10**6, f_frsize=4096)
        monkeypatch.setattr(disk_reserve.os, "statvfs", lambda path: told)

    for place in ("amparo.foundation.core.database.disk_reserve", "amparo.site.request_checks",
                  "amparo.ops.doctor.operations"):  # fmt: skip
        monkeypatch.setattr(f"{place}.reserve", lambda: kept)
    room(1000)
    assert kept.take()
    return SimpleNamespace(kept=kept, room=room)


@pytest.fixture
def full(disk):
    disk.room(0.1)
    return disk


@pytest.fixture
def there(caseworker):
    client = Client(raise_request_exception=False, headers={"Accept-Language": "en"})
    client.force_login(caseworker)
    return client


def note(case):
    return f"/cases/{case.ref}/notes/new/"


def written(text="She slept well."):
    """A form without files, as a browser sends it."""
    sent = urlencode({"once": str(uuid4()), "kind": "note", "text": text})
    return {"data": sent, "content_type": "application/x-www-form-urlencoded"}


def test_a_file_is_read_and_its_line_is_written(there, case, full):
    page = there.get(case.get_absolute_url())
    assert page.status_code == 200
    assert AuditEntry.objects.filter(event="case.seen", record_ref=case.ref).exists()
    assert full.kept.is_released


def test_what_is_new_is_refused_in_words_and_kept_in_the_page(there, case, full):
    answer = there.post(note(case), **written("She cannot go home."))
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert FULL in answer.text
    assert "opened in an emergency" in answer.text
    assert 'value="She cannot go home."' in answer.text
    assert Note.objects.count() == 0


def test_a_part_of_a_page_is_refused_beside_its_form(there, case, full):
    answer = there.post(note(case), **written(), headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#refusals")
    assert FULL in answer.text


def test_a_file_that_is_sent_is_not_even_read(there, case, full, monkeypatch):
    from amparo.foundation.core.files import uploads

    def read(*_, **__):
        raise AssertionError("It was read.")

    monkeypatch.setattr(uploads.EncryptedUploadHandler, "receive_data_chunk", read)
    paper = SimpleUploadedFile("paper.pdf", b"%PDF-1.4" + bytes(1000))
    answer = there.post(f"/cases/{case.ref}/attachments/new/", {"file": paper})
    assert answer.status_code == 503
    assert FULL in answer.text


def test_a_file_is_opened_in_an_emergency(case, stranger, full):
    client = Client()
    client.force_login(stranger)
    sent = {"number": case.number, "reason": "danger", "text": "She must not go home tonight"}
    assert client.get("/emergencies/new/").status_code == 200
    assert client.post("/emergencies/new/", sent)["Location"] == case.get_absolute_url()
    assert client.get(case.get_absolute_url()).status_code == 200
    assert EmergencyAccess.objects.get().by == stranger
    alert = client.get(f"{case.get_absolute_url()}alerts/new/")
    assert alert.status_code == 200


def test_who_asks_for_help_is_told_whom_to_call(client, full):
    answer = client.post("/a/h/", {"text": "Help"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert "call one of the emergency numbers" in answer.text
    assert 'href="/a/t/"' in answer.text
    assert "administrator" not in answer.text


def test_people_get_in_and_out_and_look_somebody_up(there, case, full):
    assert FULL not in there.post("/search/", {"q": "Rosa"}).text
    assert there.post("/sign-out/").status_code in (302, 303)
    tried = there.post("/sign-in/", {"email": "nobody@example.org", "password": "the long road"})
    assert FULL not in tried.text


def test_once_there_is_room_everything_goes_on_by_itself(there, case, full):
    sent = written()
    assert there.post(note(case), **sent).status_code == 503
    full.room(1000)
    assert there.post(note(case), **sent).status_code == 303
    assert Note.objects.count() == 1
    assert not full.kept.is_released


def full_at(function, times):
    """The function; its first calls raise that the database is full: a quota, not the disk."""
    calls = []

    def answer(*args, **kwargs):
        calls.append(1)
        if len(calls) > times:
            return function(*args, **kwargs)
        told = Exception("database or disk is full")
        told.sqlite_errorname = "SQLITE_FULL"
        raise OperationalError("database or disk is full") from told

    return answer


def test_a_page_that_meets_a_full_disk_is_made_again_in_the_space_that_is_freed(
    there, case, disk, monkeypatch
):
    from amparo.foundation.core.audit import log

    monkeypatch.setattr(log, "log_read", full_at(log.log_read, 1))
    assert there.get(case.get_absolute_url()).status_code == 200
    assert disk.kept.is_released
    assert AuditEntry.objects.filter(event="case.seen", record_ref=case.ref).count() == 1


def test_a_page_is_made_again_once_only(there, case, disk, monkeypatch):
    from amparo.foundation.core.audit import log

    monkeypatch.setattr(log, "log_read", full_at(log.log_read, 2))
    answer = there.get(case.get_absolute_url())
    assert (answer.status_code, FULL in answer.text) == (503, True)
    assert there.get(case.get_absolute_url()).status_code == 200


def said(level):
    return "\n".join(found.what for found in run_checks("machine") if found.level == level)


def test_the_doctor_says_so_and_what_to_do(disk, monkeypatch):
    monkeypatch.setattr(
        "amparo.ops.doctor.operations.connection", SimpleNamespace(vendor="sqlite"), raising=True
    )
    assert "4 MB are kept for reading" in said(OK)
    disk.room(0.1)
    disk.kept.look()
    assert "nothing new is saved: 3 of 4 MB are left" in said(DANGER)
    assert "taken again by itself" in said(DANGER)
    disk.room(1000)
    disk.kept.take()
    disk.kept.path.unlink()
    assert "are not yet" in said(WARN)


def test_on_postgresql_the_doctor_says_that_the_disk_is_not_ours(monkeypatch):
    monkeypatch.setattr(
        "amparo.ops.doctor.operations.connection", SimpleNamespace(vendor="postgresql")
    )
    assert "database server's disk" in said(WARN)
