"""QR codes: as data URIs, an image that is part of the page itself; and as pictures of a paper."""

import base64
from io import BytesIO

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathImage


def qr_code(text: str) -> str:
    """As an address that holds the whole drawing: no file of it is kept anywhere."""
    kept = BytesIO()
    qrcode.make(text, image_factory=SvgPathImage, box_size=8, border=2).save(kept)
    return "data:image/svg+xml;base64," + base64.b64encode(kept.getvalue()).decode()


def qr_png(text: str) -> list[int]:
    """Returns a QR code as the bytes of a PNG, as papers take them in: four pixels a module."""
    kept = BytesIO()
    # One mask for all: to try the eight in turn takes three times as long, and readers need none.
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=4, border=4, mask_pattern=2)
    code.add_data(text)
    code.make(fit=True)
    code.make_image().save(kept)
    return list(kept.getvalue())
