"""Made-up certificates and resolutions, as somebody would photograph them."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from amparo.foundation.core.files.validation import ValidatedFile, validate_upload

SIZE, INK, SHEET = (620, 877), (40, 40, 60), (250, 248, 240)


def scan(name: str, *lines: str) -> ValidatedFile:
    """Returns a picture of a sheet with these lines on it."""
    drawn = _drawn(lines)
    return validate_upload(name, "image/png", len(drawn), BytesIO(drawn))


@cache
def _drawn(lines: tuple[str, ...]) -> bytes:
    sheet = Image.new("RGB", SIZE, SHEET)
    pen = ImageDraw.Draw(sheet)
    for at, line in enumerate(lines):
        pen.text((60, 90 + 40 * at), line, fill=INK)
    whole = BytesIO()
    sheet.save(whole, "PNG")
    return whole.getvalue()
