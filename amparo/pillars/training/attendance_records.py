"""Attendance as the records say it: the entries of an event or of some of its participants, read
once and folded by the rules; figures for those who see no names.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, QuerySet

from amparo.foundation.core.permissions.rls.aggregates import aggregate_query

from .attendance import Answer, Entry, fold, share_of
from .models import AttendanceEntry, AttendanceUse, Enrolment, TrainingEvent, TrainingSession

_COLUMNS = (
    "enrolment_id", "session_id", "ref", "how", "source", "number", "pk", "is_present", "minutes",
)  # fmt: skip


@dataclass
class Attendance:
    """The answers of one event: by key of the enrolment, then by key of the session."""

    sessions: list[TrainingSession]
    answers: dict[int, dict[int, Answer]] = field(default_factory=lambda: defaultdict(dict))

    def of(self, enrolment: int) -> list[Answer | None]:
        """One answer for each session, in their order."""
        known = self.answers.get(enrolment, {})
        return [known.get(each.pk) for each in self.sessions]

    def share(self, enrolment: int) -> int | None:
        return share_of(self.of(enrolment), [each.minutes for each in self.sessions])

    @property
    def shares(self) -> dict[int, int]:
        """The percent of all minutes by key of the enrolment; who was recorded at no session is
        absent.
        """
        found = ((each, self.share(each)) for each in self.answers)
        return {each: share for each, share in found if share is not None}

    def days_of(self, event: TrainingEvent) -> dict[int, int]:
        """On how many days of the event somebody was there, by key of the enrolment."""
        days = {each.pk: each.starts_at.astimezone(event.zone).date() for each in self.sessions}
        return {
            enrolment: len({days[pk] for pk, answer in answers.items() if answer.minutes > 0})
            for enrolment, answers in self.answers.items()
        }


def attendance_of(
    event: TrainingEvent, enrolments: Iterable[Enrolment] | None = None
) -> Attendance:
    """Returns the answers of these enrolments, or of all, in two queries."""
    found = Attendance(list(event.sessions.all()))
    rows = AttendanceEntry.objects.filter(session__event=event)
    if enrolments is not None:
        rows = rows.filter(enrolment__in=[each.pk for each in enrolments])
    _fold_into(found, rows)
    return found


def _fold_into(found: Attendance, rows: QuerySet[AttendanceEntry]) -> None:
    _fold_rows(found, rows.values_list(*_COLUMNS))


def _fold_rows(found: Attendance, rows: Iterable[tuple]) -> None:
    lengths = {each.pk: each.minutes for each in found.sessions}
    entries: dict[tuple[int, int], list[Entry]] = defaultdict(list)
    for enrolment, session, ref, how, source, number, pk, *said in rows:
        told = Entry(ref, how, source, pk if number is None else number, *said)
        entries[enrolment, session].append(told)
    for (enrolment, session), of_both in entries.items():
        if (answer := fold(of_both, lengths[session])) is not None:
            found.answers[enrolment][session] = answer


def shares_of(event: TrainingEvent) -> Mapping[int, int]:
    """Returns the percent of the minutes of all sessions by key of the enrolment; who was recorded
    at no session is absent.
    """
    return attendance_of(event).shares


def shares_of_events(events: Sequence[TrainingEvent]) -> dict[int, dict[int, int]]:
    """Returns the same of many events whose sessions are loaded, by key of the event, in one
    query; an event at which nobody was recorded is there and empty.
    """
    found = {each.pk: Attendance(list(each.sessions.all())) for each in events}
    event_of = {session.pk: pk for pk, each in found.items() for session in each.sessions}
    told: dict[int, list[tuple]] = {pk: [] for pk in found}
    rows = AttendanceEntry.objects.filter(session__event__in=list(found)).order_by()
    for row in rows.values_list(*_COLUMNS):
        # A session that was added meanwhile is not among those that were loaded.
        if (event := event_of.get(row[1])) is not None:
            told[event].append(row)
    for pk, each in found.items():
        _fold_rows(each, told[pk])
    return {pk: each.shares for pk, each in found.items()}


def shares_of_each(enrolments: Iterable[Enrolment]) -> Mapping[int, int]:
    """Returns the same for enrolments of several events, in one query; each event with its
    sessions. Nobody else's attendance is read: a webinar of thousands costs what a room does.
    """
    rows = list(enrolments)
    whole = Attendance([session for each in rows for session in each.event.sessions.all()])
    _fold_into(whole, AttendanceEntry.objects.filter(enrolment__in=[each.pk for each in rows]))
    found = {}
    for each in rows:
        of_event = Attendance(list(each.event.sessions.all()), whole.answers)
        share = of_event.share(each.pk) if each.pk in whole.answers else None
        if share is not None:
            found[each.pk] = share
    return found


def days_of(event: TrainingEvent) -> Mapping[int, int]:
    """Returns on how many days of the event somebody was there, by key of the enrolment; who was
    recorded at no session is absent.
    """
    return attendance_of(event).days_of(event)


@dataclass(frozen=True)
class SessionFigures:
    """How many of those with a seat were there; counted once for the whole event."""

    present: int = 0
    absent: int = 0
    disputed: int = 0
    enrolled: int = 0

    @property
    def unrecorded(self) -> int:
        return self.enrolled - self.present - self.absent


def session_figures(event: TrainingEvent) -> dict[int, SessionFigures]:
    """Returns the figures of each session, by its key: for whoever may see the event."""
    return {key: SessionFigures(*counts) for key, counts in _count(event).items()}


@aggregate_query("whoever sees a training event sees how many were there, not who")
def _count(event: TrainingEvent) -> dict[int, tuple[int, int, int, int]]:
    seats = event.enrolments.filter(state=Enrolment.State.ENROLLED)
    return session_counts(attendance_of(event), set(seats.values_list("pk", flat=True)))


def session_counts(
    found: Attendance, enrolled: Collection[int]
) -> dict[int, tuple[int, int, int, int]]:
    """Returns of each session how many of those with a seat were there, were not, are disputed,
    and how many have a seat.
    """
    counts = {}
    seated = [answers for key, answers in found.answers.items() if key in enrolled]
    for session in found.sessions:
        answers = [each[session.pk] for each in seated if session.pk in each]
        present = sum(each.is_present for each in answers)
        disputed = sum(each.is_disputed for each in answers)
        counts[session.pk] = (present, len(answers) - present, disputed, len(enrolled))
    return counts


@aggregate_query("of how many sessions attendance was taken is told to who sees the event")
def recorded_sessions(event: int, begun_by: datetime) -> int:
    """Returns of how many sessions of the event, by its key, that have begun by then some
    attendance was recorded. One that begins soon is left out: its early entries are none of a
    session before it.
    """
    found = AttendanceEntry.objects.filter(
        session__event=event, session__starts_at__lte=begun_by
    ).order_by()
    return found.aggregate(count=Count("session", distinct=True))["count"]


def uses_of(event: TrainingEvent) -> list[AttendanceUse]:
    """Returns for what the attendance was relied on, the first first."""
    return list(event.attendance_uses.order_by("at", "pk"))
