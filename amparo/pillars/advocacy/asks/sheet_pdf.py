"""The evidence sheet with its covering letter as PDF; and which sheet there is in a language."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.models import User
from amparo.foundation.core.pdf import paper_of

from .evidence_sheet import sheet_content
from .models import Ask, EvidenceSheet
from .models.asks import SHEET_TITLE

PAGE = Path(__file__).parent / "templates" / "asks" / "evidence_sheet.typ"


@dataclass(frozen=True)
class Sheet:
    """What a sheet says in one language; `frozen` where it was put: it never changes again."""

    said: dict[str, Any]
    frozen: EvidenceSheet | None = None


def sheet_of(ask: Ask, user: User, language: str) -> Sheet | None:
    """Returns the sheet as it was put, or as it would be put today; None where the ask has no
    words in this language. Ask for it in the language in force.
    """
    if ask.put_on is not None:
        frozen = ask.sheets.filter(language=language).first()
        return Sheet(frozen.said, frozen) if frozen else None
    if ask.text_in(language) is None:
        return None
    return Sheet(sheet_content(ask, user, language))


def sheet_pdf(sheet: Sheet) -> bytes:
    """Returns the PDF: the letter, then the evidence. Raises NoPaper where none can be made."""
    return paper_of(PAGE, content_of_paper(sheet))


def content_of_paper(sheet: Sheet) -> dict[str, Any]:
    """What the paper says, with its labels in the language in force."""
    said = sheet.said
    return {
        "said": said,
        "draft": "" if sheet.frozen else _("Draft: it was not put yet"),
        "digest": sheet.frozen.digest if sheet.frozen else "",
        "translated": _("Translation, not official") if said["is_translated"] else "",
        "letter": letter_of(said),
        "labels": labels(),
    }


def letter_of(said: dict[str, Any]) -> dict[str, str]:
    """The sentences of the covering letter."""
    about = {"wanted": said["wanted_by"], "answer": said["answer_by"], "number": said["number"]}
    return {
        "subject": _("Request %(number)s") % about,
        "opening": _("We write to you about the following."),
        "ask": _("We ask you:"),
        "until": _("To be done by %(wanted)s.") % about if said["wanted_by"] else "",
        "answer": _("We would be grateful for your answer by %(answer)s.") % about
        if said["answer_by"]
        else _("We would be grateful for your answer."),
        "enclosed": _("The evidence is enclosed: rounded counts, in which nobody can be found."),
        "closing": _("Yours faithfully,"),
    }


def labels() -> dict[str, str]:
    return {
        "sheet": str(SHEET_TITLE),
        "asked": _("What is asked"),
        "issue": _("What is wrong"),
        "who": _("Who is asked"),
        "needs": _("Unmet needs that were counted"),
        "needs_none": _("It rests on no unmet need that was counted."),
        "needs_note": _(
            "Cases, rounded to five. Fewer than five are never shown; they are counted in a wider"
            " pattern."
        ),
        "month": pgettext("chart", "Month"),
        "cases": pgettext("pattern of unmet needs", "Cases"),
        "right": _("The right, and where it is written"),
        "obligations": _("What these institutions owe"),
        "obligations_none": _("No obligation of this right is recorded for them."),
        "law": _("What the law of the country says"),
        "before": _("What was answered before"),
        "before_none": _("No earlier public ask of this right to them is on record."),
        "commitments": _("What they undertook"),
        "commitments_none": _("No public commitment of theirs is on record."),
        "digest": pgettext("report", "Digest"),
    }
