"""The summary of a case as a PDF, made by Typst: Arabic joined, read from the right.

The words go in as data, never as markup: nothing that somebody wrote can steer the page.
"""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from .summary import Summary

PAGE = Path(__file__).parent / "templates" / "assistance" / "papers" / "summary.typ"
# Cut from the same letters as the pages wear, when these are built.
LETTERS = settings.BASE_DIR / "web" / "dist" / "print"


class NoPaper(Exception):  # noqa: N818 - the page says so and offers to print instead
    """No PDF can be made here: the letters were not built, or Typst does not run here."""


def pdf_of(summary: Summary, *, printed: str) -> bytes:
    """The summary as a PDF/UA, in the language that is in force."""
    told = _isolated(asdict(summary)) | {
        "number": summary.number, "printed": printed, "title": _("Case summary"),
        "lang": (get_language() or "en")[:2], "rtl": get_language_bidi(),
        "restricted": _("Restricted file") if summary.is_restricted else "",
        "safe": _("Safe contact"),
    }  # fmt: skip
    return _set(json.dumps(told, ensure_ascii=False))


def paper_of(template: Path, told: dict[str, Any]) -> bytes:
    """Any other paper: its page, and what it says."""
    whole = _isolated(told) | {"lang": (get_language() or "en")[:2], "rtl": get_language_bidi()}
    return _set(json.dumps(whole, ensure_ascii=False), template)


def _set(told: str, template: Path = PAGE) -> bytes:
    try:
        import typst  # a wheel for this machine may be missing: all else must still work
    except ImportError as missing:
        raise NoPaper from missing
    if not any(LETTERS.glob("*.ttf")):
        raise NoPaper
    try:
        return typst.compile(  # type: ignore[misc]
            _page(template), font_paths=[str(LETTERS)], ignore_system_fonts=True,
            sys_inputs={"case": told}, pdf_standards=["ua-1"],
        )  # fmt: skip
    except typst.TypstError:  # what it says may quote the case: it goes no further
        raise NoPaper from None


def _isolated(told: Any) -> Any:
    """Every text in its own direction: a sum or a Spanish name inside an Arabic line."""
    if isinstance(told, str):
        return f"\u2068{told}\u2069" if told else ""
    if isinstance(told, dict):
        return {name: _isolated(value) for name, value in told.items()}
    if isinstance(told, list | tuple):
        return [_isolated(value) for value in told]
    return told


@cache
def _page(template: Path) -> bytes:
    return template.read_bytes()
