"""Papers: taken only as what they are, kept sealed, given back as files and never as pages."""

import errno
import io
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from amparo.foundation.core.encryption.fields import personal_fields
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.tests.sample_files import (
    CANARY,
    HONEST,
    docx,
    odf,
    pdf,
    picture,
    picture_with_a_page,
)
from amparo.pillars.assistance.cases.models import Attachment

pytestmark = pytest.mark.django_db
PDF, DOCX, ODT = pdf(), HONEST["carta.docx"][1], HONEST["carta.odt"][1]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.AMPARO_FILE_STORAGE = tmp_path
    return tmp_path


@pytest.fixture
def page(case):
    return reverse("cases:attachment-new", args=[case.ref])


def send(client, page, name, content, kind, **more):
    return client.post(page, {"file": SimpleUploadedFile(name, content, kind), **more})


def test_a_paper_is_sealed_on_the_disk_and_whole_when_opened(
    client, page, case, files, caseworker
):
    client.force_login(caseworker)
    assert send(client, page, "acta.pdf", PDF, "application/pdf").status_code == 303
    paper = Attachment.objects.get()
    assert all(PDF[:8] not in path.read_bytes() for path in files.rglob("*") if path.is_file())
    answer = client.get(reverse("cases:attachment", args=[case.ref, paper.ref]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none';")
    assert AuditEntry.objects.filter(event="attachment.seen", file_ref=case.ref).exists()


@pytest.mark.parametrize("content", [picture(), picture_with_a_page()])
def test_v14_2_8_of_a_picture_the_place_does_not_come_along(client, page, caseworker, content):
    client.force_login(caseworker)
    send(client, page, "foto.JPG", content, "image/jpeg")
    kept = Attachment.objects.get().open().read()
    with Image.open(io.BytesIO(kept)) as seen:
        assert seen.size == (30, 60)  # it was set upright first
        assert not seen.getexif()
    assert CANARY.encode() not in kept
    assert b"script" not in kept


def test_v14_2_8_evidence_is_kept_as_it_was_taken_if_they_agreed(client, page, case, caseworker):
    client.force_login(caseworker)
    asked = {"original": "on"}
    refused = send(client, page, "foto.jpg", picture(), "image/jpeg", **asked)
    assert refused.status_code == 422
    assert "Ask them first" in refused.content.decode()
    assert send(
        client, page, "foto.jpg", picture(), "image/jpeg", **asked, agreed="on"
    ).status_code == 303  # fmt: skip
    paper = Attachment.objects.get()
    assert paper.is_original
    assert CANARY.encode() in paper.open().read()
    assert AuditEntry.objects.get(event="attachment.kept").details["evidence"] == "original"
    listed = client.get(reverse("cases:attachments", args=[case.ref])).content.decode()
    assert "as it was taken, for evidence" in listed


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("page.pdf", b"<!doctype html><script>1</script>", "application/pdf"),
        ("acta.pdf", PDF, "text/html"),
        ("foto.jpg", PDF, "image/jpeg"),
        ("foto.png", picture("JPEG"), "image/png"),
        ("program.exe", b"MZ" + b"\0" * 64, "application/octet-stream"),
        ("foto.heic", b"\0\0\0\x18ftypheic", "image/heic"),
        ("sheet.docx", HONEST["tabla.xlsx"][0](), DOCX),
        ("acts.docx", docx({"word/vbaProject.bin": b"x"}), DOCX),
        ("acts.odt", odf(more={"Basic/Standard/m.xml": "<x/>"}), ODT),
        ("page.txt", b"<html><body>x</body></html>", "text/plain"),
        ("bytes.txt", b"\x00\x01\x02", "text/plain"),
        ("nothing.pdf", b"", "application/pdf"),
        ("broken.jpg", picture()[:200], "image/jpeg"),
        ("noend", PDF, "application/pdf"),
    ],
)  # fmt: skip
def test_v5_2_2_what_is_not_what_it_says_stays_outside(
    client, page, caseworker, name, content, kind
):
    client.force_login(caseworker)
    assert send(client, page, name, content, kind).status_code == 422
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("name", HONEST)
def test_honest_papers_come_in(client, page, caseworker, name):
    client.force_login(caseworker)
    make, kind = HONEST[name]
    assert send(client, page, name, make(), kind).status_code == 303
    assert Attachment.objects.get().name == name


def test_more_than_20_mb_is_too_much(client, page, caseworker):
    client.force_login(caseworker)
    answer = send(client, page, "acta.pdf", PDF + b" " * 20 * 1024 * 1024, "application/pdf")
    assert answer.status_code == 413
    assert "20 MB" in answer.content.decode()


def test_v5_3_2_the_name_is_personal_and_in_no_address(client, page, case, caseworker):
    client.force_login(caseworker)
    send(client, page, "Rosa Quispe.pdf", PDF, "application/pdf")
    listed = client.get(reverse("cases:attachments", args=[case.ref])).content.decode()
    assert "Rosa Quispe.pdf" in listed
    assert "name" in personal_fields(Attachment)


def test_a_paper_that_was_changed_where_it_lies_is_not_given_out(
    client, page, case, files, caseworker
):
    client.force_login(caseworker)
    send(client, page, "acta.pdf", PDF, "application/pdf")
    paper = Attachment.objects.get()
    path = files / EncryptedFile.place(paper.storage_key)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    answer = client.get(reverse("cases:attachment", args=[case.ref, paper.ref]))
    assert answer.status_code == 409
    assert "cut or changed" in answer.content.decode()


def test_a_disk_that_is_full_says_so_and_keeps_nothing(
    client, page, files, caseworker, monkeypatch
):
    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    client.force_login(caseworker)
    refused = send(client, page, "acta.pdf", PDF, "application/pdf")
    assert refused.status_code == 422
    assert "no room left" in refused.content.decode()
    assert not Attachment.objects.exists()
    assert not [path for path in files.rglob("*") if path.is_file()]


def test_a_stranger_reads_and_adds_nothing(client, page, case, caseworker, stranger):
    client.force_login(caseworker)
    send(client, page, "acta.pdf", PDF, "application/pdf")
    paper = Attachment.objects.get()
    client.force_login(stranger)
    assert send(client, page, "acta.pdf", PDF, "application/pdf").status_code == 404
    assert client.get(reverse("cases:attachments", args=[case.ref])).status_code == 404
    there = reverse("cases:attachment", args=[case.ref, paper.ref])
    assert client.get(there).status_code == 404
