"""The ASGI application: whole requests to Django's views in threads, whole answers back."""

import asyncio
import io
import logging
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from urllib.parse import unquote_to_bytes

from asgiref.wsgi import WsgiToAsgiInstance

from amparo.foundation.core.client_address import source_address

from . import responses
from .limits import Unfinished, seconds_left
from .responses import StreamedResponse
from .spool import Spool, SpoolClosed, SpoolReader
from .stack import call_with_room

# What is longer is taken by the threads of uploads; shorter than any photo, longer than any form.
UPLOAD = 256 * 1024
# What is longer is read only after the page was asked whether it takes so much.
ASK_FIRST = 6 * 1024 * 1024
# How long what nobody wanted is read on, so that the browser hears the answer.
DISCARDED_FOR = 10.0

type Message = dict[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type Environ = dict[str, Any]

log = logging.getLogger("amparo.server")


class TooSlow(Exception):  # noqa: N818 - an answer to who sends
    """It did not arrive in time."""


class Gone(Exception):  # noqa: N818 - nobody is there to be answered
    """The connection was closed while the request arrived."""


class Application:
    """An ASGI application: reads a request whole, lets a thread answer it, sends the answer.

    Pages and uploads have threads of their own. No thread waits for a line: bodies are read
    before a thread is asked, and answers are sent after it is free again.
    """

    def __init__(
        self,
        pages: Callable[[Environ, Callable], Iterable[bytes]],
        admits: Callable[[Environ], bool],
        *,
        threads: int,
    ) -> None:
        self._wsgi, self._admits = pages, admits
        self._pages = ThreadPoolExecutor(threads, "page")
        self._uploads = ThreadPoolExecutor(max(2, threads // 2), "upload")
        self._unfinished = Unfinished()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await send({"type": "websocket.close"})  # there are none
            return
        environ = environ_of(scope)
        length = _length(environ)
        pool = self._uploads if length > UPLOAD else self._pages
        try:
            spool = await self._body(environ, length, receive)
        except Gone:
            return
        except TooSlow:
            await responses.send_too_slow(send)
        except OSError:
            log.exception("There is no room for what arrives")
            await responses.send_no_room(send)
        else:
            environ["wsgi.input"] = io.BufferedReader(SpoolReader(spool or _empty_spool()))
            await self._answer(environ, pool, send)
            if spool is None and length:
                await _discard(receive)

    async def _body(self, environ: Environ, length: int, receive: Receive) -> Spool | None:
        """What was sent, whole; None where the page is to refuse it unread."""
        if not length or "HTTP_TRANSFER_ENCODING" in environ:
            return _empty_spool() if not length else None
        loop = asyncio.get_running_loop()
        if length > ASK_FIRST and not await loop.run_in_executor(
            self._pages, self._admits, environ
        ):
            return None
        spool = Spool()
        try:
            with self._unfinished.one_from(source_address(environ)) as is_crowded:
                await self._read(spool, length, receive, is_crowded=is_crowded)
        except BaseException:
            spool.close()
            raise
        spool.finish()
        return spool

    async def _read(self, spool: Spool, length: int, receive: Receive, *, is_crowded: bool):
        loop = asyncio.get_running_loop()
        begun, received = loop.time(), 0
        while True:
            left = seconds_left(loop.time() - begun, received, is_crowded=is_crowded)
            try:
                async with asyncio.timeout(max(left, 0)):
                    message = await receive()
            except TimeoutError:
                raise TooSlow from None
            if message["type"] != "http.request":
                raise Gone
            piece = message.get("body", b"")
            received += len(piece)
            if length > UPLOAD:  # it may have to wait for the disk
                await loop.run_in_executor(self._uploads, spool.write, piece)
            else:
                spool.write(piece)
            if not message.get("more_body"):
                return

    async def _answer(self, environ: Environ, pool: ThreadPoolExecutor, send: Send) -> None:
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        answer = StreamedResponse(asyncio.get_running_loop(), to_head=is_head)
        running = pool.submit(call_with_room, self._run, environ, answer)
        try:
            await answer.send(send)
        finally:
            answer.close()
            _cancel_unwanted(running, environ)

    def _run(self, environ: Environ, answer: StreamedResponse) -> None:
        """In a thread: from the first line of a page to the last byte of its answer."""
        try:
            pieces = self._wsgi(environ, answer.start)
            try:
                for piece in pieces:
                    answer.write(piece)
            finally:
                if hasattr(pieces, "close"):
                    pieces.close()
            answer.finish()
        except SpoolClosed:
            pass  # who asked is gone
        except Exception:
            log.exception("An answer broke off")
            answer.fail()
        except BaseException:
            answer.fail()
            raise
        finally:
            environ["wsgi.input"].close()


def environ_of(scope: Message) -> Environ:
    """A WSGI environment, without `wsgi.input`, from what ASGI says of a request."""
    maker = WsgiToAsgiInstance(None)
    # Its path as it came: what is no UTF-8 is Django's to judge, as with any other WSGI server.
    maker.scope = scope | {"path": "/"}
    environ = maker.build_environ(maker.scope, None)
    path = scope["raw_path"] or scope["path"].encode()
    environ["PATH_INFO"] = unquote_to_bytes(path.partition(b"?")[0]).decode("latin-1")
    environ.setdefault("REMOTE_ADDR", "")
    return environ


def _length(environ: Environ) -> int:
    if "HTTP_TRANSFER_ENCODING" in environ:
        return 1  # it does not say; some
    try:
        return int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _empty_spool() -> Spool:
    spool = Spool()
    spool.finish()
    return spool


async def _discard(receive: Receive) -> None:
    """Read on for a while what was refused: else the browser never hears why."""
    with suppress(TimeoutError):
        async with asyncio.timeout(DISCARDED_FOR):
            while True:
                message = await receive()
                if message["type"] != "http.request" or not message.get("more_body"):
                    return


def _cancel_unwanted(running: Future, environ: Environ) -> None:
    # What somebody did is done even when their line broke; what they only wanted to see is not.
    if environ["REQUEST_METHOD"] in ("GET", "HEAD") and running.cancel():
        environ["wsgi.input"].close()
