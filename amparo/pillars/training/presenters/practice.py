"""Practice as pages show it: how many met it, and each person with what is known of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.models import User
from amparo.ui import formats

from ..event_rights import rights_on
from ..models import AttendanceUse, CourseText, Enrolment, PracticeEntry, TrainingEvent
from ..practice import MET, NOT_SEEN, PracticeAnswer
from ..practice_records import practice_of


def badge_of(answer: PracticeAnswer | None) -> tuple[str, str, str]:
    """Returns tone, sign and words: nothing that is not known is ever good."""
    if answer is None:
        return "", "", pgettext("practice", "Not recorded")
    if answer.is_disputed:
        return "warn", "alert-triangle", pgettext("practice", "Observers disagree")
    if answer.outcome == NOT_SEEN:
        return "", "eye", pgettext("practice", "Not seen")
    if answer.outcome == MET:
        return "good", "check", pgettext("practice", "Met")
    return "late", "x", pgettext("practice", "Not met")


@dataclass(frozen=True)
class PracticeRow:
    """Somebody with a seat, and what is known of their practice."""

    enrolment: Enrolment
    answer: PracticeAnswer | None

    @property
    def badge(self) -> tuple[str, str, str]:
        return badge_of(self.answer)

    @property
    def label(self) -> str:
        return self.enrolment.participant.label

    @property
    def note(self) -> str:
        """Of which day it is, and whether it was corrected."""
        if self.answer is None:
            return ""
        day = formats.day(self.answer.on)
        if not self.answer.is_corrected:
            return day
        return _("%(day)s, corrected") % {"day": day}


@dataclass(frozen=True)
class PracticeFigures:
    """Of those with a seat: how many met it, did not, were not seen, are not recorded."""

    met: int
    not_met: int
    not_seen: int
    unrecorded: int


def practice_rows(event: TrainingEvent, enrolments: Sequence[Enrolment]) -> list[PracticeRow]:
    known = practice_of(event, enrolments)
    return [PracticeRow(each, known.get(each.pk)) for each in enrolments]


def practice_figures(event: TrainingEvent) -> PracticeFigures:
    """For who sees the names: of others' practice nothing is counted here."""
    seats = event.enrolments.filter(state=Enrolment.State.ENROLLED)
    keys, known = seats.values_list("pk", flat=True), practice_of(event)
    said = Counter(_kind(known.get(key)) for key in keys)
    return PracticeFigures(said["met"], said["not_met"], said["not_seen"], said[""])


def _kind(answer: PracticeAnswer | None) -> str:
    if answer is None:
        return ""
    if answer.is_met is None:
        return "not_seen"
    return "met" if answer.is_met else "not_met"


def description_of(event: TrainingEvent) -> tuple[str, str]:
    """Returns what is observed, in the reader's language or another, and in which."""
    return event.version.text_here(CourseText.Part.PRACTICE)


@dataclass(frozen=True)
class PracticeChange:
    """A correction: who said what, when and why, and whether certificates were issued before."""

    entry: PracticeEntry
    is_after_certificates: bool

    @property
    def after_text(self) -> str:
        return _("Changed after certificates were issued") if self.is_after_certificates else ""


def practice_corrections(event: TrainingEvent) -> Any:
    rows = PracticeEntry.objects.filter(enrolment__event=event, is_correction=True)
    return rows.select_related("enrolment__participant", "by")


def practice_changes(
    event: TrainingEvent, entries: Iterable[PracticeEntry]
) -> list[PracticeChange]:
    uses = event.attendance_uses.filter(purpose=AttendanceUse.Purpose.CERTIFICATES)
    since = uses.values_list("at", flat=True).first()
    return [PracticeChange(each, since is not None and since <= each.at) for each in entries]


def practice_section(event: TrainingEvent, user: User) -> dict[str, Any] | None:
    """Returns what the page of an event shows of practice, for `training/event_practice.html`: to
    its trainers and organizers, where the course asks for one; else None.
    """
    if not event.version.requires_practice or "train" not in rights_on(event, user):
        return None
    text, language = description_of(event)
    return {"figures": practice_figures(event), "text": text, "language": language}
