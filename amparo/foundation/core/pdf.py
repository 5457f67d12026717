"""Papers as PDF, made by Typst: Arabic joined, read from the right.

The words go in as data, never as markup: nothing that somebody wrote can steer the page.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

# Cut from the same letters as the pages wear, when these are built.
LETTERS = settings.BASE_DIR / "web" / "dist" / "print"


class NoPaper(Exception):  # noqa: N818 - the page says so and offers to print instead
    """No PDF can be made here: the letters were not built, or Typst does not run here."""


def paper_of(template: Path, told: dict[str, Any], *, isolate: bool = True) -> bytes:
    """Returns a PDF/UA of the page `template` with what it says, in the language in force.

    Running text comes in pieces of one sentence: with `isolate=False` they are read as one.
    """
    whole = (isolated(told) if isolate else told) | {
        "lang": (get_language() or "en")[:2],
        "rtl": get_language_bidi(),
    }
    said = json.dumps(whole, ensure_ascii=False)
    try:
        import typst  # a wheel for this machine may be missing: all else must still work
    except ImportError as missing:
        raise NoPaper from missing
    if not any(LETTERS.glob("*.ttf")):
        raise NoPaper
    try:
        return typst.compile(  # type: ignore[misc]
            _page(template), font_paths=[str(LETTERS)], ignore_system_fonts=True,
            sys_inputs={"case": said}, pdf_standards=["ua-1"],
        )  # fmt: skip
    except typst.TypstError:  # what it says may quote the case: it goes no further
        raise NoPaper from None


def practice_mark() -> str:
    """What stands on each paper about somebody of the practice office."""
    return _("Practice office: nothing here is real")


def isolated(told: Any) -> Any:
    """Every text in its own direction: a sum or a Spanish name inside an Arabic line."""
    if isinstance(told, str):
        return f"\u2068{told}\u2069" if told else ""
    if isinstance(told, dict):
        return {name: isolated(value) for name, value in told.items()}
    if isinstance(told, list | tuple):
        return [isolated(value) for value in told]
    return told


@cache
def _page(template: Path) -> bytes:
    return template.read_bytes()
