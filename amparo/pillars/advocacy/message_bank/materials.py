"""Materials of a message as PDF/UA: posters, leaflets and the sheet of a radio spot, each page in
its own language, with a square that leads to the public page in that language.

A language without a wording has no page; whoever asks for it alone is told so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from amparo.foundation.core.pdf import isolated, paper_of
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats
from amparo.ui.qr import qr_png

from .channel_texts import as_sentence, channel_text
from .help_lines import full_text, help_lines, short_address
from .models import KeyMessage, KeyMessageState, MaterialRules, MessageLink, Wording
from .pretest_notes import pretest_note
from .reading_time import reading_time

TEMPLATES = Path(__file__).parent / "templates" / "message_bank"


@dataclass(frozen=True)
class Material:
    """One kind of material: its page, how large its letters are, and the channel that it is."""

    label: str | Promise
    channel: str
    paper: str
    scale: float = 1
    template: Path = TEMPLATES / "material.typ"


MATERIALS = {
    "poster": Material(pgettext_lazy("material", "Poster A4"), "poster", "a4"),
    "poster-a3": Material(pgettext_lazy("material", "Poster A3"), "poster", "a3", 1.41),
    "leaflet": Material(pgettext_lazy("material", "Leaflet A5"), "leaflet", "a5", 0.62),
    "radio": Material(
        pgettext_lazy("material", "Radio spot"), "radio", "a4", 1, TEMPLATES / "radio.typ"
    ),
}


def material_pdf(
    message: KeyMessage, kind: str, languages: Sequence[str], link: MessageLink | None
) -> bytes:
    """Returns one PDF with a page for each language, in the order given. Raises NoPaper where none
    can be made here, and Refusal, by name, for a language without a wording.
    """
    material, rules = MATERIALS[kind], MaterialRules.of(message.office)
    names = dict(settings.LANGUAGES)
    missing = [str(names[code]) for code in languages if message.wording(code) is None]
    if missing or not languages:
        raise Refusal(
            _("A wording is missing in: %(languages)s.")
            % {"languages": ", ".join(missing) or str(names[formats.current_language()])}
        )
    make = _spot if kind == "radio" else _page
    pages = [make(message, material, rules, link, code) for code in languages]
    told = {
        "title": f"{message.number} {material.label}", "paper": material.paper,
        "scale": material.scale, "pages": pages,
    }  # fmt: skip
    return paper_of(material.template, told, isolate=False)


def _page(
    message: KeyMessage, material: Material, rules: MaterialRules, link: MessageLink | None,
    language: str,
) -> dict[str, Any]:  # fmt: skip
    wording = message.wording(language)
    heading = wording.heading if wording else ""
    easy = message.wording(language, Wording.Level.EASY) if material.channel == "leaflet" else None
    text = channel_text(message, material.channel, language)
    with translation.override(language):
        help_ = help_lines(message, rules, language)
        about = isolated({
            "heading": heading,
            "body": [line for line in text.splitlines() if line.strip()],
            "easy": [as_sentence(easy.heading), *easy.body.splitlines()] if easy else [],
            "free": help_.free if help_ else "",
            "contact": help_.contact if help_ else "",
            "value": help_.value if help_ else "",
            "hours": help_.hours if help_ else "",
            "more": _("More about it:"),
            "code_alt": _("Square to be read with a telephone: it opens the page of this message"),
            "office": message.office.name,
            "foot": _foot(message, language),
            "draft": _draft(message),
        })  # fmt: skip
        about["address"] = _shown_address(message, link)
        shape = {"lang": language, "rtl": translation.get_language_bidi()}
    code = qr_png(_address(message, link, language)) if message.is_public else []
    return about | shape | {"code": code, "size": _heading_size(heading, text)}


def _spot(
    message: KeyMessage, material: Material, rules: MaterialRules, link: MessageLink | None,
    language: str,
) -> dict[str, Any]:  # fmt: skip
    text = full_text(message, rules, "radio", language)
    time = reading_time(text, rules.pace(language))
    with translation.override(language):
        about = isolated({
            "heading": pgettext("material", "Radio spot"),
            "name": formats.language_name(language),
            "lines": [line for line in text.splitlines() if line.strip()],
            "time": _("About %(seconds)s seconds: %(words)s words at %(pace)s a minute.") % {
                "seconds": formats.number(time.seconds), "words": formats.number(time.word_count),
                "pace": formats.number(time.pace),
            },
            "estimate": _("An estimate. Time the speaker with a clock before you book air time."),
            "office": message.office.name,
            "foot": _foot(message, language), "draft": _draft(message),
        })  # fmt: skip
        shape = {"lang": language, "rtl": translation.get_language_bidi()}
    return about | shape


def _foot(message: KeyMessage, language: str) -> str:
    """Number, the day on which a second person approved it, and whether it was pretested."""
    parts = [f"\u2066{message.number}\u2069"]
    if message.approved_at and message.state == KeyMessageState.APPROVED:
        day = formats.with_year(message.approved_at.date())
        parts.append(_("checked on %(day)s") % {"day": day})
    if note := pretest_note(message, language):
        parts.append(note)
    return " · ".join(parts)


def _draft(message: KeyMessage) -> str:
    if message.state == KeyMessageState.APPROVED:
        return ""
    return pgettext("on a material", "Draft: not approved")


def _address(message: KeyMessage, link: MessageLink | None, language: str) -> str:
    return f"{settings.AMPARO_BASE_URL}{_path(message, link)}?lang={language}"


def _shown_address(message: KeyMessage, link: MessageLink | None) -> str:
    """As one types it; a page of a draft has no short address yet, and shows none."""
    return f"\u2066{short_address(_path(message, link))}\u2069" if link else ""


def _path(message: KeyMessage, link: MessageLink | None) -> str:
    if link is not None:
        return reverse("public:alert-link", args=[link.code])
    return reverse("public:alert", args=[message.ref])


def _heading_size(heading: str, text: str) -> int:
    """Points on an A4 poster: large where there is room, and never so large that the page
    spills.
    """
    letters = len(heading)
    size = 54 if letters <= 30 else 44 if letters <= 55 else 36
    return size - 8 if len(text) > 500 else size
