"""Whoever has leave takes a file of HTCDS in and makes one, page by page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from amparo.foundation.core.jobs.worker import run_due_jobs
from amparo.foundation.core.models import AuditEntry, User
from amparo.foundation.people.models import Consent
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from amparo.pillars.assistance.counter_trafficking.models import (
    HtcdsExport,
    HtcdsImportFile,
    TraffickingRecord,
)
from amparo.pillars.assistance.counter_trafficking.tasks import delete_htcds_files

pytestmark = pytest.mark.django_db
FILE = b"""\
prs_FirstName,prs_Gender,prs_Birthdate,vic_TypeOfExploitation,cas_Status
Ana,Feminine,2001-02-03,ForcedLabour;Bondage,Active
Eva,Feminine,2001-02-30,ForcedLabour,Active
"""


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.AMPARO_FILE_STORAGE = tmp_path / "files"


@pytest.fixture
def send(client, lead, team):
    client.force_login(lead)

    def send(content=FILE, name="list.csv", **more):
        told = {
            "title": "Cruz del Sur", "team": team.pk, "basis": "agreement",
            "signed_by": "Sister Inés", "signed_on": "2026-01-15",
            "purposes": ["case_management"], "file": SimpleUploadedFile(name, content), **more,
        }  # fmt: skip
        return client.post("/htcds/files/new/", told)

    return send


@pytest.fixture
def entered(client, send):
    send()
    run_due_jobs()
    file = HtcdsImportFile.objects.get()
    client.post(f"/htcds/files/{file.ref}/bring/")
    run_due_jobs()
    return TraffickingRecord.objects.get().person


def test_a_file_is_taken_in_looked_through_and_let_in(client, send):
    answer = send()
    assert answer.status_code == 303
    run_due_jobs()
    page = client.get(answer["Location"]).content.decode()
    assert "2001-02-30" in page
    assert "Bondage" in page
    assert TraffickingRecord.objects.count() == 0
    file = HtcdsImportFile.objects.get()
    client.post(f"/htcds/files/{file.ref}/bring/")
    run_due_jobs()
    file.refresh_from_db()
    assert file.entered == 1
    assert TraffickingRecord.objects.get().person.name == "Ana"


def test_letting_in_twice_is_refused_and_doubles_nothing(client, entered):
    file = HtcdsImportFile.objects.get()
    assert client.post(f"/htcds/files/{file.ref}/bring/").status_code in (409, 422)
    run_due_jobs()
    assert TraffickingRecord.objects.count() == 1


@pytest.mark.parametrize(
    "content",
    [
        b"name,town\nAna,Quito\n",
        b"prs_Gender,cas_Status\nActive,Feminine\nClosed,Masculine\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    ],
)
def test_a_file_that_is_none_is_told_in_the_form_and_not_kept(send, content):
    answer = send(content)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not HtcdsImportFile.objects.exists()


def test_without_leave_there_is_no_team_to_choose(client, send, supervisor, team):
    client.force_login(supervisor)
    assert send().status_code == 422
    assert not HtcdsImportFile.objects.exists()


def test_for_those_without_leave_the_file_does_not_exist(client, send, supervisor, caseworker):
    send()
    url = f"/htcds/files/{HtcdsImportFile.objects.get().ref}/"
    for who in (supervisor, caseworker):
        client.force_login(who)
        assert client.get(url).status_code == 404
        assert client.post(f"{url}bring/").status_code == 404


def test_a_file_without_names_is_made_and_taken(client, entered, lead):
    agrees(entered, lead, "reporting")
    told = {"profile": "core", "purpose": "reporting", "shape": "csv", "recipient": ""}
    assert client.post("/htcds/made/new/", told).status_code == 303
    export = HtcdsExport.objects.get()
    answer = client.post(f"/htcds/made/{export.ref}/take/")
    file = b"".join(answer.streaming_content).decode()
    assert "ForcedLabour" in file
    assert "Ana" not in file
    assert "Bondage" not in file
    assert AuditEntry.objects.filter(event="htcds.taken", by=lead).exists()


def test_names_without_a_receiver_are_refused_on_the_form(client, entered):
    told = {"profile": "full", "purpose": "share_services", "shape": "csv", "recipient": ""}
    answer = client.post("/htcds/made/new/", told)
    assert answer.status_code == 422
    assert not HtcdsExport.objects.exists()


def test_nobody_agreed_and_no_file_is_made(client, entered):
    told = {"profile": "core", "purpose": "research", "shape": "json", "recipient": ""}
    assert client.post("/htcds/made/new/", told).status_code == 422
    assert not HtcdsExport.objects.exists()


def test_a_file_that_was_made_is_for_who_made_it(client, entered, lead, supervisor):
    agrees(entered, lead, "reporting")
    told = {"profile": "core", "purpose": "reporting", "shape": "csv", "recipient": ""}
    client.post("/htcds/made/new/", told)
    client.force_login(supervisor)
    assert client.post(f"/htcds/made/{HtcdsExport.objects.get().ref}/take/").status_code == 404


def test_originals_and_copies_go_when_their_time_is_over(client, entered, lead):
    agrees(entered, lead, "reporting")
    told = {"profile": "core", "purpose": "reporting", "shape": "csv", "recipient": ""}
    client.post("/htcds/made/new/", told)
    HtcdsImportFile.objects.update(done_at="2020-01-01T00:00Z")
    HtcdsExport.objects.update(good_until="2020-01-01T00:00Z")
    delete_htcds_files.call()
    file, export = HtcdsImportFile.objects.get(), HtcdsExport.objects.get()
    assert not file.storage_key
    assert not export.storage_key
    assert not file.issues.exists()
    assert file.entered == 1
    assert client.post(f"/htcds/made/{export.ref}/take/").status_code in (409, 422)


def agrees(person, by, purpose):
    given = ConsentGiven(choices=(Choice(purpose, True),), method="verbal", language="es")
    Consent.record(person, given, by=User.objects.get(pk=by.pk))
