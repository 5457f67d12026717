"""Papers: taken only as what they are, kept sealed, given back as files and never as pages."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from amparo.foundation.trust.models import Entry
from amparo.pillars.assistance.models import Attachment

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.AMPARO_FILES = tmp_path
    return tmp_path


@pytest.fixture
def page(case):
    return reverse("assistance:attachment-new", args=[case.ref])


def send(client, page, name, content, kind):
    return client.post(page, {"file": SimpleUploadedFile(name, content, kind)})


def picture(form="JPEG", size=(60, 30)):
    """A picture with a place in it, lying on its side."""
    drawn, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "S", 2: (16.0, 29.0, 1.0)})
    exif[0x010E] = "CANARY-PUERTO"
    Image.new("RGB", size, "navy").save(drawn, form, exif=exif)
    return drawn.getvalue()


def package(*names):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        for name in names:
            parts.writestr(name, "<x/>")
    return made.getvalue()


def test_a_paper_is_sealed_on_the_disk_and_whole_when_opened(
    client, page, case, files, caseworker
):
    client.force_login(caseworker)
    assert send(client, page, "acta.pdf", PDF, "application/pdf").status_code == 303
    paper = Attachment.objects.get()
    assert all(PDF[:8] not in path.read_bytes() for path in files.rglob("*") if path.is_file())
    answer = client.get(reverse("assistance:attachment", args=[case.ref, paper.ref]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert Entry.objects.filter(deed="attachment.seen", file_ref=case.ref).exists()


@pytest.mark.parametrize(
    ("form", "name", "kind"),
    [
        ("JPEG", "foto.JPG", "image/jpeg"),
        ("PNG", "foto.png", "image/png"),
        ("WEBP", "foto.webp", "image/webp"),
    ],
)
def test_of_a_picture_the_place_does_not_come_along(client, page, caseworker, form, name, kind):
    client.force_login(caseworker)
    send(client, page, name, picture(form), kind)
    kept = Attachment.objects.get().open().read()
    with Image.open(io.BytesIO(kept)) as seen:
        assert seen.format == form
        assert seen.size == (30, 60)  # it was set upright first
        assert not seen.getexif()
    assert b"CANARY-PUERTO" not in kept


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("page.pdf", b"<!doctype html><script>1</script>", "application/pdf"),
        ("acta.pdf", PDF, "text/html"),
        ("foto.jpg", PDF, "image/jpeg"),
        ("foto.png", picture("JPEG"), "image/png"),
        ("program.exe", b"MZ" + b"\0" * 64, "application/octet-stream"),
        ("foto.heic", b"\0\0\0\x18ftypheic", "image/heic"),
        ("sheet.docx", package("xl/workbook.xml"), DOCX),
        ("acts.docx", package("word/document.xml", "word/vbaProject.bin"), DOCX),
        ("acts.odt", package("content.xml", "Basic/Standard/m.xml"), ODT),
        ("page.txt", b"<html><body>x</body></html>", "text/plain"),
        ("bytes.txt", b"\x00\x01\x02", "text/plain"),
        ("nothing.pdf", b"", "application/pdf"),
        ("broken.jpg", picture()[:200], "image/jpeg"),
        ("noend", PDF, "application/pdf"),
    ],
)  # fmt: skip
def test_what_is_not_what_it_says_stays_outside(client, page, caseworker, name, content, kind):
    client.force_login(caseworker)
    assert send(client, page, name, content, kind).status_code == 422
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("carta.docx", package("[Content_Types].xml", "word/document.xml"), DOCX),
        ("carta.odt", package("mimetype", "content.xml"), ODT),
        ("nota.txt", "Señora Ñandú, يوم".encode(), "text/plain"),
        ("acta.pdf", PDF, "application/octet-stream"),
    ],
)
def test_honest_papers_come_in(client, page, caseworker, name, content, kind):
    client.force_login(caseworker)
    assert send(client, page, name, content, kind).status_code == 303
    assert Attachment.objects.get().name == name


def test_more_than_20_mb_is_too_much(client, page, caseworker):
    client.force_login(caseworker)
    answer = send(client, page, "acta.pdf", PDF + b" " * 20 * 1024 * 1024, "application/pdf")
    assert answer.status_code == 422
    assert "20 MB" in answer.content.decode()


def test_the_name_is_personal_and_in_no_address(client, page, case, caseworker):
    client.force_login(caseworker)
    send(client, page, "Rosa Quispe.pdf", PDF, "application/pdf")
    listed = client.get(reverse("assistance:attachments", args=[case.ref])).content.decode()
    assert "Rosa Quispe.pdf" in listed
    assert "name" in Attachment.personal


def test_a_stranger_reads_and_adds_nothing(client, page, case, caseworker, stranger):
    client.force_login(caseworker)
    send(client, page, "acta.pdf", PDF, "application/pdf")
    paper = Attachment.objects.get()
    client.force_login(stranger)
    assert send(client, page, "acta.pdf", PDF, "application/pdf").status_code == 404
    assert client.get(reverse("assistance:attachments", args=[case.ref])).status_code == 404
    there = reverse("assistance:attachment", args=[case.ref, paper.ref])
    assert client.get(there).status_code == 404
