"""What is printed for a training: badges with their codes, and lists for signatures (PDF)."""

from io import BytesIO
from pathlib import Path
from typing import Any

import qrcode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from qrcode.image.svg import SvgPathImage

from amparo.foundation.core.pdf import paper_of
from amparo.foundation.core.permissions.rls.records import load_related
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats

from .calendar import where_of
from .models import Enrolment, EventTrainer, TrainingEvent, TrainingSession
from .models.event_stages import NO_SESSION
from .presenters.times import days_of, hours_of

FOLDER = Path(__file__).parent / "templates" / "training"
BADGES, SIGNATURES = FOLDER / "badges.typ", FOLDER / "signatures.typ"
# More would be a book of paper; the list of participants has them all.
MOST_PRINTED = 600
# For who comes without having registered.
BLANK_LINES = 6


def badges_pdf(event: TrainingEvent) -> bytes:
    """Returns ten badges a page: name or code, number, event, and the code of the badge as QR.
    Raises NoPaper where no PDF can be made here.
    """
    enrolments = _enrolled(event)
    if not enrolments:
        raise Refusal(_("Nobody is enrolled yet: there are no badges to print."))
    return paper_of(BADGES, badges_content(event, enrolments), isolate=False)


def badges_content(event: TrainingEvent, enrolments: list[Enrolment]) -> dict[str, Any]:
    """What the badges say; where participants go by codes, no topic and no name."""
    title = event.number if event.uses_codes else event.title
    return {
        "title": f"{_('Badges')} {event.number}",
        "event": title,
        "days": days_of(event, is_paper=True),
        "alt": _("Code of the badge"),
        "badges": [
            {
                "name": label_of(event, each), "number": formats.number(each.number),
                "institution": institution_of(event, each), "code": each.code,
                "qr": _qr(each.code),
            }
            for each in enrolments
        ],
    }  # fmt: skip


def label_of(event: TrainingEvent, enrolment: Enrolment) -> str:
    """How a participant is called on paper: never by name where that is dangerous."""
    who = enrolment.participant
    if event.uses_codes or not who.name:
        return who.code or _("Participant %(number)s") % {"number": enrolment.number}
    return who.name


def institution_of(event: TrainingEvent, enrolment: Enrolment) -> str:
    who = enrolment.participant
    if event.uses_codes:
        return ""
    return who.organization.name if who.organization else who.institution


def _qr(code: str) -> str:
    drawing = BytesIO()
    qrcode.make(code, image_factory=SvgPathImage, box_size=8, border=1).save(drawing)
    return drawing.getvalue().decode()


def signatures_pdf(event: TrainingEvent) -> bytes:
    """Returns the list for signatures: each session begins on a page of its own. Raises NoPaper
    where no PDF can be made here.
    """
    sessions = list(event.sessions.all())
    if not sessions:
        raise Refusal(str(NO_SESSION))
    for each in sessions:
        each.event = event
    return paper_of(SIGNATURES, signatures_content(event, sessions, _enrolled(event)))


def signatures_content(
    event: TrainingEvent, sessions: list[TrainingSession], enrolments: list[Enrolment]
) -> dict[str, Any]:
    """What the list says: by number, with blank lines for who comes unannounced."""
    trainers = list(EventTrainer.objects.filter(event=event, until=None))
    load_related(trainers, "user")
    lines = [
        [formats.number(each.number), label_of(event, each), institution_of(event, each), ""]
        for each in enrolments
    ]
    return {
        "title": f"{_('List for signatures')} {event.number}",
        "event": event.number if event.uses_codes else event.title,
        "number": event.number,
        "where": where_of(event),
        "trainers": formats.join_list(each.shown_name for each in trainers),
        "trainers_title": _("Trainers"),
        "head": [
            pgettext("enrolment", "Number"), pgettext("participant", "Name or code"),
            _("Institution"), pgettext("list", "Signature"),
        ],
        "sessions": [
            {"title": each.title, "when": formats.join_list(_when(each))} for each in sessions
        ],
        "lines": [*lines, *([["", "", "", ""]] * BLANK_LINES)],
        "trainer_signs": _("Signature of the trainer"),
        "counted": _("People counted in the room"),
    }  # fmt: skip


def _when(session: TrainingSession) -> tuple[str, str, str]:
    day = formats.with_year(session.day)
    return day, hours_of(session), session.event.time_zone


def _enrolled(event: TrainingEvent) -> list[Enrolment]:
    """Those with a seat, by number. Two queries."""
    found = Enrolment.objects.filter(event=event, state=Enrolment.State.ENROLLED)
    found = found.select_related("participant__organization").order_by("number")
    enrolments = list(found[: MOST_PRINTED + 1])
    if len(enrolments) > MOST_PRINTED:
        raise Refusal(
            _("More than %(count)s people are enrolled: take the list of participants as a file.")
            % {"count": formats.number(MOST_PRINTED)}
        )
    return enrolments
