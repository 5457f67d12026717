"""Benchmark of attendance: a room of many telephones that sign in when the network is back.

Each opens its own page with the code of its badge and sends the code of the session, following
where it is led as a browser does; all share one address, and as many come at once as `run_turns`
has hands. Then a trainer's device delivers as many marks, and they are counted. What sends takes
time from the same cores.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from time import perf_counter, process_time
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.fieldwork.models import Device, OutboxEntry
from amparo.foundation.fieldwork.sync.commands import OutboxCommand
from amparo.pillars.training.attendance_records import session_figures
from amparo.pillars.training.models import Enrolment, EventTrainer, Participant, TrainingSession
from amparo.pillars.training.session_codes import shown_code

from .training_registration import own_client, run_turns
from .training_setup import TrainingOffice

AIM = 60  # seconds for all of them
OWN = "/a/p/?lang=en"
_FORM = re.compile(r'name="form" value="([^"]+)"')


def attendance_figures(people: int) -> dict:
    """Returns seconds by step for a room of so many. Raises SystemExit where the attendance of
    somebody is missing afterwards.
    """
    settings.ALLOWED_HOSTS = ["*"]
    began = perf_counter()
    held = TrainingOffice.make()
    event = held.event(held.course("BENCH"), seats=people)
    trainer = User.objects.invite("trainer@bench.example", "Trainer", by=None)
    trainer.add_role("trainer", by=None, office=held.office)
    EventTrainer.objects.create(event=event, user=trainer)
    session = held.session(event, now() - timedelta(minutes=20), 3)
    seats = [_enrol(session, held.organizer, number) for number in range(people)]
    device, _secret = Device.register(by=trainer, kind=Device.Kind.FIELD, name="Benchmark")
    cache.clear()
    seconds = perf_counter() - began
    work = [
        _timed("Sign in by code", [partial(_sign_in, session, each) for each in seats], AIM),
        _timed("Marks of a device", [partial(_deliver, device, session, each) for each in seats],
               AIM),
        _timed("Counted", [partial(session_figures, event)], 0),
    ]  # fmt: skip
    present = session_figures(event)[session.pk].present
    if present != people:
        raise SystemExit(f"{people - present} of {people} are not recorded.")
    return {"seconds": seconds, "database": connection.display_name, "work": work}


def _enrol(session: TrainingSession, organizer: User, number: int) -> Enrolment:
    office = session.event.office
    participant = Participant.objects.create(office=office, name=f"Participant {number}")
    return Enrolment.enrol(session.event, participant, by=organizer)


def _timed(what: str, turns: list[Callable[[], object]], aim: int) -> dict:
    """Seconds by the clock and of this process's processor."""
    began, spent = perf_counter(), process_time()
    run_turns(turns)
    return {
        "what": what, "processor_s": process_time() - spent, "clock_s": perf_counter() - began,
        "rows": len(turns), "aim": aim,
    }  # fmt: skip


def _sign_in(session: TrainingSession, enrolment: Enrolment) -> None:
    """What a telephone does: open the page, send the code of the badge, send the code."""
    client = own_client()
    form = _form_in(client.get(OWN))
    opened = client.post(OWN, {"form": form, "code": enrolment.code}, follow=True)
    told = {"form": _form_in(opened), "code": shown_code(session).code}
    answer = client.post(f"/a/p/{session.ref}/?lang=en", told, follow=True)
    if answer.status_code != 200:
        raise SystemExit(f"A code was answered {answer.status_code}, so nothing was measured.")


def _form_in(answer) -> str:
    found = _FORM.search(answer.text)
    if answer.status_code != 200 or not found:
        raise SystemExit(f"A page was answered {answer.status_code}, so nothing was measured.")
    return found.group(1)


def _deliver(device: Device, session: TrainingSession, enrolment: Enrolment) -> None:
    fields = {"number": enrolment.number, "present": True, "minutes": None}
    command = OutboxCommand(
        key=uuid4(), seq=enrolment.number, made_at=now(), verb="attendance.mark",
        about=session.ref, fields=fields,
    )  # fmt: skip
    OutboxEntry.receive(device, command, "digest")
