"""One answer on its way: a thread makes it, the event loop sends it at the pace of the line."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from . import plain_answers
from .limits import PATIENCE, RATE
from .spool import Spool

_WITHOUT_BODY = (204, 304)


class Answer:
    """What a page answers, between its thread and the line.

    The thread writes without ever waiting; what the line has not taken lies in a `Spool`.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, *, to_head: bool = False) -> None:
        self._loop, self._omits_body = loop, to_head
        self._changed = asyncio.Event()
        self._spool = Spool()
        self._head: dict[str, Any] | None = None
        self._failed = False

    def start(self, status: str, headers: list[tuple[str, str]], exc_info=None) -> Callable:
        """WSGI's `start_response`."""
        code = int(status.split(" ", 1)[0])
        self._omits_body = self._omits_body or code in _WITHOUT_BODY
        self._head = {
            "type": "http.response.start",
            "status": code,
            "headers": [
                (name.lower().encode("latin-1"), value.encode("latin-1"))
                for name, value in headers
            ],
        }
        return self.write

    def write(self, piece: bytes) -> None:
        """Add to it. Raises `SpoolClosed` where nobody waits for it any more."""
        self._spool.write(b"" if self._omits_body else piece)
        if self._spool.holds_a_piece:  # less is sent with what follows
            self._tell()

    def finish(self) -> None:
        """Say that it is whole."""
        self._spool.finish()
        self._tell()

    def fail(self) -> None:
        """Say that it stays unfinished."""
        self._failed = True
        self._tell()

    def close(self) -> None:
        """Forget what is left of it; the thread that still writes is told to stop."""
        self._spool.close()

    async def send(self, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        """Send all of it; a line that takes nothing for too long is given up."""
        await self._changed.wait()
        if self._failed:
            await plain_answers.send_fault(send)
            return
        if self._head is None:
            raise RuntimeError("A page ended without an answer.")
        await send(self._head)
        while (piece := await self._next()) is not None:
            async with asyncio.timeout(PATIENCE + len(piece) / RATE):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _next(self) -> bytes | None:
        while True:
            self._changed.clear()
            piece = self._spool.take()
            if piece or piece is None:
                return piece
            if self._failed:
                raise RuntimeError("An answer broke off.")
            await self._changed.wait()

    def _tell(self) -> None:
        self._loop.call_soon_threadsafe(self._changed.set)
