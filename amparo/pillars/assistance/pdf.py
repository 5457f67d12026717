"""The summary of a case as a PDF, made by Typst: Arabic joined, read from the right.

The words go in as data, never as markup: nothing that somebody wrote can steer the page.
"""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from .summary import Summary

PAGE = Path(__file__).parent / "templates" / "assistance" / "papers" / "summary.typ"
# Cut from the same letters as the pages wear, by `npm run build`.
LETTERS = settings.BASE_DIR / "web" / "dist" / "print"


class NoPaper(Exception):  # noqa: N818 - the page says so and offers to print instead
    """No PDF can be made here: the letters were not built, or Typst does not run here."""


def pdf_of(summary: Summary, *, printed: str) -> bytes:
    if not any(LETTERS.glob("*.ttf")):
        raise NoPaper
    told = {
        **asdict(summary), "printed": printed, "lang": (get_language() or "en")[:2],
        "rtl": get_language_bidi(), "title": _("Case summary"),
        "restricted": _("Restricted file") if summary.is_restricted else "",
        "safe": _("How to reach them safely"),
    }  # fmt: skip
    try:
        return typst.compile(
            _page(), font_paths=[str(LETTERS)], ignore_system_fonts=True,
            sys_inputs={"case": json.dumps(told, ensure_ascii=False)}, pdf_standards=["ua-1"],
        )  # fmt: skip
    except typst.TypstError as fault:  # the fault may quote the case: it goes no further
        raise NoPaper from fault


@cache
def _page() -> bytes:
    return PAGE.read_bytes()
