"""The scanner is asked over a socket in its own words; what is no verdict is no answer."""

import io

import pytest

from amparo.foundation.core.files import virus_scanner
from tests.support.fake_services import EICAR, clamd


@pytest.fixture(params=["tcp", "unix"])
def running(request, tmp_path, settings):
    with clamd(tmp_path / "clamd" if request.param == "unix" else None) as server:
        settings.AMPARO_CLAMD = server.where
        yield server


def test_clean_and_harmful(running):
    assert virus_scanner.is_on()
    assert virus_scanner.is_answering()
    assert virus_scanner.scan(io.BytesIO(b"Carta")) == ""
    assert virus_scanner.scan(io.BytesIO(b"x" * 600_000 + EICAR)) == "Eicar-Test-Signature"


def test_it_is_sent_piece_by_piece(running):
    virus_scanner.scan(io.BytesIO(b"x" * (3 * virus_scanner.PIECE + 1)))
    assert running.pieces == 4


@pytest.mark.parametrize(
    "answer",
    [b"INSTREAM size limit exceeded. ERROR", b"stream: OK FOUNDish", b"", b"\xff\xfe", b"OK",
     b"stream: x\nstream: OK"],
)  # fmt: skip
def test_what_is_no_verdict_is_no_answer(answer, settings):
    with clamd(answer=answer or b" ") as server:
        settings.AMPARO_CLAMD = server.where
        with pytest.raises(virus_scanner.ScannerDown):
            virus_scanner.scan(io.BytesIO(b"x"))


def test_the_name_of_what_was_found_is_a_code(settings):
    with clamd(answer=b"stream: Win.Worm <Rosa> FOUND") as server:
        settings.AMPARO_CLAMD = server.where
        assert virus_scanner.scan(io.BytesIO(b"x")) == "Win.Worm--Rosa-"


@pytest.mark.parametrize("where", ["tcp:127.0.0.1:9", "unix:/nowhere/clamd"])
def test_nobody_there(where, settings):
    settings.AMPARO_CLAMD = where
    assert not virus_scanner.is_answering()
    with pytest.raises(virus_scanner.ScannerDown):
        virus_scanner.scan(io.BytesIO(b"x"))


def test_an_installation_without_one(settings):
    settings.AMPARO_CLAMD = ""
    assert not virus_scanner.is_on()
