"""Pictures of a text, made small, plain and nameless before they are stored.

What a camera writes beside a picture (where it stood, whose it is) does not leave the office:
the picture is drawn anew and nothing else is kept. Its digest is its name.
"""

import io
import warnings
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_BYTES = 40_000
LARGEST_SIDE = 1200  # pixels
LARGEST_UPLOAD = 20_000_000  # bytes
_LARGEST_AREA = 60_000_000  # pixels of what is brought: more is a bomb, not a picture
_QUALITIES = (82, 70, 55, 40)
_SMALLEST_SIDE = 160
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")


class Reason(StrEnum):
    """Why a picture is not taken."""

    TOO_LARGE = "too_large"
    NO_PICTURE = "no_picture"


class UnfitPicture(ValueError):  # noqa: N818 - a fact about a file, named for what it is
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class StoredPicture:
    digest: str  # of `content`: 32 hexadecimal digits
    content: bytes
    media_type: str
    width: int
    height: int


def store_form(upload: bytes) -> StoredPicture:
    """Returns a picture as it is stored: at most 40 kB and 1,200 pixels a side, without EXIF.

    The same upload gives the same digest. Raises `UnfitPicture` for what is no picture that a
    page shows, or too large to be opened.
    """
    if len(upload) > LARGEST_UPLOAD:
        raise UnfitPicture(Reason.TOO_LARGE)
    picture = _opened(upload)
    side = LARGEST_SIDE
    while True:
        picture.thumbnail((side, side), Image.Resampling.LANCZOS)
        content, media_type = _smallest(picture)
        if len(content) <= LARGEST_BYTES or side <= _SMALLEST_SIDE:
            digest = blake2b(content, digest_size=16).hexdigest()
            return StoredPicture(digest, content, media_type, *picture.size)
        side = int(min(side, max(picture.size)) * 0.8)


def _opened(upload: bytes) -> Image.Image:
    """Returns the first image of the file, upright, as colours with or without transparency."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            found = Image.open(io.BytesIO(upload), formats=_FORMATS)
            if found.width * found.height > _LARGEST_AREA:
                raise UnfitPicture(Reason.TOO_LARGE)
            upright = ImageOps.exif_transpose(found)
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError):
        raise UnfitPicture(Reason.NO_PICTURE) from None
    is_clear = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
    drawn = upright.convert("RGBA" if is_clear else "RGB")
    plain = Image.new(drawn.mode, drawn.size)
    plain.paste(drawn)
    return plain


def _smallest(picture: Image.Image) -> tuple[bytes, str]:
    """A drawing keeps its lines as PNG where that is small enough; a photograph becomes WebP."""
    drawing = _encoded(picture, "PNG", optimize=True)
    if len(drawing) <= LARGEST_BYTES:
        return drawing, "image/png"
    content = b""
    for quality in _QUALITIES:
        content = _encoded(picture, "WEBP", quality=quality, method=6)
        if len(content) <= LARGEST_BYTES:
            break
    return content, "image/webp"


def _encoded(picture: Image.Image, form: str, **how: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, form, **how)
    return written.getvalue()
