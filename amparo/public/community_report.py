"""What we heard, what we said: for communities, month by month. Composed of what is published
already: answers to rumours, "you said, we did", and the way to consultations. No count of people
or of complaints stands here, and never what a rumour said.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import qrcode
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathImage

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.pdf import paper_of
from amparo.pillars.advocacy.feedback.models import YouSaidWeDid
from amparo.pillars.advocacy.message_bank.models import KeyMessage
from amparo.pillars.advocacy.rumours.public_answers import (
    answer_moments,
    answers_between,
    start_of,
)
from amparo.ui import formats

PAGE = Path(__file__).parent / "templates" / "public" / "community_report.typ"
# So many months are offered.
MONTHS = 24
MOST_SAID = 20


@dataclass(frozen=True)
class Answer:
    """What we said on a topic, in the language of the page; without words there, `languages` are
    those that have them: code and name.
    """

    topic: str
    heading: str = ""
    body: str = ""
    languages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Said:
    kind: str
    said: str
    did: str
    language: str


@dataclass(frozen=True)
class ReportMonth:
    first: date
    answers: list[Answer]
    said: list[Said]

    @property
    def name(self) -> str:
        return formats.month(self.first)

    @property
    def code(self) -> tuple[int, int]:
        return self.first.year, self.first.month

    @property
    def is_empty(self) -> bool:
        return not (self.answers or self.said)


def months(today: date) -> list[date]:
    """Returns the first days of the months in which something was said, the latest first."""
    back = today.year * 12 + today.month - MONTHS
    since = start_of(date(back // 12, back % 12 + 1, 1))
    said = YouSaidWeDid.objects.published().filter(approved_at__gte=since)
    moments = [*answer_moments(since), *said.values_list("approved_at", flat=True)]
    found = {localdate(each).replace(day=1) for each in moments}
    return sorted((each for each in found if each <= today), reverse=True)


def has_report(today: date) -> bool:
    return bool(months(today))


def month_of(first: date) -> ReportMonth:
    """Returns what was heard and said in a month. Five queries."""
    last = first.replace(day=monthrange(first.year, first.month)[1])
    answers = [_answer(each) for each in answers_between(first, last)]
    rows = YouSaidWeDid.objects.published().filter(
        approved_at__gte=start_of(first), approved_at__lt=start_of(_next_month(first))
    )
    said = [
        Said(codes.label("feedback_type", each.kind), *each.read_texts())
        for each in rows.order_by("-approved_at", "-pk")[:MOST_SAID]
    ]
    return ReportMonth(first, answers, said)


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _answer(message: KeyMessage) -> Answer:
    """In the language of the page, and in no other in its place."""
    topic = codes.label("message_topic", message.topic)
    words = message.wording(formats.current_language())
    if words is not None:
        return Answer(topic, words.heading, words.body)
    names = dict(settings.LANGUAGES)
    there = [code for code in message.language_codes if message.wording(code)]
    return Answer(topic, languages=tuple((code, str(names[code])) for code in there))


def notice_pdf(month: ReportMonth, address: str) -> bytes:
    """Returns the month as a sheet for a notice board, with the way to the page. Raises NoPaper
    where no PDF can be made here.
    """
    return paper_of(PAGE, notice_content(month, address))


def notice_content(month: ReportMonth, address: str) -> dict:
    """What the sheet says."""
    return {
        "title": _("What we heard, what we said"),
        "month": month.name,
        "answers": [
            [each.topic, each.heading, each.body.splitlines()]
            for each in month.answers
            if each.heading
        ],
        "asked": _("People asked about:"),
        "said_title": _("You said, we did"),
        "said": [
            [each.kind, _("You said"), each.said, _("We did"), each.did] for each in month.said
        ],
        "empty": _("Nothing was written for this month.") if month.is_empty else "",
        "free": _("Our help is free. Nobody may ask you for money or favours for it."),
        "address": address,
        "alt": _("Code that opens this page on a telephone"),
        "qr": _drawn(address),
    }


def _drawn(address: str) -> str:
    drawing = BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, box_size=8, border=2).save(drawing)
    return drawing.getvalue().decode()
