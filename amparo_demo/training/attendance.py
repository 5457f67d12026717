"""Training in the demo: attendance of the sessions that are over, in all ways."""

from datetime import timedelta
from uuid import UUID

from amparo.foundation.core import clock
from amparo.pillars.training.models import (
    AttendanceEntry,
    Enrolment,
    SessionCount,
    SignedList,
    TrainingSession,
)
from amparo_demo.scans import scan
from amparo_demo.world import Story, World

Seats = list[Enrolment]
# So far back events of the demo lie.
DAYS = 120


def fill(world: World) -> None:
    """Begins the story: each evening the sessions of the day are marked."""
    world.tell(_attendance(world))


def _attendance(world: World) -> Story:
    for days in range(-DAYS, 1):
        yield world.at(days, "19:00")
        for session in _unmarked():
            rows = session.event.enrolments.filter(state=Enrolment.State.ENROLLED)
            if seats := list(rows.order_by("number")):
                is_first = not session.event.sessions.filter(starts_at__lt=session.starts_at)
                (_first_session if is_first else _later_session)(world, session, seats)


def _unmarked() -> list[TrainingSession]:
    """Sessions that are over and in which nobody was recorded yet."""
    over = TrainingSession.objects.filter(ends_at__lte=clock.now(), attendance_entries=None)
    return list(over.select_related("event").order_by("starts_at"))


def _first_session(world: World, session: TrainingSession, seats: Seats) -> None:
    """A signed list for all but the last; two had typed the code, one came late, and one more was
    counted in the room than recorded.
    """
    by = world.users["training"]
    here = seats[:-1] or seats
    SignedList.add(
        session, by=by, file=scan("lista-firmada.png", "Lista de asistencia", "Sesión 1"),
        numbers=", ".join(str(each.number) for each in here),
    )  # fmt: skip
    for each in here[:2]:
        AttendanceEntry.write_code(session, each, session.starts_at + timedelta(minutes=6))
    _mark(world, session, here[-1], minutes=max(1, session.minutes - 45))
    SessionCount.record(session, len(here) + 1, by=world.users["trainer"])


def _later_session(world: World, session: TrainingSession, seats: Seats) -> None:
    """Badges scanned by the trainer; one was absent, one device disagrees, and one absence was
    corrected with its reason.
    """
    *here, absent = seats
    for each in here:
        AttendanceEntry.write(
            session, each, by=world.users["trainer"], how=AttendanceEntry.How.SCAN,
            is_present=True, source="device demo", number=each.number,
            command=_command(session, each),
        )  # fmt: skip
    _mark(world, session, absent, is_present=False)
    if len(here) > 2:
        _mark(world, session, here[0], is_present=False)
        AttendanceEntry.correct(
            session, absent, by=world.users["training"], is_present=True,
            minutes=session.minutes // 2,
            because="Llegó tarde por un relevo en el puesto; lo confirmó su jefe.",
        )  # fmt: skip
    SessionCount.record(session, len(here) + 1, by=world.users["trainer"])


def _mark(
    world: World, session: TrainingSession, enrolment: Enrolment, *, is_present: bool = True,
    minutes: int | None = None,
) -> None:  # fmt: skip
    trainer = world.users["trainer"]
    AttendanceEntry.write(
        session, enrolment, by=trainer, how=AttendanceEntry.How.TICK, is_present=is_present,
        minutes=minutes, source=f"page {trainer.pk}",
    )  # fmt: skip


def _command(session: TrainingSession, enrolment: Enrolment) -> UUID:
    """The key that a device would have made: another for each mark."""
    return UUID(int=session.ref.int ^ enrolment.ref.int)
