"""Files go out as attachments and never as pages, under their own name made safe.

A name is kept readable, with nothing in it that deceives: what turns writing around, breaks lines
or leads into folders is taken out. With such signs "exe.pdf" can be made to look like anything.
"""

import unicodedata
from pathlib import PurePath
from typing import BinaryIO, Protocol
from urllib.parse import quote

from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from ..encryption.files import CorruptFileError
from ..refusals import Refusal

# Whatever it is, a browser must not let it act in our name.
SEALED_OFF = {
    "Content-Security-Policy": "sandbox; default-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def file_response(content: BinaryIO, *, name: str, kind: str, size: int) -> FileResponse:
    """The answer that gives a file to whoever may have it, read piece by piece as it leaves."""
    response = FileResponse(content, content_type=kind)
    response.headers["Content-Length"] = str(size)
    response.headers["Content-Disposition"] = disposition(name)
    for header, value in SEALED_OFF.items():
        response.headers[header] = value
    return response


class Kept(Protocol):
    """A record of ours that stands for a sealed file."""

    name: str
    kind: str
    size: int

    def open(self) -> BinaryIO: ...


def stored_file_response(kept: Kept) -> FileResponse:
    """What is kept sealed, to whoever may have it; where it was cut or changed, nothing of it."""
    try:
        content = kept.open()
    except FileNotFoundError as gone:
        raise Http404 from gone
    except CorruptFileError as damaged:
        raise Refusal(
            _("This paper was cut or changed where it is kept. Tell your administrator.")
        ) from damaged
    return file_response(content, name=kept.name, kind=kept.kind, size=kept.size)


# Names of files.

LONGEST = 200
# Signs that turn the direction of what follows, or stand between letters unseen. The two joiners
# stay: Persian, Urdu and the languages of India cannot be written without them.
_TURNS = frozenset("\u061c\u200b\u200e\u200f\u2028\u2029\u2060\ufeff\ufffc") | frozenset(
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
_NOWHERE = str.maketrans(dict.fromkeys('/\\:*?"<>|%;', "-"))


def tidy(name: str) -> str:
    """The name as it may be kept: one line, no folder, no sign that nobody sees."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(sign for sign in unicodedata.normalize("NFC", name) if _is_seen(sign))
    return " ".join(name.translate(_NOWHERE).split()).strip(". ")


def cut(name: str, most: int = LONGEST) -> str:
    """The name at most so long, its ending kept."""
    ending = PurePath(name).suffix[:10]
    return name if len(name) <= most else name[: most - len(ending)].rstrip(". ") + ending


def disposition(name: str, ending: str = "") -> str:
    """The header that gives a file out under its name, to be saved and never shown (RFC 6266).

    Old readers take a plain name; all others the real one, in every writing (RFC 8187).
    """
    told = cut(tidy(name)) or "file" + ending
    if ending and not told.lower().endswith(ending):
        told = cut(told, LONGEST - len(ending)) + ending
    plain = unicodedata.normalize("NFKD", told).encode("ascii", "ignore").decode()
    plain = "".join(sign for sign in plain if sign.isprintable() and sign not in '"\\').strip()
    stem = plain.rpartition(".")[0] if "." in plain else plain
    if not stem.strip(" .-"):
        plain = "file" + PurePath(told).suffix.encode("ascii", "ignore").decode()
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(told, safe='')}"


def _is_seen(sign: str) -> bool:
    return sign not in _TURNS and unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Cn")
