"""Plain texts and tables of text: words alone, in any writing, and nothing that acts."""

import re

from django.utils.translation import gettext as _

from amparo.foundation.core.refusals import Refusal

TEXT, CSV = "text/plain", "text/csv"
KINDS = frozenset((TEXT, CSV))
_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_ORDERS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
# What a browser would take for a page, a picture or a program of its own.
_PAGE = re.compile(r"\s*(?:<[!?/a-z]|%!PS|#!)", re.IGNORECASE)
# A cell that a spreadsheet would reckon with, or that starts a program (=HYPERLINK, +cmd|'/C …').
_RECKONS = re.compile(r"""(?:^|[,;\t])[ ]*"?[ ]*(?:=|[+\-@][^,;\t\r\n]*\|)""", re.MULTILINE)


def is_text(kind: str, whole: bytes) -> bool:
    text = _read(whole)
    if text is None or _ORDERS.search(text) or _PAGE.match(text.lstrip("\ufeff")):
        return False
    if kind == CSV and _RECKONS.search(text):
        raise Refusal(
            _("This table has cells with formulas. Save it with values only, or as PDF.")
        )
    return True


def _read(whole: bytes) -> str | None:
    """The text, or nothing where it is none; old encodings hold all letters, in another order."""
    try:
        if encoding := _MARKS.get(whole[:2]):
            return whole[2:].decode(encoding)
        return whole.decode()
    except UnicodeDecodeError:
        return whole.decode("latin-1") if whole[:2] not in _MARKS else None
