"""Learning records of five years, written by COPY on PostgreSQL and many at a time on SQLite.

A learning record is somebody at a training: a seat, an entry of attendance of nineteen in twenty,
a certificate of three in ten. Each participant took part four times, in rooms of thirty; one event
was a webinar of a hundredth of all of them. Names are sealed, each under its participant's key.
Nobody took a test, and no entry of the audit log was written.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import batched, count
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import localdate

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.values import cached_keys, create_keys
from amparo.foundation.core.models import User
from amparo.foundation.core.receipt_codes import ALPHABET
from amparo.foundation.core.records import new_reference
from amparo.pillars.training.certificate_words import LENGTH, shown
from amparo.pillars.training.models import (
    AttendanceEntry,
    Certificate,
    Competency,
    CourseVersion,
    Enrolment,
    HeldCompetency,
    Participant,
    SigningKey,
    StatusList,
    TrainingEvent,
    TrainingSession,
)

from .country_data import COUNTRIES, FAMILY, GIVEN
from .insert_rows import insert_rows, next_key, set_sequence, without_indexes
from .service_data import sealed
from .training_setup import TrainingOffice

OFFICES, COURSES, TIMES, ROOM = 4, 10, 4, 30
DAYS, VALID_DAYS = 5 * 365, 730
# Of a hundred seats, how many lead to a certificate, and how many to no entry of attendance.
CERTIFIED, UNRECORDED = 30, 5
# Of all learning records, one in so many is a seat at the webinar.
WEBINAR = 100
IN_A_LIST = 60_000
SEXES, KINDS = ("female", "male", ""), ("police", "border", "ngo", "social", "")
STEP = 7_919  # apart stand the participants of a room: prime, so that it meets everybody
_MANY = 5_000
WRITTEN_IN_BULK = (
    TrainingEvent, TrainingSession, Participant, Enrolment, AttendanceEntry, Certificate,
    HeldCompetency,
)  # fmt: skip


@dataclass(frozen=True)
class Room:
    """An event as the rows of those who were there name it."""

    event: int
    session: int
    version: int
    day: date


class LearningRecords:
    """So many learning records; the least are two rooms of each office."""

    def __init__(self, records: int, seed: int = 7):
        self.people = max(records // (OFFICES * TIMES), ROOM)  # of one office
        self.records = self.people * OFFICES * TIMES
        self.random = random.Random(seed)
        self.today = localdate()
        self.offices: list[TrainingOffice] = []
        self.webinar: TrainingEvent | None = None
        self._places = count()
        self._lists: dict[int, int] = {}

    def build(self) -> None:
        self.offices = [TrainingOffice.make(number) for number in range(OFFICES)]
        by = self.offices[0].organizer
        competencies = [
            Competency.record(by=by, code=f"C{at}", statements={"en": f"Can do {at}"})
            for at in range(COURSES)
        ]
        self.courses = [
            self.offices[0].course(f"B-{at}", proves=each) for at, each in enumerate(competencies)
        ]
        self.proves = {
            version.pk: each.pk for version, each in zip(self.courses, competencies, strict=True)
        }
        self.key = SigningKey.current()
        with without_indexes(*WRITTEN_IN_BULK):
            for held in self.offices:
                self._records_of(held)
        self._hold_webinar(self.offices[0])
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    @transaction.atomic
    def _records_of(self, held: TrainingOffice) -> None:
        rooms = self._rooms(held)
        first = next_key(Enrolment)
        people = self._participants(held, rooms, first)
        seats = ((at, people[at * STEP % self.people]) for at in range(self.people * TIMES))
        self._seats(held, seats, lambda at: rooms[at // ROOM], first)

    def _rooms(self, held: TrainingOffice) -> list[Room]:
        """Spread over the years, the earliest first."""
        total = -(-self.people * TIMES // ROOM)
        first, first_session = next_key(TrainingEvent), next_key(TrainingSession)
        rooms, events, sessions = [], [], []
        for at in range(total):
            day = self.today - timedelta(days=1 + (total - at) * (DAYS - 2) // total)
            starts = datetime.combine(day, time(9), tzinfo=held.office.zone)
            ends = starts + timedelta(hours=8)
            version: CourseVersion = self.courses[at % COURSES]
            serial = held.office.pk * 1_000_000 + at
            events.append((
                first + at, new_reference(), version.pk, day.year, serial, starts, ends, starts,
            ))  # fmt: skip
            sessions.append((first_session + at, new_reference(), first + at, starts, ends))
            rooms.append(Room(first + at, first_session + at, version.pk, day))
        example = TrainingEvent(
            office=held.office, by=held.organizer, time_zone=held.office.time_zone,
            languages="es", state="held", seats=ROOM, seats_taken=ROOM, last_number=ROOM,
        )  # fmt: skip
        insert_rows(
            example,
            ("id", "ref", "version_id", "year", "serial", "starts_at", "ends_at", "at"), events,
        )  # fmt: skip
        insert_rows(TrainingSession(), ("id", "ref", "event_id", "starts_at", "ends_at"), sessions)
        set_sequence(TrainingEvent)
        set_sequence(TrainingSession)
        return rooms

    def _participants(self, held: TrainingOffice, rooms: list[Room], seats: int) -> range:
        """Their names sealed, and with them their certificates: those of seat number `at` of the
        office have the key `seats + at`.
        """
        first = next_key(Participant)
        back = pow(STEP, -1, self.people)
        for numbers in batched(range(self.people), _MANY, strict=False):
            rows, certificates = [], []
            competencies: list[tuple[int, int, date, date]] = []
            with cached_keys():
                people = [Participant(ref=new_reference(), office=held.office) for _ in numbers]
                create_keys(people)
                for number, person in zip(numbers, people, strict=True):
                    person.pk = first + number
                    name = f"{self.random.choice(GIVEN)} {self.random.choice(FAMILY)}"
                    rows.append((
                        person.pk, person.ref, sealed(person, "name", name),
                        self.random.choice(SEXES), self.random.choice(KINDS),
                        self.random.choice(COUNTRIES),
                    ))  # fmt: skip
                    found = self._certified(number * back % self.people, rooms)
                    for at, room in found:
                        certificates.append(self._certificate(person, name, seats + at, room))
                    competencies += _held(person, [room for _at, room in found], self.proves)
            insert_rows(
                Participant(office=held.office),
                ("id", "ref", "name", "sex", "institution_type", "country"), rows,
            )  # fmt: skip
            self._write_certificates(held, certificates)
            insert_rows(
                HeldCompetency(), ("participant_id", "competency_id", "since", "until"),
                competencies,
            )  # fmt: skip
        set_sequence(Participant)
        return range(first, first + self.people)

    def _certified(self, first: int, rooms: list[Room]) -> list[tuple[int, Room]]:
        """The seats of one participant that led to a certificate."""
        mine = (first + turn * self.people for turn in range(TIMES))
        return [(at, rooms[at // ROOM]) for at in mine if at * STEP % 100 < CERTIFIED]

    def _certificate(self, person: Participant, name: str, seat: int, room: Room) -> tuple:
        ref = new_reference()
        place = next(self._places)
        certificate = Certificate(ref=ref, participant=person)
        return (
            ref, _number(place), seat, person.pk, room.event, room.version,
            sealed(certificate, "name", name), room.day, room.day + timedelta(days=VALID_DAYS),
            self._list(place), place % IN_A_LIST,
        )  # fmt: skip

    def _list(self, place: int) -> int:
        number = place // IN_A_LIST + 1
        if number not in self._lists:
            self._lists[number] = StatusList.objects.create(number=number, taken=IN_A_LIST).pk
        return self._lists[number]

    def _write_certificates(self, held: TrainingOffice, rows: list[tuple]) -> None:
        example = Certificate(
            office=held.office, by=held.organizer, key=self.key, hours=8, level="basic",
            language="es", name_salt="AAAAAAAAAAA", name_hash="AAAAAAAAAAAAAAAA",
            word="1~" + "x" * 225, attendance=100,
        )  # fmt: skip
        insert_rows(
            example,
            ("ref", "number", "enrolment_id", "participant_id", "event_id", "version_id", "name",
             "issued_on", "until", "status_list_id", "status_index"), rows,
        )  # fmt: skip

    def _seats(self, held: TrainingOffice, seats: Any, room_of: Any, first: int) -> None:
        for some in batched(seats, _MANY, strict=False):
            rows, entries = [], []
            for at, participant in some:
                room, ref = room_of(at), new_reference()
                number = at % ROOM + 1 if room.event != self._webinar_key else at + 1
                day = datetime.combine(room.day, time(12), tzinfo=held.office.zone)
                rows.append((
                    first + at, ref, ref.hex * 2, room.event, participant, number, number, day,
                    day,
                ))  # fmt: skip
                if self.random.randrange(100) >= UNRECORDED:
                    entries.append((new_reference(), room.session, first + at, day))
            insert_rows(
                Enrolment(state="enrolled", by=held.organizer),
                ("id", "ref", "receipt", "event_id", "participant_id", "number", "turn", "at",
                 "enrolled_at"), rows,
            )  # fmt: skip
            insert_rows(
                AttendanceEntry(how="tick", is_present=True, source="bench", by=held.organizer),
                ("ref", "session_id", "enrolment_id", "at"), entries,
            )  # fmt: skip
        set_sequence(Enrolment)

    @property
    def _webinar_key(self) -> int:
        return self.webinar.pk if self.webinar else 0

    def _hold_webinar(self, held: TrainingOffice) -> None:
        """One event with a hundredth of all seats, of those of the first office."""
        seats = min(max(self.records // WEBINAR, ROOM), self.people)
        event = held.event(self.courses[0], seats=seats, mode="online")
        session = held.session(event, now() + timedelta(hours=1), 2)
        past = now() - timedelta(days=30)
        TrainingSession.objects.filter(pk=session.pk).update(
            starts_at=past, ends_at=past + timedelta(hours=2)
        )
        TrainingEvent.objects.filter(pk=event.pk).update(
            state="held", starts_at=past, ends_at=past + timedelta(hours=2), seats_taken=seats,
            last_number=seats,
        )  # fmt: skip
        self.webinar = event
        people = Participant.objects.filter(office=held.office).order_by("pk")
        keys = list(people.values_list("pk", flat=True)[:seats])
        room = Room(event.pk, session.pk, event.version_id, past.date())
        self._seats(held, enumerate(keys), lambda _at: room, next_key(Enrolment))

    def colleagues(self, some: int) -> list[User]:
        """Colleagues who are participants too, so that they have learning of their own."""
        held, found = self.offices[0], []
        rows = Participant.objects.filter(office=held.office).order_by("pk")
        for number, participant in enumerate(rows[:some]):
            user = User.objects.invite(f"colleague{number}@bench.example", "Colleague", by=None)
            user.add_role("training_organizer", by=None, office=held.office)
            Participant.objects.filter(pk=participant.pk).update(user=user)
            found.append(user)
        return found


def _number(place: int) -> str:
    """The number of a certificate: drawn at random, two in 300,000 might be the same."""
    letters = []
    for _each in range(LENGTH):
        place, at = divmod(place, len(ALPHABET))
        letters.append(ALPHABET[at])
    return shown("".join(letters))


def _held(
    person: Participant, rooms: list[Room], proves: dict[int, int]
) -> Iterator[tuple[int, int, date, date]]:
    """The latest certificate of each competency, as the night keeps it."""
    latest = {proves[room.version]: room.day for room in sorted(rooms, key=lambda each: each.day)}
    for competency, day in latest.items():
        yield person.pk, competency, day, day + timedelta(days=VALID_DAYS)
