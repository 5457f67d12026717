"""The report of an event, made of its records at the moment it is asked for.

It is not frozen: corrections, certificates and answers go on for months. It says of which moment
it is and what is still open, so that two reports that differ explain themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import permissions_on
from amparo.ui import formats

from ..models import EventTrainer, Reaction, TrainingEvent
from ..models.answers_by_link import Month
from ..report_groups import Column
from ..report_records import EventRecords, records_of
from ..verbatim_choice import names_somebody
from .after import AfterEvent
from .attendance import seats_of
from .costs import EventCosts
from .report_outcomes import (
    certificates_part,
    costs_part,
    due_at,
    follow_up_part,
    reactions_part,
    tests_part,
)
from .report_parts import NOTHING_OPEN, REPORT, STILL_OPEN, Figure, Part, not_recorded
from .report_people import ParticipantsPart, event_part
from .tests import MEAN_GAIN, TestResultsPage


@dataclass(frozen=True)
class ChosenSentence:
    """A sentence that was chosen, for an organizer who reads it before it leaves."""

    reaction: Reaction
    names_somebody: bool

    @property
    def is_waiting(self) -> bool:
        return not self.reaction.is_cleared


class EventReport:
    """What the report of an event says to one reader; made anew for each."""

    kind, open_title, nothing_open = REPORT, STILL_OPEN, NOTHING_OPEN

    def __init__(self, event: TrainingEvent, user: User):
        self.event, self.user = event, user
        self.may = frozenset(permissions_on(event, user))
        self.at = now()

    @property
    def title(self) -> str:
        """Where being named is dangerous, the number alone."""
        return self.event.number if self.event.uses_codes else self.event.title

    @property
    def as_of(self) -> str:
        there = self.at.astimezone(self.event.zone)
        return _("As of %(day)s, %(time)s (%(zone)s)") % {
            "day": formats.with_year(there.date()), "time": formats.clock(there.time()),
            "zone": self.event.time_zone,
        }  # fmt: skip

    @cached_property
    def after(self) -> AfterEvent:
        return AfterEvent(self.event)

    @cached_property
    def records(self) -> EventRecords:
        return records_of(self.event)

    @cached_property
    def event_costs(self) -> EventCosts:
        return EventCosts(self.event, self.user, self.records)

    @cached_property
    def results(self) -> TestResultsPage:
        return TestResultsPage(self.event, self.user, is_report=True)

    @cached_property
    def participants(self) -> ParticipantsPart:
        return ParticipantsPart(self.event, self.records)

    @cached_property
    def parts(self) -> list[Part]:
        """In the order of reading: what it was, who came, what they learned, what it cost, what
        came of it.
        """
        return [
            event_part(self.event, self.user, self.may), self.participants.part(), self.tests,
            certificates_part(self.event), reactions_part(self.after), self.costs,
            follow_up_part(self.after),
        ]  # fmt: skip

    @cached_property
    def tests(self) -> Part:
        return tests_part(self.results)

    @cached_property
    def costs(self) -> Part:
        return costs_part(self.event_costs, self.records.per_diem, self.may)

    @cached_property
    def headline(self) -> list[Figure]:
        """The four figures above all others; what is not known says so."""
        people = self.participants
        came = people.counts[Column.CAME] if people.is_recorded else None
        stayed = people.counts[Column.LONG_ENOUGH] if people.is_recorded else None
        of = {"of": formats.number(people.counts[Column.SEATED])}
        return [
            _tile(_("took part"), came, _("of %(of)s with a seat") % of),
            _tile(_("stayed long enough"), stayed, ""),
            self._gain_tile(),
            self._cost_tile(),
        ]

    def _gain_tile(self) -> Figure:
        label = _("mean gain")
        found = next((each for each in self.tests.figures if each.label == str(MEAN_GAIN)), None)
        if found is None:
            said = next(iter(self.tests.remarks), "")
            return Figure(label, pgettext("figure of a report", "not known"), said)
        return Figure(label, found.value, found.note)

    def _cost_tile(self) -> Figure:
        label, event = _("per participant-hour"), self.event
        if not self.costs.tables:
            return Figure(label, not_recorded())
        whole = self.event_costs.total
        if whole.per_hour is None:
            return Figure(label, not_recorded())
        return Figure(label, formats.amount(whole.per_hour, event.office.currency))

    @cached_property
    def sentences(self) -> list[ChosenSentence]:
        """Those that were chosen, for who organizes the event: none leaves unread."""
        if "keep" not in self.may:
            return []
        names = names_at(self.event, self.user) if self.after.chosen else []
        return [
            ChosenSentence(each, names_somebody(each.text, names)) for each in self.after.chosen
        ]

    @property
    def has_sentences_to_clear(self) -> bool:
        return bool(ready_to_clear(self.sentences))

    @property
    def columns(self) -> tuple[list[Part], list[Part]]:
        """The parts beside each other: what it was and who came; what came of it."""
        by_code = {each.code: each for each in self.parts}
        left = ("event", "participants", "tests", "costs")
        right = ("certificates", "reactions", "after")
        return [by_code[code] for code in left], [by_code[code] for code in right]

    # What is still open.

    @cached_property
    def open(self) -> list[str]:
        """What may still change a figure of this report, each in one sentence."""
        event = self.event
        found = []
        if event.state not in (TrainingEvent.State.HELD, TrainingEvent.State.CANCELLED):
            found.append(_("The event is not recorded as held."))
        found += self._open_sessions()
        found += self._open_tests()
        if waiting := sum(not each.is_cleared for each in self.after.chosen):
            found.append(ngettext(
                "%(count)s sentence waits for an organizer to read it.",
                "%(count)s sentences wait for an organizer to read them.", waiting,
            ) % {"count": formats.number(waiting)})  # fmt: skip
        return found + self._open_answers()

    def _open_sessions(self) -> list[str]:
        lines = self.participants.lines
        unrecorded = sum(
            each.has_begun and each.figures.unrecorded == each.figures.enrolled
            and each.figures.enrolled > 0
            for each in lines
        )  # fmt: skip
        coming = sum(not each.has_begun for each in lines)
        found = []
        if unrecorded:
            found.append(ngettext(
                "%(count)s session has no attendance.", "%(count)s sessions have no attendance.",
                unrecorded,
            ) % {"count": formats.number(unrecorded)})  # fmt: skip
        if coming:
            found.append(ngettext(
                "%(count)s session is still to come.", "%(count)s sessions are still to come.",
                coming,
            ) % {"count": formats.number(coming)})  # fmt: skip
        return found

    def _open_tests(self) -> list[str]:
        moments = self.results.figures.moments.values()
        names = [str(each.get_moment_display()) for each in moments if each.is_open]
        if not names:
            return []
        return [_("Still open: %(tests)s.") % {"tests": formats.join_list(names)}]

    def _open_answers(self) -> list[str]:
        found = []
        for month in Month:
            due = due_at(self.event, month)
            if due is not None and due > now():
                found.append(_("Answers after %(months)s months are not there yet.") % {
                    "months": formats.number(month)
                })  # fmt: skip
        return found


def _tile(label: str, number: int | None, note: str) -> Figure:
    if number is None:
        return Figure(label, not_recorded())
    return Figure(label, formats.number(number), note, number)


def names_at(event: TrainingEvent, user: User) -> list[str]:
    """The names of who took part and who trained, as far as the user may read them."""
    seats = seats_of(event).accessible_to(user)
    trainers = EventTrainer.objects.accessible_to(user).filter(event=event)
    return [
        *(each.participant.name for each in seats if not each.participant.is_erased),
        *(each.shown_name for each in trainers.select_related("user")),
    ]


def ready_to_clear(sentences: Iterable[ChosenSentence]) -> list[Reaction]:
    """Those that an organizer may clear at once: none that names somebody."""
    return [each.reaction for each in sentences if each.is_waiting and not each.names_somebody]
