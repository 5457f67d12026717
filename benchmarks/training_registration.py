"""Benchmark of registration: many register for one training in the same minutes, on its page.

The load is open: a form is sent when its moment has come, however slow the ones before it were,
and is timed from that moment; then as many again come at once. One in ten was registered before,
one in seven shares a mailbox. Whoever sends takes time from the same cores. Afterwards the
counters of the event are compared with its list: one seat too many, and nothing was measured.
"""

import logging
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import count
from time import perf_counter, process_time
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.clock import now
from amparo.pillars.training.models import Enrolment, TrainingEvent

from .training_setup import TrainingOffice

CLIENTS = 16
# 10,000 in ten minutes.
A_SECOND = 10_000 / 600
AIM = 300  # milliseconds, at the 95th of a hundred
AT_ONCE = 4  # of all that come, one in so many comes in the rush
REPEATED, SHARED = 10, 7
# Each hand has one client: to make one reads all middleware anew.
_hand = threading.local()


@dataclass(frozen=True)
class Sent:
    """One form: when it was due, and how long it took from then until it was answered."""

    status: int
    took_ms: float


def registration_figures(registrations: int) -> dict:
    """Registers so many at the pace of a webinar, then a quarter of them at once."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.AMPARO_MAIL_HOST = "mail.invalid"  # its jobs are written, and sent by nobody
    logging.getLogger("django.request").setLevel(logging.ERROR)
    began = perf_counter()
    event = _event(seats=max(registrations * 2 // 3, 1))
    forms = _forms()
    url = f"/a/trainings/{event.ref}/?lang=en"
    queries = _queries(url, next(forms))
    seconds = perf_counter() - began
    paced = [next(forms) for _each in range(registrations)]
    rush = [next(forms) for _each in range(registrations // AT_ONCE)]
    figures = [
        _measure("At the pace of a webinar", url, paced, A_SECOND, queries),
        _measure("All at once", url, rush, 0, queries),
    ]
    return {
        "seconds": seconds, "database": connection.display_name, "figures": figures,
        "seats": _counted(event),
    }  # fmt: skip


def _event(seats: int) -> TrainingEvent:
    """Two hours of a published course, open to anybody."""
    held = TrainingOffice.make()
    event = held.event(held.course("BENCH"), seats=seats, is_public=True, mode="online")
    held.session(event, now() + timedelta(days=7), 2)
    event.open(by=held.organizer)
    return event


def _forms() -> Iterator[dict[str, str]]:
    """What people write, each from an address of their own."""
    for number in count():
        who = number - 5 if number and number % REPEATED == 0 else number
        mailbox = "shared" if who % SHARED == 0 else f"person{who}"
        yield {
            "name": f"Person {who:06d} Example", "email": f"{mailbox}@bench.example",
            "institution": "Border guard", "institution_type": "border", "country": "BO",
            "language": "es", "age": "adult", "needs": "A seat near the door.", "phone": "",
            "role": "Officer", "may_be_reminded": "on", "from": _address(number),
        }  # fmt: skip


def _address(number: int) -> str:
    return f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}"


def _send(url: str, form: dict[str, str]) -> int:
    """As a browser sends it, without the cookie of who registered before."""
    said = urlencode(form | {"form": receipt_codes.new_form()})
    kind = "application/x-www-form-urlencoded"
    return own_client().post(url, said, kind, REMOTE_ADDR=form["from"]).status_code


def _queries(url: str, form: dict[str, str]) -> int:
    with CaptureQueriesContext(connection) as seen:
        _must_be_taken(_send(url, form))
    return len(seen)


def _must_be_taken(status: int) -> None:
    if status != 200:
        raise SystemExit(f"A registration was answered {status}, so nothing was measured.")


def _measure(
    what: str, url: str, forms: list[dict[str, str]], a_second: float, queries: int
) -> dict:
    """Sends all of them; `a_second` 0 is as fast as they go."""
    start, spent = perf_counter(), process_time()
    due = [start + (at / a_second if a_second else 0) for at in range(len(forms))]
    turns = [partial(_take_turn, url, form, at) for form, at in zip(forms, due, strict=True)]
    sent = run_turns(turns)
    seconds = perf_counter() - start
    for each in sent:
        _must_be_taken(each.status)
    # Of those that come at once all are due at the beginning: what counts is how many a second.
    times = [each.took_ms for each in sent] if a_second else [seconds * 1000 / len(sent)] * 2
    return {
        "what": what, "p50": statistics.median(times),
        "p95": statistics.quantiles(times, n=20)[18], "queries": queries,
        "aim": AIM if a_second else 0,
        "processor_ms": (process_time() - spent) * 1000 / len(sent),
    }  # fmt: skip


def run_turns[T](turns: Sequence[Callable[[], T]]) -> list[T]:
    """Does all of them, `CLIENTS` at a time."""
    if CLIENTS == 1:
        return [turn() for turn in turns]
    with ThreadPoolExecutor(CLIENTS) as hands:
        done = [each.result() for each in [hands.submit(turn) for turn in turns]]
        for _hand in range(CLIENTS):
            hands.submit(connections.close_all)
    return done


def own_client() -> Client:
    """The client of this hand, without a cookie of whoever it was before."""
    client: Client = _hand.__dict__.setdefault("client", Client(headers={"host": "localhost"}))
    client.cookies.clear()
    return client


def _take_turn(url: str, form: dict[str, str], due: float) -> Sent:
    time.sleep(max(due - perf_counter(), 0))
    status = _send(url, form)
    return Sent(status, (perf_counter() - due) * 1000)


def _counted(event: TrainingEvent) -> dict:
    """What the counters say, once they were compared with the list."""
    event.refresh_from_db()
    rows = {
        state: event.enrolments.filter(state=state).count() for state in Enrolment.State.values
    }
    fits = (event.seats_taken, event.waiting) == (rows["enrolled"], rows["waiting"])
    if not fits or event.seats_taken > event.seats:
        raise SystemExit(
            f"{event.seats} seats, counted {event.seats_taken} taken and {event.waiting} waiting,"
            f" and on the list {rows}."
        )
    return {"seats": event.seats, **rows}
