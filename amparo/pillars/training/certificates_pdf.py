"""Certificates as PDF/UA, each in its own language, with the QR code of its signed word."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import get_language_bidi, override, pgettext
from django.utils.translation import gettext as _

from amparo.foundation.core.pdf import isolated, paper_of
from amparo.ui import formats
from amparo.ui.qr import qr_png

from .models import Certificate, CourseText
from .open_badges import url_of
from .presenters.times import length_of

PAGE = Path(__file__).parent / "templates" / "training" / "certificate.typ"
# The letters of the fonts (web/build/print_fonts.mjs): Latin with all its marks, Greek, Cyrillic,
# Arabic.
PRINTABLE = re.compile(
    "[\\u0020-\\u007e\\u00a0-\\u024f\\u0300-\\u0331\\u0370-\\u03ff\\u0400-\\u045f\\u0490\\u0491"
    "\\u04b0\\u04b1\\u0600-\\u06ff\\u0750-\\u077f\\u1e00-\\u1eff\\u200c-\\u200f\\u2010-\\u2027]+"
)
# So many in one file: Typst remembers its last ten, and more of them would fill the memory.
MOST = 36


def is_printable(name: str) -> bool:
    """Whether the fonts of the paper have every letter of a name."""
    return PRINTABLE.fullmatch(name) is not None


def certificates_pdf(certificates: Sequence[Certificate]) -> bytes:
    """Returns one PDF with a page for each. Raises NoPaper where none can be made here, or where a
    name is in letters that the fonts lack.
    """
    papers = [_paper(each) for each in certificates]
    return paper_of(PAGE, {"title": _title(certificates), "papers": papers}, isolate=False)


def check_url(certificate: Certificate) -> str:
    """Returns the address in the QR code. The word stands after `#`: no server is told of it."""
    return f"{url_of('certificate-check')}#{certificate.word}"


def _title(certificates: Sequence[Certificate]) -> str:
    kind = pgettext("paper", "Certificate")
    return f"{kind} {certificates[0].number}" if len(certificates) == 1 else kind


def _paper(certificate: Certificate) -> dict[str, Any]:
    with override(certificate.language):
        name = certificate.holder
        return isolated({
            "kind": pgettext("paper", "Certificate"),
            "given_to": pgettext("certificate", "This certifies that"),
            "name": name,
            "for_what": (
                pgettext("certificate", "took part in the course") if certificate.exception
                else pgettext("certificate", "attended and passed the course")
            ),
            "course": _course_title(certificate),
            "scope": _scope(certificate),
            "facts": _facts(certificate),
            "how_to_check": _("To check this certificate, read the square with a telephone, or"
                              " type its number at %(address)s. The page asks for the name on"
                              " the paper and says whether it fits.")
            % {"address": f"\u2066{url_of('certificate-check')}\u2069"},
            "code_alt": _("Square to be read with a telephone, to check certificate %(number)s")
            % {"number": certificate.number},
        }) | {
            "name_length": len(name), "lang": certificate.language[:2],
            "rtl": get_language_bidi(), "code": qr_png(check_url(certificate)),
        }  # fmt: skip


def _course_title(certificate: Certificate) -> str:
    titles = certificate.version.texts_in(CourseText.Part.TITLE)
    found = titles.get(certificate.language) or next(iter(titles.values()), "")
    return found or certificate.version.course.code


def _scope(certificate: Certificate) -> str:
    level = f"{pgettext('course', 'Level')}: {certificate.get_level_display()}"
    return f"{length_of(certificate.hours)} · {level}"


def _facts(certificate: Certificate) -> list[list[str]]:
    facts = [
        [pgettext("certificate", "Number"), f"\u2066{certificate.number}\u2069"],
        [pgettext("certificate", "Issued on"), formats.with_year(certificate.issued_on)],
    ]
    if certificate.until:
        until = formats.with_year(certificate.until)
        facts.append([pgettext("certificate", "Valid until"), until])
    facts.append([pgettext("certificate", "Issued by"), certificate.office.name])
    facts.append([_("Training event"), certificate.event.number])
    return facts
