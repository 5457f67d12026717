"""Pictures of a text, made small, plain and nameless before they are stored.

What a camera writes beside a picture (where it stood, whose it is) does not leave the office:
the picture is drawn anew and nothing else is kept. Its digest is its name.
"""

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
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
# What is larger than this as a hasty PNG is a photograph, which a careful one leaves too large.
_MOST_OF_A_DRAWING = 4 * LARGEST_BYTES
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")

# What is cut off, as shares of the sides: left, top, right, bottom.
Cut = tuple[float, float, float, float]
WHOLE: Cut = (0.0, 0.0, 0.0, 0.0)


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


def store_form(upload: bytes, cut: Cut = WHOLE) -> StoredPicture:
    """Returns a picture as it is stored: at most 40 kB and 1,200 pixels a side, without EXIF, and
    without what is cut off (of the picture as it lies in the file, before it is set upright).

    The same upload gives the same digest. Raises `UnfitPicture` for what is no picture that a
    page shows, or too large to be opened.
    """
    picture = _opened(upload, cut)
    side = LARGEST_SIDE
    while True:
        picture.thumbnail((side, side), Image.Resampling.LANCZOS)
        content, media_type = _smallest(picture)
        if len(content) <= LARGEST_BYTES or side <= _SMALLEST_SIDE:
            digest = blake2b(content, digest_size=16).hexdigest()
            return StoredPicture(digest, content, media_type, *picture.size)
        side = int(min(side, max(picture.size)) * 0.8)


def area_of(upload: bytes) -> int:
    """Returns how many pixels a picture has, by its header alone. Raises as `store_form`."""
    with _refusing_unfit():
        found = _header(upload)
    return found.width * found.height


@contextmanager
def _refusing_unfit() -> Iterator[None]:
    """Turns whatever a broken or dangerous picture raises into `UnfitPicture`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            yield
    except UnfitPicture:
        raise
    except Image.DecompressionBombError:
        raise UnfitPicture(Reason.TOO_LARGE) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error):
        raise UnfitPicture(Reason.NO_PICTURE) from None


def _header(upload: bytes) -> Image.Image:
    if len(upload) > LARGEST_UPLOAD:
        raise UnfitPicture(Reason.TOO_LARGE)
    found = Image.open(io.BytesIO(upload), formats=_FORMATS)
    if found.width * found.height > _LARGEST_AREA:
        raise UnfitPicture(Reason.TOO_LARGE)
    return found


def _opened(upload: bytes, cut: Cut) -> Image.Image:
    """Returns the first image of the file, upright, as colours with or without transparency."""
    with _refusing_unfit():
        upright = ImageOps.exif_transpose(_without(_header(upload), cut))
    is_clear = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
    drawn = upright.convert("RGBA" if is_clear else "RGB")
    plain = Image.new(drawn.mode, drawn.size)
    plain.paste(drawn)
    return plain


def _without(picture: Image.Image, cut: Cut) -> Image.Image:
    if not any(cut):
        return picture
    left, top, right, bottom = cut
    width, height = picture.size
    box = (
        round(width * left), round(height * top),
        round(width * (1 - right)), round(height * (1 - bottom)),
    )  # fmt: skip
    if box[0] >= box[2] or box[1] >= box[3]:
        raise UnfitPicture(Reason.NO_PICTURE)
    return picture.crop(box)


def _smallest(picture: Image.Image) -> tuple[bytes, str]:
    """A drawing keeps its lines as PNG where that is small enough; a photograph becomes WebP."""
    if len(_encoded(picture, "PNG", compress_level=1)) <= _MOST_OF_A_DRAWING:
        drawing = _encoded(picture, "PNG", optimize=True)
        if len(drawing) <= LARGEST_BYTES:
            return drawing, "image/png"
    *better, worst = _QUALITIES
    least = _encoded(picture, "WEBP", quality=worst, method=6)
    if len(least) <= LARGEST_BYTES:  # else none of the better ones fits
        for quality in better:
            content = _encoded(picture, "WEBP", quality=quality, method=6)
            if len(content) <= LARGEST_BYTES:
                return content, "image/webp"
    return least, "image/webp"


def _encoded(picture: Image.Image, form: str, **how: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, form, **how)
    return written.getvalue()
