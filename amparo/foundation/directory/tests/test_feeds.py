"""The data officer looks a directory of others through, and decides."""

import io
import json
import zipfile
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.models import AuditEntry
from amparo.foundation.directory.models import FeedFile, Service

from .schema_validation import exported
from .test_hsds_import import theirs

pytestmark = pytest.mark.django_db(transaction=False)
NEW = "/directory/feeds/new/"


def send(client, *services, title="City directory", content=None, **told):
    content = json.dumps(services).encode() if content is None else content
    told = {"language": "es", "time_zone": "America/La_Paz", "kind": "food.inkind"} | told
    arrived = SimpleUploadedFile("list.json", content)
    return client.post(NEW, {"once": str(uuid4()), "title": title, "file": arrived} | told)


def decide(client, file, action="import", **chosen):
    url = f"/directory/feeds/{file.ref}/{action}/"
    return client.post(url, {"once": str(uuid4())} | chosen)


@pytest.fixture
def officer(client, data_officer):
    client.force_login(data_officer)
    return data_officer


def test_first_one_sees_what_would_change_and_nothing_is_written(client, officer, harbour):
    answered = send(client, theirs(1), theirs(2, email="no address"))
    assert answered.status_code == 303
    page = client.get(answered["Location"], headers={"accept-language": "en"}).content.decode()
    assert "Soup kitchen 1" in page
    assert "no address" in page
    assert "service.email" in page
    assert not Service.objects.exists()


def test_then_it_is_taken_over_and_the_file_is_gone(client, officer, harbour):
    send(client, theirs())
    file = FeedFile.objects.get()
    assert decide(client, file).status_code == 303
    assert Service.objects.get().phone == "555 0199"
    file.refresh_from_db()
    assert (file.new, file.storage_key) == (1, "")
    assert AuditEntry.objects.filter(event="feed.brought", by=officer).count() == 1
    assert decide(client, file).status_code == 409, "it was decided"


def test_or_it_is_put_away(client, officer, harbour, django_capture_on_commit_callbacks):
    send(client, theirs())
    file = FeedFile.objects.get()
    kept = file.storage_key
    with django_capture_on_commit_callbacks(execute=True):
        decide(client, file, "discard")
    assert not Service.objects.exists()
    assert kept not in EncryptedFile.names()


def test_what_we_looked_at_later_is_asked_for_one_by_one(client, officer, harbour):
    send(client, theirs())
    decide(client, FeedFile.objects.first())
    service = Service.objects.get()
    service.change(by=officer, phone="555 0001")
    service.confirm("call", by=officer)
    answered = send(client, theirs())
    page = client.get(answered["Location"], headers={"accept-language": "en"}).content.decode()
    assert "We verified more recently" in page
    assert str(service.ref) in page
    decide(client, FeedFile.objects.first())
    service.refresh_from_db()
    assert service.phone == "555 0001"
    send(client, theirs())
    decide(client, FeedFile.objects.first(), also=[str(service.ref)])
    service.refresh_from_db()
    assert service.phone == "555 0199"


@pytest.mark.parametrize("content", [b"", b"[]", b"no directory at all", b"\x89PNG"])
def test_what_cannot_be_read_is_said_on_the_form_and_not_kept(client, officer, content):
    answered = send(client, content=content)
    assert answered.status_code == 422
    assert not FeedFile.objects.exists()


def test_a_file_that_is_too_large_is_refused(client, officer, settings):
    answered = send(client, content=b"[" + b" " * (21 * 1024 * 1024) + b"]")
    assert answered.status_code in (413, 422)
    assert not FeedFile.objects.exists()


@pytest.mark.parametrize("who", ["caseworker", "nurse", "official", "auditor"])
def test_nobody_else_does(client, request, who, data_officer, harbour):
    client.force_login(data_officer)
    send(client, theirs())
    file = FeedFile.objects.get()
    client.force_login(request.getfixturevalue(who))
    assert send(client, theirs()).status_code in (403, 404, 413)
    assert client.get(f"/directory/feeds/{file.ref}/").status_code == 404
    assert decide(client, file).status_code == 404
    assert client.get("/directory/export/json/").status_code == 404


def test_ours_is_taken_out_and_leaves_a_line(client, officer, shelter, safe_house):
    answered = client.get("/directory/export/json/")
    text = answered.content.decode()
    assert text == exported()
    assert str(shelter.ref) in text
    assert str(safe_house.ref) not in text
    tables = client.get("/directory/export/tables/").content
    with zipfile.ZipFile(io.BytesIO(tables)) as package:
        assert "datapackage.json" in package.namelist()
        assert b"Camino Secreto" not in b"".join(map(package.read, package.namelist()))
    assert AuditEntry.objects.filter(event="directory.taken_out", by=officer).count() == 2
    assert client.get("/directory/export/xml/").status_code == 404


def test_at_the_command_line_it_goes_out_and_comes_in(
    shelter, data_officer, tmp_path, capsys, harbour
):
    out, tables, inn = tmp_path / "ours.json", tmp_path / "ours.zip", tmp_path / "theirs.json"
    call_command("hsds", "export", str(out))
    call_command("hsds", "export", str(tables))
    assert out.read_text(encoding="utf-8") == exported()
    assert zipfile.is_zipfile(tables)
    inn.write_text(json.dumps([theirs(), theirs(2, name="")]))
    how = ["--source", "City", "--by", data_officer.email, "--kind", "food"]
    call_command("hsds", "import", str(inn), *how)
    said = capsys.readouterr().out
    assert "1 new, 0 changed, 0 the same, 0 gone, 1 stay out." in said
    assert Service.objects.count() == 1
    call_command("hsds", "import", str(inn), *how, "--apply")
    assert Service.objects.count() == 2
    with pytest.raises(CommandError):
        call_command("hsds", "import", str(tmp_path / "none"), *how)


def test_a_caseworker_brings_nothing_in_at_the_command_line(caseworker, tmp_path):
    with pytest.raises(CommandError):
        call_command("hsds", "import", str(tmp_path), "--source", "City", "--by", caseworker.email)
