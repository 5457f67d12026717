"""Attendance as pages show it: sessions with their figures, people with their answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.ui import formats

from ..attendance import Answer
from ..attendance_codes import AROUND
from ..attendance_records import (
    Attendance,
    SessionFigures,
    attendance_of,
    session_figures,
    uses_of,
)
from ..event_rights import rights_on
from ..models import AttendanceEntry, AttendanceUse, Enrolment, TrainingEvent, TrainingSession

# So many people stand on the page of the event; all are on the page of attendance.
FEW = 8


@dataclass(frozen=True)
class SessionLine:
    """A session and how many were there."""

    session: TrainingSession
    title: str
    figures: SessionFigures

    @property
    def has_begun(self) -> bool:
        return has_begun(self.session)

    @property
    def is_counted(self) -> bool:
        return self.session.head_count is not None

    @property
    def difference_text(self) -> str:
        """Of head count and entries, where they differ; nothing is ever made equal."""
        if self.session.head_count is None:
            return ""
        more = self.session.head_count - self.figures.present
        if more > 0:
            return ngettext(
                "%(count)s more in the room than recorded",
                "%(count)s more in the room than recorded", more,
            ) % {"count": formats.number(more)}  # fmt: skip
        if more < 0:
            return ngettext(
                "%(count)s more recorded than in the room",
                "%(count)s more recorded than in the room", -more,
            ) % {"count": formats.number(-more)}  # fmt: skip
        return ""


@dataclass(frozen=True)
class Cell:
    """The answer for one person at one session."""

    session: TrainingSession
    title: str
    answer: Answer | None

    @property
    def has_begun(self) -> bool:
        return has_begun(self.session)

    @property
    def tone(self) -> str:
        if self.answer is None:
            return ""
        if self.answer.is_disputed:
            return "warn"
        return "good" if self.answer.is_present else "late"

    @property
    def sign(self) -> str:
        if self.answer is None:
            return ""
        if self.answer.is_disputed:
            return "alert-triangle"
        return "check" if self.answer.is_present else "x"

    @property
    def text(self) -> str:
        if self.answer is None:
            return pgettext("attendance", "Not recorded")
        if not self.answer.is_present:
            return pgettext("attendance", "Absent")
        if self.answer.minutes == self.session.minutes:
            return pgettext("attendance", "Present")
        return _("%(minutes)s of %(whole)s min") % {
            "minutes": formats.number(self.answer.minutes),
            "whole": formats.number(self.session.minutes),
        }

    @property
    def ways_text(self) -> str:
        """How it is known, and what is to be looked at."""
        if self.answer is None:
            return ""
        labels = dict(AttendanceEntry.How.choices)
        ways = [str(labels[each]) for each in self.answer.ways]
        if self.answer.is_disputed:
            ways.append(pgettext("attendance", "Entries disagree"))
        return formats.join_list(ways)


@dataclass(frozen=True)
class Row:
    """A person and their answers, one for each session."""

    enrolment: Enrolment
    cells: list[Cell]
    share: int | None

    @property
    def number(self) -> int:
        return self.enrolment.number

    @property
    def label(self) -> str:
        return self.enrolment.participant.label

    @property
    def initials(self) -> str:
        return formats.initials(self.label)


def has_begun(session: TrainingSession) -> bool:
    """Whether its attendance is taken by now."""
    return now() >= session.starts_at - AROUND


def session_title(session: TrainingSession) -> str:
    """Its title, or the day on which it is."""
    starts = session.starts_at.astimezone(session.event.zone)
    return session.title or f"{formats.day(starts.date())} {formats.clock(starts.time())}"


def sessions_of(event: TrainingEvent) -> list[TrainingSession]:
    """Its sessions in order, each knowing its event without a further query."""
    sessions = list(event.sessions.all())
    for each in sessions:
        each.event = event
    return sessions


def session_lines(
    event: TrainingEvent, known: Mapping[int, SessionFigures] | None = None
) -> list[SessionLine]:
    """The sessions with their figures, read here unless they are `known`."""
    figures = session_figures(event) if known is None else known
    return [
        SessionLine(each, session_title(each), figures.get(each.pk, SessionFigures()))
        for each in sessions_of(event)
    ]


def rows_of(event: TrainingEvent, enrolments: Sequence[Enrolment]) -> list[Row]:
    found = attendance_of(event, enrolments)
    titles = [session_title(each) for each in sessions_of(event)]
    return [_row(found, titles, each) for each in enrolments]


def _row(found: Attendance, titles: list[str], enrolment: Enrolment) -> Row:
    answers = zip(found.sessions, titles, found.of(enrolment.pk), strict=True)
    cells = [Cell(session, title, answer) for session, title, answer in answers]
    return Row(enrolment, cells, found.share(enrolment.pk))


def seats_of(event: TrainingEvent) -> Any:
    """Those with a seat, for who may see names."""
    seats = Enrolment.objects.filter(event=event, state=Enrolment.State.ENROLLED)
    return seats.select_related("participant")


@dataclass(frozen=True)
class Change:
    """A correction: who said what, when and why, and whether it was relied on already."""

    entry: AttendanceEntry
    session_title: str
    uses: tuple[AttendanceUse, ...]

    @property
    def text(self) -> str:
        if not self.entry.is_present:
            return pgettext("attendance", "Absent")
        if self.entry.minutes is None:
            return pgettext("attendance", "Present")
        return _("Present, %(minutes)s min") % {"minutes": formats.number(self.entry.minutes)}

    @property
    def after_texts(self) -> list[str]:
        """For what the attendance had been used before."""
        words = {
            AttendanceUse.Purpose.CERTIFICATES: _("Changed after certificates were issued"),
            AttendanceUse.Purpose.PER_DIEM: _("Changed after per diem was paid"),
        }
        return [words[AttendanceUse.Purpose(each.purpose)] for each in self.uses]


def corrections_of(event: TrainingEvent) -> Any:
    rows = AttendanceEntry.objects.filter(session__event=event, how=AttendanceEntry.How.CORRECTION)
    return rows.select_related("session", "enrolment__participant", "by")


def changes_of(event: TrainingEvent, entries: Iterable[AttendanceEntry]) -> list[Change]:
    uses = uses_of(event)
    return [_change(event, uses, each) for each in entries]


def _change(event: TrainingEvent, uses: list[AttendanceUse], entry: AttendanceEntry) -> Change:
    entry.session.event = event
    later = tuple(each for each in uses if each.at <= entry.at)
    return Change(entry, session_title(entry.session), later)


def attendance_section(event: TrainingEvent, user: User) -> dict | None:
    """What the page of an event shows of attendance: figures for whoever sees the event; some
    people, and their answers, for its trainers and organizers. None while it has no session.
    """
    lines = session_lines(event)
    if not lines:
        return None
    may = rights_on(event, user)
    rows: list[Row] = []
    if "train" in may:
        # Numbers are given once: read by their index, so that no more rows are looked at.
        few = list(seats_of(event).accessible_to(user).order_by("number")[:FEW])
        rows = rows_of(event, few)
    return {
        "lines": lines, "rows": rows, "may_train": "train" in may,
        "enrolled": lines[0].figures.enrolled,
    }  # fmt: skip
