"""Files as somebody chooses them in a form, and as they are once they were validated."""

from functools import cache
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from amparo.foundation.core.files.validation import ValidatedFile, validate_upload


@cache
def picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(drawn, "PNG")
    return drawn.getvalue()


def photo(name: str = "certificate.png") -> SimpleUploadedFile:
    """A photo of a paper, as a browser sends it."""
    return SimpleUploadedFile(name, picture(), "image/png")


def certificate(name: str = "certificate.png") -> ValidatedFile:
    """The same, validated."""
    return validate_upload(name, "image/png", len(picture()), BytesIO(picture()))
