"""Benchmark of attendance: a room of many telephones that sign in when the network is back.

Each opens its own page with the code of its badge and sends the code of the session; then a
trainer's device delivers as many marks. One after the other in one process: a server with several
workers is faster.
"""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from time import perf_counter, process_time
from uuid import uuid4

from django.core.cache import cache
from django.test import Client

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.fieldwork.models import Device, OutboxEntry
from amparo.foundation.fieldwork.sync.commands import OutboxCommand
from amparo.pillars.training.attendance_records import session_figures
from amparo.pillars.training.models import (
    Enrolment,
    Participant,
    TrainingEvent,
    TrainingSession,
)
from amparo.pillars.training.session_codes import shown_code

PEOPLE = 500
AIM = 60  # seconds for all of them
OWN = "/a/p/?lang=en"
_FORM = re.compile(r'name="form" value="([^"]+)"')


def _for_each(seats: Iterable[Enrolment], action: Callable[[Enrolment], object]) -> None:
    for each in seats:
        action(each)


def attendance_figures(
    event: TrainingEvent, *, organizer: User, trainer: User, people: int = PEOPLE
) -> dict[str, tuple[float, float]]:
    """Returns seconds by step, by the clock and of the processor, for an open event with so many
    seats that `trainer` trains at. Raises ValueError where the attendance of somebody is missing
    afterwards.
    """
    starts = now() - timedelta(minutes=20)
    session = TrainingSession.plan(
        event, by=organizer, starts_at=starts, ends_at=starts + timedelta(hours=3)
    )
    seats = [_enrol(event, organizer, each) for each in range(people)]
    cache.clear()
    took = {"sign_in": _timed(lambda: _for_each(seats, partial(_sign_in, session)))}
    device, _secret = Device.register(by=trainer, kind=Device.Kind.FIELD, name="Benchmark")
    took["deliver"] = _timed(lambda: _for_each(seats, partial(_deliver, device, session)))
    took["count"] = _timed(lambda: session_figures(event))
    present = session_figures(event)[session.pk].present
    if present != people:
        raise ValueError(f"{people - present} of {people} are not recorded.")
    return took


def _enrol(event: TrainingEvent, organizer: User, number: int) -> Enrolment:
    participant = Participant.objects.create(office=event.office, name=f"Participant {number}")
    return Enrolment.enrol(event, participant, by=organizer)


def _timed(step: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of this process's processor."""
    began, worked = perf_counter(), process_time()
    step()
    return round(perf_counter() - began, 2), round(process_time() - worked, 2)


def _sign_in(session: TrainingSession, enrolment: Enrolment) -> None:
    """What a telephone does: open the page, send the code of the badge, send the code."""
    client = Client()
    form = _form_of(client)
    client.post(OWN, {"form": form, "code": enrolment.code})
    told = {"form": _form_of(client), "code": shown_code(session).code}
    client.post(f"/a/p/{session.ref}/?lang=en", told)


def _form_of(client: Client) -> str:
    found = _FORM.search(client.get(OWN).text)
    return found.group(1) if found else ""


def _deliver(device: Device, session: TrainingSession, enrolment: Enrolment) -> None:
    fields = {"number": enrolment.number, "present": True, "minutes": None}
    command = OutboxCommand(
        key=uuid4(), seq=enrolment.number, made_at=now(), verb="attendance.mark",
        about=session.ref, fields=fields,
    )  # fmt: skip
    OutboxEntry.receive(device, command, "digest")
