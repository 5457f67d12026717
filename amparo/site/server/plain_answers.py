"""Answers for those whom no page can answer: their language is not known yet, so in all four."""

from collections.abc import Awaitable, Callable
from typing import Any

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
    await _send(send, 408, TOO_SLOW)


async def send_no_room(send: Send) -> None:
    """507: there is no room to take it."""
    await _send(send, 507, NO_ROOM)


async def send_fault(send: Send) -> None:
    """500: a page broke off, which is in the log."""
    await _send(send, 500, FAULT)


async def _send(send: Send, status: int, words: tuple[str, ...]) -> None:
    body = "\n".join(words).encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
