"""Training in the sample data: attendance."""

from datetime import datetime, time, timedelta
from types import SimpleNamespace
from uuid import UUID


def add_attendance(world: SimpleNamespace) -> None:
    """A session of yesterday with all ways, entries that disagree, a wrong clock, a correction
    after per diem was paid, and a head count that differs.
    """
    from amparo.pillars.training.models import (
        AttendanceEntry,
        AttendanceUse,
        Enrolment,
        Participant,
        SessionCount,
        SignedList,
        TrainingSession,
    )
    from tests.support.uploads import certificate

    event, by = world.training_event, world.training_organizer
    starts = datetime.combine(
        world.office.today() - timedelta(days=1), time(9), tzinfo=world.office.zone
    )
    session = world.attended_session = TrainingSession.plan(
        event, by=by, starts_at=starts, ends_at=starts + timedelta(hours=3), title="Indicators"
    )
    enrolled = []
    for name in ("Ana Vidal", "Beto Mena", "Carlos Ruiz"):
        participant = Participant.objects.create(office=world.office, name=name)
        enrolled.append(Enrolment.enrol(event, participant, by=by))
    world.attending, disputed, corrected = enrolled
    world.signed_list = SignedList.add(
        session, by=by, file=certificate("lista.png"),
        numbers=f"{world.attending.number}-{disputed.number}",
    )  # fmt: skip
    AttendanceEntry.write_code(session, world.attending, starts + timedelta(minutes=5))
    world.attendance_entry = AttendanceEntry.write(
        session, disputed, by=world.trainer, how=AttendanceEntry.How.TICK, is_present=False,
        source="device 1", number=7, device_at=starts - timedelta(days=30),
        command=UUID(int=25),
    )  # fmt: skip
    SessionCount.record(session, 3, by=world.trainer)
    AttendanceUse.record(event, AttendanceUse.Purpose.PER_DIEM, by=by)
    AttendanceEntry.correct(
        session, corrected, by=by, is_present=True, minutes=90, because="Came after the break."
    )
