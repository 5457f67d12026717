"""The application that stands between the event loop and the pages, with a line made of words."""

import asyncio
import threading

import pytest

from .. import application, limits
from ..application import ASK_FIRST, UPLOAD, Application

OK = [("Content-Type", "text/plain"), ("X-Name", "café")]


class Line:
    """What arrives, message by message, and what was sent back."""

    def __init__(self, *pieces: bytes, stops: bool = False, breaks: bool = False):
        self._pieces, self._stops, self._breaks = list(pieces), stops, breaks
        self.sent: list[dict] = []
        self.was_read = 0

    async def receive(self) -> dict:
        if self._pieces:
            self.was_read += 1
            body = self._pieces.pop(0)
            return {
                "type": "http.request", "body": body,
                "more_body": bool(self._pieces) or self._stops or self._breaks,
            }  # fmt: skip
        if self._breaks:
            return {"type": "http.disconnect"}
        await asyncio.sleep(3600)
        raise AssertionError

    async def send(self, message: dict) -> None:
        self.sent.append(message)

    @property
    def status(self) -> int:
        return self.sent[0]["status"]

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent)


def scope(method="POST", length=0, address="192.0.2.1", path=b"/a/"):
    headers = [(b"host", b"localhost")]
    headers += [(b"content-length", str(length).encode())] if length else []
    return {
        "type": "http", "method": method, "path": path.decode("latin-1"), "raw_path": path,
        "query_string": b"", "http_version": "1.1", "scheme": "http", "root_path": "",
        "headers": headers, "server": ("localhost", 8000), "client": (address, 5000),
    }  # fmt: skip


def echo(environ, start_response):
    start_response("200 OK", OK)
    return [environ["wsgi.input"].read() + environ["PATH_INFO"].encode("latin-1")]


def ask(line: Line, page=echo, admits=lambda _environ: True, **about) -> Line:
    app = Application(page, admits, threads=2)
    asyncio.run(app(scope(**about), line.receive, line.send))
    return line


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(limits, "PATIENCE", 0.05)


def test_a_page_gets_the_whole_of_what_was_sent():
    line = ask(Line(b"one ", b"two "), length=8)
    assert line.body == b"one two /a/"
    assert (b"x-name", "café".encode("latin-1")) in line.sent[0]["headers"]


@pytest.mark.parametrize("length", [UPLOAD + 1, ASK_FIRST + 1])
def test_so_it_does_when_it_is_large(length):
    pieces = [b"x" * 60_000] * (length // 60_000) + [b"y" * (length % 60_000)]
    assert ask(Line(*pieces), length=length).body == b"".join(pieces) + b"/a/"


def test_a_page_begins_only_when_all_is_here():
    begun = threading.Event()

    def page(environ, start_response):
        begun.set()
        return echo(environ, start_response)

    class Watching(Line):
        async def receive(self):
            assert not begun.is_set()
            return await super().receive()

    assert ask(Watching(b"one ", b"two "), page, length=8).status == 200
    assert begun.is_set()


def test_who_stands_still_is_told_so_and_no_page_begins(impatient):
    line = ask(Line(b"on", stops=True), page=None, length=8)
    assert line.status == 408
    assert "Nothing was saved" in line.body.decode()
    assert "لم يُحفظ شيء" in line.body.decode()


def test_a_line_that_breaks_begins_no_page():
    assert ask(Line(b"on", breaks=True), page=None, length=8).sent == []


def test_what_no_page_takes_is_not_read_before_it_says_so(monkeypatch):
    monkeypatch.setattr(application, "DISCARDED_FOR", 0.01)
    line = Line(b"x" * 10)

    def page(environ, start_response):
        assert line.was_read == 0
        start_response("413 Content Too Large", OK)
        return [b"too large"]

    assert ask(line, page, admits=lambda _environ: False, length=ASK_FIRST + 1).status == 413


def test_a_disk_that_is_full_is_said(monkeypatch):
    def full(_spool, _data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(application.Spool, "write", full)
    line = ask(Line(b"one"), page=None, length=3)
    assert line.status == 507
    assert "disk" in line.body.decode()


def test_a_page_that_breaks_is_a_fault_and_says_nothing_of_itself():
    def page(_environ, _start_response):
        raise ValueError("Rosa Quispe")

    line = ask(Line(), page)
    assert line.status == 500
    assert b"Quispe" not in line.body


def test_a_thread_is_free_before_its_answer_was_taken():
    """A reader who takes nothing holds no thread: the second page begins all the same."""
    free, taken = threading.Semaphore(0), asyncio.Event()

    def page(_environ, start_response):
        start_response("200 OK", OK)
        yield from [b"x" * 100_000] * 20
        free.release()

    class Stuck(Line):
        async def send(self, message):
            if message.get("body"):
                await taken.wait()
            await super().send(message)

    async def both():
        app = Application(page, lambda _environ: True, threads=1)
        stuck, quick = Stuck(), Line()
        first = asyncio.create_task(app(scope("GET"), stuck.receive, stuck.send))
        await asyncio.to_thread(free.acquire, timeout=30)
        await app(scope("GET"), quick.receive, quick.send)
        taken.set()
        await first
        return stuck, quick

    for line in asyncio.run(both()):
        assert len(line.body) == 2_000_000


def test_headers_alone_are_answered_without_a_body():
    line = ask(Line(), method="HEAD")
    assert line.status == 200
    assert line.body == b""


def test_a_path_comes_to_django_as_it_was_written():
    assert ask(Line(), path=b"/caf%C3%A9/%ff").body == b"/caf\xc3\xa9/\xff"
