"""The page of one training event: stages, numbers, the next step, and its sections.

A section is a template, a function of event and user, and the name under which the template reads
what it returns, "" for each by its own name; None where the section is not for them. Those of the
people come with the page, the others are fetched after it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.records import load_related
from amparo.ui import formats
from amparo.ui.charts import LineStage, StageState

from ..event_rights import rights_on
from ..models import EventTrainer, TrainingEvent, TrainingSession
from ..next_step import EventFacts, Stage, next_step, stage_marks
from .after import after_section
from .attendance import attendance_section
from .certificates import certificates_section
from .event_steps import StepButton, button_of, facts_of
from .participants import participants_section
from .practice import practice_section
from .report_parts import REPORT
from .tests import tests_section
from .times import days_of, hours_elsewhere, hours_of, language_names

type SectionContext = Callable[[TrainingEvent, User], dict[str, Any] | None]


# The page.


class EventPage:
    """What the page of an event shows to one reader."""

    report_label = REPORT

    def __init__(self, event: TrainingEvent, request: HttpRequest):
        load_related([event], "place")
        self.event, self.request = event, request
        self.user: User = request.user  # type: ignore[assignment]
        self.may = rights_on(event, self.user)

    @cached_property
    def facts(self) -> EventFacts:
        return facts_of(self.event)

    @property
    def ref(self) -> str:
        return str(self.event.ref)

    @property
    def lede(self) -> str:
        event = self.event
        where = event.venue or (event.place.name if event.place else "")
        return " · ".join(part for part in (where, days_of(event)) if part)

    @property
    def button(self) -> StepButton | None:
        """The next step, for who organizes the event."""
        if "keep" not in self.may:
            return None
        return button_of(next_step(self.facts), self.event)

    @property
    def stages(self) -> list[LineStage]:
        marks = stage_marks(self.facts)
        return [
            LineStage(label, StageState(marks[stage].value), detail)
            for stage, label, detail in self._stages()
        ]

    def _stages(self) -> list[tuple[Stage, str, str]]:
        facts, event = self.facts, self.event
        taken = {"taken": formats.number(event.seats_taken), "seats": formats.number(event.seats)}
        days = len({each.day for each in event.sessions.all()})
        return [
            (Stage.NEED, pgettext("training stage", "Need"), event.version.course.code),
            (Stage.REGISTRATION, pgettext("training stage", "Registration"),
             _("%(taken)s of %(seats)s seats") % taken),
            (Stage.PRE_TEST, pgettext("training stage", "Pre-test"), _count(facts.tested_before)),
            (Stage.SESSIONS, _("Sessions"), formats.days(days) if days else ""),
            (Stage.POST_TEST, pgettext("training stage", "Post-test"),
             _count(facts.tested_after)),
            (Stage.CERTIFICATES, pgettext("training stage", "Certificates"),
             _count(facts.certificates_issued)),
            (Stage.FOLLOW_UP, pgettext("training stage", "Follow-up"),
             _count(facts.follow_ups_answered)),
        ]  # fmt: skip

    @property
    def numbers(self) -> list[tuple[str, str]]:
        """The numbers above the sections; nobody is named in them."""
        event = self.event
        minutes = sum(each.minutes for each in event.sessions.all())
        return [
            (formats.number(event.seats_taken), pgettext("training event", "enrolled")),
            (formats.number(event.free_seats), pgettext("training event", "free seats")),
            (formats.number(event.waiting), pgettext("training event", "on the waiting list")),
            (formats.number(len(event.sessions.all())), pgettext("training event", "sessions")),
            (formats.number(round(minutes / 60, 1)), pgettext("training event", "hours")),
        ]

    @property
    def first_sections(self) -> list[SafeString]:
        """Those that come with the page."""
        return self._shown(FIRST_SECTIONS)

    @property
    def later_sections(self) -> list[SafeString]:
        """Those that a script fetches after the page."""
        return self._shown(LATER_SECTIONS)

    def _shown(self, sections: list[tuple[str, SectionContext, str]]) -> list[SafeString]:
        """Those for this reader, in their order, each as it is shown."""
        shown = []
        for template, told, name in sections:
            context = told(self.event, self.user)
            if context is not None:
                told_as = {name: context} if name else context
                whole = {"event": self.event, "may": self.may} | told_as
                shown.append(render_to_string(template, whole, self.request))
        return shown


def _count(number: int) -> str:
    return formats.number(number) if number else ""


# Sections of this part.


@dataclass(frozen=True)
class SessionRow:
    """One session in words, by the clock of the event and by that of the reader's office."""

    session: TrainingSession
    hours: str
    elsewhere: str


def sessions_section(event: TrainingEvent, user: User) -> dict[str, Any]:
    """Everybody who sees the event."""
    there = str(user.office.time_zone) if user.office else event.time_zone
    rows = [
        SessionRow(each, hours_of(each), hours_elsewhere(each, there))
        for each in _sessions_of(event)
    ]
    return {
        "rows": rows, "may_keep": "keep" in rights_on(event, user) and event.is_coming,
        "has_begun": event.starts_at is not None and event.starts_at <= now(),
    }  # fmt: skip


def _sessions_of(event: TrainingEvent) -> list[TrainingSession]:
    sessions = list(event.sessions.all())
    for each in sessions:
        each.event = event
    return sessions


def trainers_section(event: TrainingEvent, user: User) -> dict[str, Any] | None:
    """Who organizes the event or trains at it: names are not for who only reads figures."""
    may = rights_on(event, user)
    if "train" not in may:
        return None
    found = EventTrainer.objects.accessible_to(user).filter(event=event, until=None)
    trainers = list(found)
    load_related(trainers, "user")
    return {"trainers": trainers, "may_keep": "keep" in may and event.is_coming}


def files_section(event: TrainingEvent, user: User) -> dict[str, Any] | None:
    """Lists and badges to print, and the list of participants as a file."""
    may = rights_on(event, user)
    if "train" not in may:
        return None
    return {"may_keep": "keep" in may, "has_people": event.seats_taken > 0}


def about_section(event: TrainingEvent, user: User) -> dict[str, Any]:
    """Everybody who sees the event; the address of the room only who has to do with it."""
    may = rights_on(event, user)
    lines = event.budget_lines.select_related("fund") if "keep" in may else ()
    return {
        "languages": language_names(event.language_codes), "budget_lines": list(lines),
        "shows_link": "train" in may and bool(event.link),
    }  # fmt: skip


# In the order of the page.
FIRST_SECTIONS: list[tuple[str, SectionContext, str]] = [
    ("training/event_participants.html", participants_section, "participants_section"),
]
LATER_SECTIONS: list[tuple[str, SectionContext, str]] = [
    ("training/event_tests.html", tests_section, "tests"),
    ("training/event_attendance.html", attendance_section, "attendance"),
    ("training/event_practice.html", practice_section, "practice"),
    ("training/event_certificates.html", certificates_section, "certificates"),
    ("training/event_after.html", after_section, "section"),
    ("training/event_sessions.html", sessions_section, ""),
    ("training/event_trainers.html", trainers_section, ""),
    ("training/event_files.html", files_section, ""),
    ("training/event_about.html", about_section, ""),
]


# The ids of the panels of those that come later: addresses may name them before they are there.
LATER_ANCHORS = (
    "tests",
    "attendance",
    "certificates",
    "after",
    "sessions",
    "trainers",
    "files",
    "about",
)


# Lists.


@dataclass(frozen=True)
class EventRow:
    """One line of a list of events."""

    event: TrainingEvent
    days: str
    where: str

    @property
    def waiting(self) -> str:
        """`3 wait`, where somebody waits for a seat."""
        count = self.event.waiting
        words = ngettext("%(count)s waits", "%(count)s wait", count)
        return words % {"count": formats.number(count)} if count else ""


def event_rows(events: list[TrainingEvent]) -> list[EventRow]:
    load_related(events, "place")
    return [EventRow(each, days_of(each), _where(each)) for each in events]


def _where(event: TrainingEvent) -> str:
    if event.mode == TrainingEvent.Mode.ONLINE:
        return str(event.get_mode_display())
    area = event.place.name if event.place else ""
    return " · ".join(part for part in (area, event.venue) if part)
