import io
import random

import pytest
from PIL import Image

from amparo.foundation.content.figures import LARGEST_BYTES, Reason, UnfitPicture, store_form


def photograph(side=1600):
    noise = random.Random(1).randbytes(200 * 150 * 3)
    picture = Image.frombytes("RGB", (200, 150), noise).resize((side, side * 3 // 4))
    exif = picture.getexif()
    exif[0x010F] = "Telephone of Rosa"
    exif[0x0112] = 6  # lies on its side
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=exif, quality=92)
    return written.getvalue()


def test_a_photograph_is_small_upright_and_nameless():
    upload = photograph()
    stored = store_form(upload)
    assert b"Rosa" in upload
    assert b"Rosa" not in stored.content
    assert len(stored.content) <= LARGEST_BYTES
    opened = Image.open(io.BytesIO(stored.content))
    assert not opened.getexif()
    assert opened.size == (stored.width, stored.height)
    assert stored.height > stored.width
    assert max(opened.size) <= 1200
    assert stored.digest == store_form(upload).digest


def test_a_drawing_stays_one():
    written = io.BytesIO()
    Image.new("RGBA", (3000, 60), (0, 80, 90, 128)).save(written, "PNG")
    stored = store_form(written.getvalue())
    assert stored.media_type == "image/png"
    assert (stored.width, stored.height) == (1200, 24)
    assert Image.open(io.BytesIO(stored.content)).mode == "RGBA"


@pytest.mark.parametrize("upload", [b"", b"<svg onload='x'/>", photograph()[:300]])
def test_what_is_no_picture_is_refused(upload):
    with pytest.raises(UnfitPicture) as refused:
        store_form(upload)
    assert refused.value.reason == Reason.NO_PICTURE


def test_what_would_fill_the_memory_is_refused():
    written = io.BytesIO()
    Image.new("1", (9000, 9000)).save(written, "PNG")
    with pytest.raises(UnfitPicture) as refused:
        store_form(written.getvalue())
    assert refused.value.reason == Reason.TOO_LARGE
