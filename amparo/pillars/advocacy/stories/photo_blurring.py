"""The copy of a photo that others see: blurred whole, but for the fields that somebody marked.

Nothing is detected automatically. What is blurred is drawn from 64 averaged colours of the whole
picture: of a face no more is left than of a wall.
"""

import io

from PIL import Image, ImageDraw

from amparo.foundation.content.figures import StoredPicture, store_form

from .photo_grid import COLUMNS, ROWS, Cell, box_of

BLOCKS = 8  # averaged colours on each side
LARGEST_SIDE = 1600
_LINE, _LETTERS = (255, 255, 255), (20, 20, 20)


def derive_copy(original: bytes, cells: frozenset[Cell]) -> StoredPicture:
    """Returns the copy as it is given out: at most 40 kB, without anything that a camera wrote."""
    picture = _opened(original)
    seen = _blurred(picture)
    for cell in cells:
        box = box_of(cell, *picture.size)
        seen.paste(picture.crop(box), box)
    return store_form(_as_png(seen))


def draw_grid(original: bytes) -> bytes:
    """Returns the photo as JPEG with the names of its fields, for whoever marks what may be
    seen.
    """
    picture = _opened(original)
    picture.thumbnail((1000, 1000))
    pen = ImageDraw.Draw(picture)
    for column in range(len(COLUMNS)):
        for row in range(ROWS):
            box = box_of((column, row), *picture.size)
            pen.rectangle(box, outline=_LINE)
            name = f"{COLUMNS[column]}{row + 1}"
            left, top = box[0] + 2, box[1] + 2
            pen.rectangle((left, top, left + 7 * len(name) + 2, top + 11), fill=_LINE)
            pen.text((left + 1, top), name, fill=_LETTERS)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=80)
    return written.getvalue()


def _opened(original: bytes) -> Image.Image:
    """What was uploaded was checked and encoded anew before it was kept."""
    with Image.open(io.BytesIO(original)) as found:
        picture = found.convert("RGB")
    picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    return picture


def _blurred(picture: Image.Image) -> Image.Image:
    few = picture.resize((BLOCKS, BLOCKS), Image.Resampling.BOX)
    return few.resize(picture.size, Image.Resampling.BICUBIC)


def _as_png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG", compress_level=1)
    return written.getvalue()
