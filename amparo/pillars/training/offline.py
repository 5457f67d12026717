"""What a trainer's device takes along of trainings and may send: marks, badges, head counts, and
what was seen of practice and of other trainers (`practice_commands`, `observation_commands`).

A device is given the sessions of the events at which its user trains, from two days before to two
weeks after, with the number, the name or code, and a hash of the badge of each with a seat: it
knows a badge when it sees one, and cannot make one.
"""

import hmac
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import Field

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.models import User
from amparo.foundation.fieldwork.extension_points import device_attendance
from amparo.foundation.fieldwork.sync.command_fields import (
    CommandFields,
    FieldLabel,
    ShortText,
    format_yes_no,
)
from amparo.foundation.fieldwork.sync.commands import (
    CommandContext,
    CommandResult,
    RecordLookup,
    offline_command,
    register_record_lookup,
)
from amparo.ui import formats

from .attendance_marks import enrolment_of_badge, scan
from .attendance_records import Attendance, attendance_of
from .forms.attendance import read_badge
from .models import AttendanceEntry, Enrolment, SessionCount, TrainingEvent, TrainingSession
from .models.attendance import MOST_PEOPLE
from .observation_commands import observations_along
from .practice_commands import practice_along
from .presenters.attendance import session_title
from .presenters.times import hours_of

TAKEN_BEFORE, KEPT_AFTER = timedelta(days=2), timedelta(days=14)
# As many as one trainer holds in a month.
MOST_EVENTS = 30
HASH_LENGTH = 8  # hexadecimal digits
Minutes = Annotated[
    int | None, Field(ge=1, le=24 * 60), FieldLabel(pgettext_lazy("attendance", "Minutes"))
]


class MarkedAttendance(CommandFields):
    number: Annotated[
        int, Field(ge=1, le=1_000_000), FieldLabel(pgettext_lazy("enrolment", "Number"))
    ]
    present: Annotated[bool, FieldLabel(pgettext_lazy("attendance", "Present"), format_yes_no)]
    minutes: Minutes = None


@offline_command(
    "attendance.mark", about="session", label=pgettext_lazy("training", "Attendance"),
    fields=MarkedAttendance,
)  # fmt: skip
def mark_attendance(asked: CommandContext) -> CommandResult:
    """Applied once by the key of the command, in whatever order commands arrive."""
    session, told = asked.record, asked.fields
    AttendanceEntry.write(
        session, enrolment_of_badge(session, told.number), by=asked.by,
        how=AttendanceEntry.How.TICK, is_present=told.present, minutes=told.minutes,
        **_written(asked),
    )  # fmt: skip
    return CommandResult()


class ScannedBadge(CommandFields):
    badge: Annotated[ShortText, FieldLabel(gettext_lazy("Number or code of the badge"))]
    minutes: Minutes = None


@offline_command(
    "attendance.scan", about="session", label=pgettext_lazy("attendance", "Badge scanned"),
    fields=ScannedBadge,
)  # fmt: skip
def scan_badge(asked: CommandContext) -> CommandResult:
    written = _written(asked)
    scan(
        asked.record, read_badge(asked.fields.badge), by=asked.by, minutes=asked.fields.minutes,
        **written,
    )  # fmt: skip
    return CommandResult()


class CountedHeads(CommandFields):
    counted: Annotated[
        int, Field(ge=0, le=MOST_PEOPLE),
        FieldLabel(pgettext_lazy("training session", "Head count")),
    ]  # fmt: skip


@offline_command(
    "attendance.count", about="session",
    label=pgettext_lazy("training session", "Head count"), fields=CountedHeads,
)  # fmt: skip
def count_heads(asked: CommandContext) -> CommandResult:
    SessionCount.record(asked.record, asked.fields.counted, by=asked.by, command=asked.entry.key)
    return CommandResult()


def _written(asked: CommandContext) -> dict[str, Any]:
    """Which device says it, its own counter, and what its clock said, which decides nothing."""
    return {
        "source": f"device {asked.device.ref}", "number": asked.entry.seq,
        "command": asked.entry.key, "device_at": asked.entry.made_at,
    }  # fmt: skip


def _find_all(refs: Iterable[UUID], by: User) -> dict[UUID, TrainingSession]:
    rows = TrainingSession.objects.accessible_to(by, "train").filter(ref__in=list(refs))
    return {each.ref: each for each in rows.select_related("event__office")}


register_record_lookup(
    RecordLookup(
        "session", _find_all, called=session_title,
        url=lambda session: f"/trainings/{session.event.ref}/attendance/{session.ref}/",
    )
)  # fmt: skip


# What goes along


def badge_hash(code: str, event: TrainingEvent) -> str:
    """What a device holds of a badge: enough to know it among those of the event. It is cut to
    32 bits of 55, so that whoever finds the device cannot find the code by trying all of them.
    """
    said = f"{event.ref}|{receipt_codes.read(code)}".encode()
    return sha256(said).hexdigest()[:HASH_LENGTH]


def taken_along(*, user: User) -> dict[str, Any]:
    """The events at which the user trains about now, and the trainers whom they are to observe:
    `{"digest", "events", "observations"}`.
    """
    events = [_event(each) for each in _events_of(user)]
    observations = observations_along(user)
    secret = key_ring.derive("attendance lists")
    said = repr((events, observations)).encode()
    digest = hmac.new(secret, said, sha256).hexdigest()[:16]
    return {"digest": digest, "events": events, "observations": observations}


def _events_of(user: User) -> list[TrainingEvent]:
    at = now()
    about_now = TrainingSession.objects.filter(
        starts_at__lt=at + TAKEN_BEFORE, ends_at__gt=at - KEPT_AFTER
    )
    seats = Enrolment.objects.filter(state=Enrolment.State.ENROLLED).order_by("number", "pk")
    rows = TrainingEvent.objects.filter(
        trainers__user=user.pk, trainers__until=None, sessions__in=about_now
    ).accessible_to(user, "train")
    rows = rows.exclude(
        state__in=(TrainingEvent.State.DRAFT, TrainingEvent.State.CANCELLED)
    ).distinct()
    return list(
        rows.select_related("version__course").prefetch_related(
            "version__texts", "sessions",
            Prefetch("enrolments", seats.select_related("participant"), "seats_held"),
        ).order_by("-year", "-serial")[:MOST_EVENTS]
    )  # fmt: skip


def _seats(event: Any) -> list[Enrolment]:
    """As `_events_of` fetched them, in the order of their numbers."""
    return event.seats_held


def _event(event: TrainingEvent) -> dict[str, Any]:
    known = attendance_of(event, _seats(event))
    return {
        "ref": str(event.ref), "number": event.number, "title": event.title,
        "sessions": [_session(event, each, known) for each in event.sessions.all()],
        "practice": practice_along(event, _seats(event)),
        "people": [
            {
                "number": each.number, "name": each.participant.label,
                "badge": badge_hash(each.code, event),
            }
            for each in _seats(event)
        ],
    }  # fmt: skip


def _session(event: TrainingEvent, session: TrainingSession, known: Attendance) -> dict[str, Any]:
    session.event = event
    answers = [(each.number, known.answers.get(each.pk, {})) for each in _seats(event)]
    return {
        "ref": str(session.ref), "title": session_title(session),
        # By the clock of the event, whatever the device shows.
        "when": f"{formats.day(session.day)} · {hours_of(session)}",
        "starts": session.starts_at.isoformat(), "ends": session.ends_at.isoformat(),
        "minutes": session.minutes, "head_count": session.head_count,
        # What the office knows so far: number, present, minutes.
        "known": [
            [number, found[session.pk].is_present, found[session.pk].minutes]
            for number, found in answers
            if session.pk in found
        ],
    }  # fmt: skip


device_attendance.register(taken_along)
