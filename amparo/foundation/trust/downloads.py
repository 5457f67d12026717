"""Files go out as files and never as pages: saved under their own name, with no power here."""

from typing import BinaryIO

from django.http import FileResponse

from .file_names import disposition

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
