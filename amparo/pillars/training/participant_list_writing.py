"""Writes what a check of a list found: participants, past events, enrolments. In bulk, in the
transaction of the caller; the one line in the audit log is the caller's too.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import batched

from django.utils.translation import gettext as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.values import cached_keys, create_keys
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.rls.records import allow_new
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats

from .models import (
    Course,
    CourseText,
    CourseVersion,
    Enrolment,
    ImportedEvent,
    Participant,
    ParticipantImport,
    ParticipantToken,
    TrainingEvent,
    TrainingSession,
)
from .models.participants import email_key_of
from .participant_enrolling import must_not_be_cancelled
from .participant_lists import BATCH, Person, Plan, event_key
from .participant_names import fold
from .participant_tables import Line

FIRST_HOUR = time(9)
PAST_CODE = "PAST"


def write(importing: ParticipantImport, plan: Plan, *, by: User) -> None:
    writer = _Writer(importing, plan, by)
    with cached_keys():
        writer.write_people()
        if importing.is_past:
            writer.write_past()
        else:
            writer.enrol(importing.event, [*plan.new, *plan.known])


def record_people[K: Hashable](office: Office, lines: Mapping[K, Line]) -> dict[K, Participant]:
    """Records the participants of these lines, in bulk, and returns them by the same keys."""
    found: dict[K, Participant] = {}
    for batch in batched(lines.items(), BATCH, strict=False):
        made = [_participant(office, line) for _person, line in batch]
        create_keys(made)
        for each in made:
            allow_new(each)
        Participant.objects.bulk_create(made, batch_size=BATCH)
        tokens = [token for each in made for token in each.tokens()]
        ParticipantToken.objects.bulk_create(tokens, batch_size=BATCH)
        found |= {person: each for (person, _line), each in zip(batch, made, strict=True)}
    return found


def _participant(office: Office, line: Line) -> Participant:
    email, *others = line.emails or ("",)
    made = Participant(
        office=office, name=line.name, email=email, other_emails=others or None,
        phone=line.phone, sex=line.sex, institution=line.institution, role=line.role,
        institution_type=line.institution_type, country=line.country, code=line.code.upper(),
    )  # fmt: skip
    made.email_key = email_key_of(email)
    return made


class _Writer:
    def __init__(self, importing: ParticipantImport, plan: Plan, by: User) -> None:
        self.importing, self.plan, self.by = importing, plan, by
        self.office = importing.office
        self.people = dict(plan.people)

    def write_people(self) -> None:
        lines: dict[Person, Line] = {}
        for person, line in self.plan.new:
            lines.setdefault(person, line)
        self.people |= record_people(self.office, lines)

    # Enrolments.

    def enrol(self, event: TrainingEvent | None, rows: Sequence[tuple[Person, Line]]) -> None:
        """Takes seats in the order of the list, then turns on the waiting list."""
        if event is None or not rows:
            return
        event.refresh_from_db()
        must_not_be_cancelled(event)
        free = max(event.seats - event.seats_taken, 0)
        if len(rows) > free and not event.has_waiting_list:
            raise Refusal(
                _("%(count)s seats are free, and there is no waiting list. Give the event more"
                  " seats, or shorten the list.") % {"count": free}
            )  # fmt: skip
        made = []
        for number, (person, _line) in enumerate(rows, 1):
            made.append(self._enrolment(event, person, number, has_seat=number <= free))
        Enrolment.objects.bulk_create(made, batch_size=BATCH)
        seated = min(len(made), free)
        event.seats_taken += seated
        event.waiting += len(made) - seated
        event.last_number += len(made)
        event.save(update_fields=["seats_taken", "waiting", "last_number"])

    def _enrolment(
        self, event: TrainingEvent, person: Person, number: int, *, has_seat: bool
    ) -> Enrolment:
        participant = self.people[person]
        states = Enrolment.State
        made = Enrolment(
            event=event, participant=participant, by=self.by, number=event.last_number + number,
            turn=event.last_number + number,
            state=states.ENROLLED if has_seat else states.WAITING,
            enrolled_at=now() if has_seat else None,
        )  # fmt: skip
        made.receipt = Enrolment.hash_code(made.code)
        allow_new(made)
        return made

    # Past trainings.

    def write_past(self) -> None:
        rows: dict[str, list[tuple[Person, Line]]] = defaultdict(list)
        for person, line in (*self.plan.new, *self.plan.known):
            rows[event_key(line)].append((person, line))
        for key, known in self.plan.events.items():
            if rows[key]:
                event = known.event if known else self._past_event(key, rows[key][0][1])
                missing = len(rows[key]) - (event.seats - event.seats_taken)
                if missing > 0:
                    event.seats += missing
                    event.save(update_fields=["seats"])
                self.enrol(event, rows[key])

    def _past_event(self, key: str, line: Line) -> TrainingEvent:
        first = line.starts_on or self.office.today()  # a row without it was left out
        event = TrainingEvent.objects.create(
            office=self.office, version=self._version(line), by=self.by, seats=1,
            year=first.year, serial=TrainingEvent.next_serial(first.year),
            time_zone=str(self.office.time_zone), state=TrainingEvent.State.HELD,
        )  # fmt: skip
        TrainingSession.objects.bulk_create(self._sessions(event, line))
        ImportedEvent.objects.create(
            event=event, office=self.office, key=key, source=self.importing
        )
        return event

    def _sessions(self, event: TrainingEvent, line: Line) -> list[TrainingSession]:
        """One on each day; together they take the hours of the list."""
        if line.starts_on is None or line.ends_on is None:
            return []  # such a row was left out
        days = (line.ends_on - line.starts_on).days + 1
        each_day, rest = divmod(int(line.hours * 60), days)
        sessions = []
        for at in range(days):
            length = each_day + (rest if at == 0 else 0)
            day = line.starts_on + timedelta(days=at)
            starts = datetime.combine(day, FIRST_HOUR, tzinfo=self.office.zone)
            if length:
                ends = starts + timedelta(minutes=length)
                sessions.append(TrainingSession(event=event, starts_at=starts, ends_at=ends))
        return sessions

    def _version(self, line: Line) -> CourseVersion:
        """The version of this title, the one taught now first; else a course of its own, which is
        not taught any more.
        """
        if not hasattr(self, "_titles"):
            self._titles = self._known_titles()
        title = fold(line.course)
        if title not in self._titles:
            self._titles[title] = self._new_course(line)
        return self._titles[title]

    def _known_titles(self) -> dict[str, CourseVersion]:
        texts = CourseText.objects.filter(part=CourseText.Part.TITLE).select_related("version")
        published = CourseVersion.State.PUBLISHED
        found: dict[str, CourseVersion] = {}
        for text in sorted(texts, key=lambda each: each.version.state == published):
            found[fold(text.text)] = text.version
        codes = CourseVersion.objects.filter(state=published).select_related("course")
        return found | {fold(each.course.code): each for each in codes}

    def _new_course(self, line: Line) -> CourseVersion:
        past = Course.objects.filter(code__startswith=f"{PAST_CODE}-").count()
        while Course.objects.filter(code=f"{PAST_CODE}-{past + 1:03d}").exists():
            past += 1
        course = Course.record(by=self.by, office=self.office, code=f"{PAST_CODE}-{past + 1:03d}")
        version = course.versions.get()
        version.write(
            by=self.by, hours=min(line.hours, Decimal("9999.9")), min_score=None,
            texts={CourseText.Part.TITLE: {formats.current_language(): line.course}},
        )  # fmt: skip
        version.state = CourseVersion.State.WITHDRAWN
        version.save(update_fields=["state"])
        return version
