"""Answers on their way: those of views, streamed at the pace of the line; and plain errors."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from .limits import PATIENCE, RATE
from .spool import Spool

_WITHOUT_BODY = (204, 304)


class StreamedResponse:
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
            await send_fault(send)
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


# Plain errors, sent without a view: in all four languages, since theirs is not known yet.

TOO_SLOW = (
    "Your line was too slow, and what you sent did not arrive whole. Nothing was saved: please"
    " send it again.",
    "Su conexión fue demasiado lenta y lo que envió no llegó completo. No se guardó nada:"
    " envíelo otra vez, por favor.",
    "Votre connexion était trop lente et votre envoi n’est pas arrivé en entier. Rien n’a été"
    " enregistré : veuillez l’envoyer à nouveau.",
    "كان اتصالك بطيئًا جدًا ولم يصل ما أرسلته كاملًا. لم يُحفظ شيء: يُرجى إرساله مرة أخرى.",
)
NO_ROOM = (
    "The disk of this server is full, and what you sent was not saved. Tell whoever runs it, and"
    " send it again later.",
    "El disco de este servidor está lleno y no se guardó lo que envió. Avise a quien lo"
    " administra y envíelo otra vez más tarde.",
    "Le disque de ce serveur est plein et votre envoi n’a pas été enregistré. Prévenez la"
    " personne qui l’administre et renvoyez-le plus tard.",
    "قرص هذا الخادم ممتلئ ولم يُحفظ ما أرسلته. أبلغ من يديره، ثم أرسله مرة أخرى لاحقًا.",
)
FAULT = (
    "Something went wrong here. Please try again.",
    "Algo falló aquí. Inténtelo otra vez, por favor.",
    "Une erreur s’est produite ici. Veuillez réessayer.",
    "حدث خطأ هنا. يُرجى المحاولة مرة أخرى.",
)

type Send = Callable[[dict[str, Any]], Awaitable[None]]


async def send_too_slow(send: Send) -> None:
    """408: it did not arrive in time."""
    await _send_text(send, 408, TOO_SLOW)


async def send_no_room(send: Send) -> None:
    """507: there is no room to take it."""
    await _send_text(send, 507, NO_ROOM)


async def send_fault(send: Send) -> None:
    """500: a page broke off, which is in the log."""
    await _send_text(send, 500, FAULT)


async def _send_text(send: Send, status: int, words: tuple[str, ...]) -> None:
    body = "\n".join(words).encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
