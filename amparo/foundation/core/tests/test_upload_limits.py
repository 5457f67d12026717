"""What is larger than a page takes is refused before it is read, whoever sends it."""

import io

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from amparo.foundation.core.files.uploads import BESIDE
from amparo.foundation.core.files.validation import MAX_UPLOAD_BYTES
from amparo.pillars.assistance.cases.models import Attachment

pytestmark = pytest.mark.django_db


class Unread(io.RawIOBase):
    """A body of which nobody may read a byte."""

    def readable(self):
        return True

    def read(self, *_size):
        raise AssertionError("It was read.")


@pytest.fixture
def page(case):
    return reverse("cases:attachment-new", args=[case.ref])


def unread(client, path, size, **more):
    return client.generic(
        "POST", path, content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(size), "wsgi.input": Unread()} | more,
    )  # fmt: skip


def test_v5_2_1_a_paper_that_is_too_large_is_refused_unread(client, page, caseworker):
    client.force_login(caseworker)
    answer = unread(client, page, MAX_UPLOAD_BYTES + BESIDE + 1)
    assert answer.status_code == 413
    assert "20.0 MB" in answer.content.decode()


def test_v5_2_1_a_form_without_files_takes_less(client, case, caseworker):
    client.force_login(caseworker)
    note = reverse("cases:note-new", args=[case.ref])
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + BESIDE
    assert unread(client, note, limit + 1).status_code == 413


def test_v5_2_1_nobody_sends_files(client, page):
    assert unread(client, page, MAX_UPLOAD_BYTES).status_code == 413
    assert unread(client, "/sign-in/", MAX_UPLOAD_BYTES).status_code == 413
    assert unread(client, "/nowhere/", MAX_UPLOAD_BYTES).status_code == 413


def test_v5_2_1_a_body_that_does_not_say_how_large_it_is(client, page, caseworker):
    client.force_login(caseworker)
    answer = unread(client, page, "", HTTP_TRANSFER_ENCODING="chunked")
    assert answer.status_code == 411


def test_what_is_sent_where_no_file_is_asked_for_is_left_out(client, case, caseworker):
    client.force_login(caseworker)
    note = reverse("cases:note-new", args=[case.ref])
    file = SimpleUploadedFile("x.txt", b"x" * 1000)
    answer = client.post(note, {"text": "She called", "kind": "note", "file": file})
    assert answer.status_code == 303
    assert not answer.wsgi_request.FILES


def test_v5_2_1_too_many_files_and_too_many_answers(client, page, caseworker):
    client.force_login(caseworker)
    many = [SimpleUploadedFile(f"{at}.txt", b"x") for at in range(6)]
    assert client.post(page, {"file": many}).status_code == 400
    assert client.post(page, {f"a{at}": "1" for at in range(1001)}).status_code == 400
    assert not Attachment.objects.exists()


def test_what_fits_comes_in(client, page, caseworker):
    client.force_login(caseworker)
    content = b"Carta " * (MAX_UPLOAD_BYTES // 6)
    file = SimpleUploadedFile("carta.txt", content, "text/plain")
    assert client.post(page, {"file": file}).status_code == 303
    assert Attachment.objects.get().open().read() == content
