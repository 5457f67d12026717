"""Files go out under their own names, and whatever a name holds, it cannot deceive or break."""

import io
import re
from email.message import Message
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.foundation.core.files.downloads import LONGEST, disposition, file_response, tidy

HEADER = re.compile(
    r"""attachment; filename="(?P<plain>[\x20-\x21\x23-\x5b\x5d-\x7e]+)"; """
    r"""filename\*=UTF-8''(?P<real>(?:[A-Za-z0-9!#$&+.^_`|~-]|%[0-9A-F]{2})+)"""
)
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069/\\]")
HARD = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("\r\n\0\t\"\\/:;%'*.\u202e\u2066\u200f\u061c\u200d\ufeff\u2028أحمدé"),
    ),
    max_size=260,
)


@pytest.mark.parametrize(
    ("given_name", "real", "plain"),
    [
        ("acta.pdf", "acta.pdf", "acta.pdf"),
        ("رسالة الطبيب.pdf", "رسالة الطبيب.pdf", "file.pdf"),
        ("Señora Ñandú.docx", "Señora Ñandú.docx", "Senora Nandu.docx"),
        ("می‌خواهم.txt", "می‌خواهم.txt", "file.txt"),  # a joiner that Persian needs
        ("acta\r\nSet-Cookie: a=1.pdf", "actaSet-Cookie- a=1.pdf", "actaSet-Cookie- a=1.pdf"),
        ("foto\u202egpj.exe.jpg", "fotogpj.exe.jpg", "fotogpj.exe.jpg"),
        ("../../etc/passwd", "passwd", "passwd"),
        ("C:\\Users\\rosa\\acta.pdf", "acta.pdf", "acta.pdf"),
        ('a"; filename="b.exe', "a-- filename=-b.exe", "a-- filename=-b.exe"),
        ("...", "file", "file"),
    ],
)
def test_v5_4_2_names_as_they_go_out(given_name, real, plain):
    found = HEADER.fullmatch(disposition(given_name))
    assert (unquote(found["real"]), found["plain"]) == (real, plain)


@given(HARD)
def test_v5_4_2_no_name_breaks_the_header_or_deceives(name):
    found = HEADER.fullmatch(disposition(name))
    assert found, disposition(name)
    real = unquote(found["real"], errors="strict")
    assert 0 < len(real) <= LONGEST
    assert not re.search(
        r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069/\\]", real
    )
    assert not real.startswith(".")
    message = Message()
    message["Content-Disposition"] = disposition(name)
    assert message.get_filename().casefold() in (real.casefold(), found["plain"].casefold())


@given(HARD)
def test_a_name_that_was_tidied_stays_as_it_is(name):
    assert tidy(tidy(name)) == tidy(name)


@given(HARD)
def test_every_answer_is_a_file_that_may_do_nothing(name):
    answer = file_response(io.BytesIO(b"x"), name=name, kind="application/pdf", size=1)
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none';")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Length"] == "1"
    assert b"\r\n\r\n" not in answer.serialize_headers()
