"""The summary of a case as a PDF."""

from dataclasses import asdict
from pathlib import Path

from django.utils.translation import gettext as _

from amparo.foundation.core.pdf import paper_of, practice_mark

from .summary import Summary

PAGE = Path(__file__).parent / "templates" / "cases" / "print" / "summary.typ"


def summary_pdf(summary: Summary, *, printed: str) -> bytes:
    """The summary as a PDF/UA, in the language that is in force."""
    told = asdict(summary) | {
        "number": summary.number, "printed": printed, "title": _("Case summary"),
        "restricted": _("Restricted file") if summary.is_restricted else "",
        "practice": practice_mark() if summary.is_practice else "",
        "safe": _("Safe contact"),
    }  # fmt: skip
    return paper_of(PAGE, told)
