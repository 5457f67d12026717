"""Files go out as files and never as pages: saved under their own name, with no power here."""

from typing import BinaryIO, Protocol

from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from .file_names import disposition
from .refusals import Refusal
from .sealed_files import Damaged

# Whatever it is, a browser must not let it act in our name.
SEALED_OFF = {
    "Content-Security-Policy": "sandbox; default-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def give_out(content: BinaryIO, *, name: str, kind: str, size: int) -> FileResponse:
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


def give_kept(kept: Kept) -> FileResponse:
    """What is kept sealed, to whoever may have it; where it was cut or changed, nothing of it."""
    try:
        content = kept.open()
    except FileNotFoundError as gone:
        raise Http404 from gone
    except Damaged as damaged:
        raise Refusal(
            _("This paper was cut or changed where it is kept. Tell your administrator.")
        ) from damaged
    return give_out(content, name=kept.name, kind=kept.kind, size=kept.size)
