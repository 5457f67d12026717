"""Pictures: drawn anew, upright, without the place, the day and the telephone of their taking."""

import io
import struct
import zlib

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from amparo.foundation.core.refusals import Refusal

FORMS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
# A telephone of 50 million points is common; one of 200 sends 12 unless it is told otherwise.
MOST_PIXELS = 52_000_000
LONGEST_SIDE = 16_000
# All that Pillow says of a picture that was cut, changed or made to harm.
_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError,
    MemoryError, ZeroDivisionError, AttributeError, AssertionError, NotImplementedError,
    struct.error, zlib.error,
)  # fmt: skip


def drawn_anew(whole: bytes, kind: str) -> bytes:
    """The same picture and nothing else; only what one sees of it is kept."""
    form = FORMS[kind]
    try:
        with Image.open(io.BytesIO(whole), formats=[form]) as picture:
            _must_be_small(picture.width, picture.height)  # before a single point is drawn
            seen = ImageOps.exif_transpose(picture)
            bare = Image.new(seen.mode, seen.size)
            if seen.palette:
                bare.putpalette(seen.palette)
            bare.paste(seen)
        return _saved(bare, form)
    except Image.DecompressionBombError as bomb:
        raise Refusal(too_many_points()) from bomb
    except _BROKEN as fault:
        raise Refusal(
            _("This picture does not open. Save it again, and choose it again.")
        ) from fault


def _must_be_small(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Refusal(too_many_points())


def too_many_points() -> str:
    return _("This picture has too many points. Make it smaller.")


def _saved(bare: Image.Image, form: str) -> bytes:
    drawn = io.BytesIO()
    how = {"optimize": False} if form == "PNG" else {"quality": 88}
    bare.save(drawn, form, **how)
    return drawn.getvalue()
