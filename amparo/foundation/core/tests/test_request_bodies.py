"""No transaction is open while a body is unread: a slow line holds no lock of the database."""

import io
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

pytestmark = pytest.mark.django_db

BOUNDARY = "x"
FORM = "application/x-www-form-urlencoded"


class Watched(io.BytesIO):
    """A body that notes how many transactions were open each time it was read."""

    def __init__(self, content: bytes):
        super().__init__(content)
        self.open_then: list[int] = []

    def read(self, *size):
        self.open_then.append(len(connection.atomic_blocks))
        return super().read(*size)

    def readline(self, *size):
        self.open_then.append(len(connection.atomic_blocks))
        return super().readline(*size)


def sent(client, path, content: bytes, kind: str):
    body, outside = Watched(content), len(connection.atomic_blocks)
    answer = client.generic(
        "POST", path,
        **{"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(content)), "wsgi.input": body},
    )  # fmt: skip
    assert body.open_then
    assert set(body.open_then) == {outside}
    return answer


@pytest.mark.parametrize("with_key", [True, False])
def test_a_form_is_read_before_anything_is_held(client, case, caseworker, with_key):
    client.force_login(caseworker)
    words = {"kind": "note", "text": "They sleep at the station."}
    words |= {"once": str(uuid4())} if with_key else {}
    page = reverse("cases:note-new", args=[case.ref])
    assert sent(client, page, urlencode(words).encode(), FORM).status_code == 303


def test_so_is_a_form_with_a_file(client, case, caseworker):
    client.force_login(caseworker)
    content = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="once"\r\n\r\n{uuid4()}\r\n'
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n'
        f"Content-Type: text/plain\r\n\r\nwords\r\n--{BOUNDARY}--\r\n"
    )
    page = reverse("cases:attachment-new", args=[case.ref])
    sent(client, page, content.encode(), f"multipart/form-data; boundary={BOUNDARY}")


def test_so_is_what_a_program_sends(client, caseworker):
    client.force_login(caseworker)
    sent(client, "/a/nowhere/", b'{"boxes": []}', "application/json")
