"""Benchmark of learning records: a transcript, an event, who lapses, persons trained in a year.

Each page is asked for as those who work with it ask, of another participant or event each turn;
beside it the same rows are fetched by hand. The persons of a year are counted by night, so that
a page reads stored figures: beside them stands what counting them from the records takes.
"""

import os
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial
from itertools import cycle
from pathlib import Path
from time import perf_counter, process_time

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from amparo.foundation.core.extension_points import facts
from amparo.foundation.core.models import User
from amparo.pillars.evidence import computing
from amparo.pillars.evidence.models import Computation
from amparo.pillars.training.models import (
    Enrolment,
    HeldCompetency,
    Participant,
    TrainingEvent,
)

from .evidence_work import Work, measure_work, p95
from .pages import ROUNDS, _client, _fetch, _timed
from .training_records import COURSES, LearningRecords

READERS, WHOLE = 5, 60
PERSONS = "OPT-11"
LAPSES_IN = 60  # days
# Milliseconds at the 95th of a hundred.
TRANSCRIPT, EVENT, WEBINAR, PERSONS_OF_A_YEAR, LAPSES = 50, 50, 200, 1_000, 200
_TRANSCRIPT_ROWS = (
    "SELECT n.*, e.*, s.*, a.* FROM training_enrolment n"
    " JOIN training_trainingevent e ON e.id = n.event_id"
    " JOIN training_trainingsession s ON s.event_id = e.id"
    " LEFT JOIN training_attendanceentry a ON a.enrolment_id = n.id WHERE n.participant_id = %s"
)
_EVENT_ROWS = (
    "SELECT n.*, a.* FROM training_enrolment n"
    " LEFT JOIN training_attendanceentry a ON a.enrolment_id = n.id WHERE n.event_id = %s"
)
_LAPSING_ROWS = (
    "SELECT * FROM training_certificate WHERE state = 'issued' AND until BETWEEN %s AND %s"
    " ORDER BY until, id LIMIT 51"
)


@dataclass(frozen=True)
class Read:
    """One line of the report: times in milliseconds by the clock; of the processor the mean, of
    this process and of its connection's at the database; and what we aim at.
    """

    what: str
    p50: float
    p95: float
    processor_ms: float
    queries: int
    kilobytes: float
    floor_p50: float
    aim: float


def record_figures(records: int) -> dict:
    """Builds so many learning records, counts a night of them, and reads them."""
    settings.ALLOWED_HOSTS = ["*"]
    began = perf_counter()
    built = LearningRecords(records)
    built.build()
    colleagues = built.colleagues(READERS)
    head = User.objects.invite("head@bench.example", "Head", by=None)
    head.add_role("supervisor", by=None, office=built.offices[0].office)
    seconds = perf_counter() - began
    work = [asdict(each) for each in _night()]
    figures = [*_reads(built, colleagues), *_lapsing(built), _persons(head)]
    return {
        "seconds": seconds, "database": connection.display_name, "records": built.records,
        "work": work, "figures": [asdict(each) for each in figures],
    }  # fmt: skip


def _night() -> Iterator[Work]:
    """The facts of trainings as the night reads them, then the whole night."""
    for name in ("training_participants", "training_enrolments"):
        yield measure_work(f"Facts: {name}", partial(_count_rows, name))
    yield measure_work("All figures, nightly", _compute)


def _count_rows(fact: str) -> int:
    return sum(1 for _row in facts[fact].rows())


def _compute() -> int:
    computation = Computation.objects.create()
    computing.run(computation)
    return computation.rows


def _reads(built: LearningRecords, colleagues: list[User]) -> Iterator[Read]:
    held = built.offices[0]
    organizers = [held.organizer]
    people = list(Participant.objects.filter(office=held.office)[:WHOLE])
    events = TrainingEvent.objects.filter(office=held.office, mode="in_person")
    rooms = list(events.order_by("-pk")[:WHOLE])
    yield _read(
        "Transcript: a participant", organizers, [each.get_absolute_url() for each in people],
        TRANSCRIPT, [partial(_fetch, _TRANSCRIPT_ROWS, [each.pk]) for each in people],
    )  # fmt: skip
    yield _read(
        "Transcript: my learning", colleagues, [reverse("training:my-learning")], TRANSCRIPT
    )
    yield _read(
        "Event", organizers, [each.get_absolute_url() for each in rooms], EVENT,
        [partial(_fetch, _EVENT_ROWS, [each.pk]) for each in rooms],
    )  # fmt: skip
    if built.webinar:
        webinar = built.webinar
        yield _read(
            "Event: a webinar", organizers, [webinar.get_absolute_url()], WEBINAR,
            [partial(_fetch, _EVENT_ROWS, [webinar.pk])],
        )  # fmt: skip
    yield _read("Events", organizers, [reverse("training:events")], EVENT)


def _lapsing(built: LearningRecords) -> Iterator[Read]:
    today = localdate()
    until = today + timedelta(days=LAPSES_IN)
    yield _read(
        "Who lapses: certificates", [built.offices[0].organizer],
        [f"{reverse('training:certificates')}?state={LAPSES_IN}"], LAPSES,
        [partial(_fetch, _LAPSING_ROWS, [today, until])],
    )  # fmt: skip

    def by_competency() -> None:
        rows = HeldCompetency.objects.lapsing(today, until).select_related("competency")
        list(rows[: 50 * COURSES])

    spent = _spent()
    times = [_timed(by_competency) for _turn in range(ROUNDS)]
    spent = (_spent() - spent) * 1000 / ROUNDS
    yield Read(
        "Who lapses: competencies", statistics.median(times), p95(times), spent, 1, 0.0, 0.0,
        LAPSES,
    )  # fmt: skip


def _persons(head: User) -> Read:
    return _read(
        "Persons of a year", [head], [reverse("evidence:indicator", args=[PERSONS])],
        PERSONS_OF_A_YEAR, [_count_persons], counted=3,
    )  # fmt: skip


def _count_persons() -> None:
    """What the night spares: each person once, by year, sex and institution."""
    rows = Enrolment.objects.filter(state="enrolled", event__state="held")
    of_year = rows.order_by().values(
        "event__starts_at__year", "participant__sex", "participant__institution_type"
    )
    list(of_year.annotate(persons=Count("participant", distinct=True)))


def _read(
    what: str, users: list[User], urls: list[str], aim: float,
    floors: Sequence[Callable[[], None]] = (), *, counted: int = ROUNDS,
) -> Read:  # fmt: skip
    """The pages by turns, by these users in turn, after each user has seen one; `counted` says how
    often the peer is asked.
    """
    clients = [_client(user) for user in users]
    for client in clients:
        client.get(urls[0])
    clock, size, spent = [], 0, _spent()
    for _turn, url, client in zip(range(ROUNDS), cycle(urls), cycle(clients), strict=False):
        answers: list = []
        clock.append(_timed(partial(_ask, client, url, answers)))
        if answers[0].status_code != 200:
            raise SystemExit(f"{what}: {answers[0].status_code}, so nothing was measured.")
        size = max(size, len(answers[0].content))
    spent = _spent() - spent
    with CaptureQueriesContext(connection) as seen:
        clients[0].get(urls[-1])
    by_hand = [_timed(floor) for _turn, floor in zip(range(counted), cycle(floors), strict=False)]
    return Read(
        what, statistics.median(clock), p95(clock), spent * 1000 / ROUNDS, len(seen), size / 1000,
        statistics.median(by_hand) if by_hand else 0.0, aim,
    )  # fmt: skip


def _spent() -> float:
    """Seconds of processor, also of the process that serves us on PostgreSQL, as far as this
    machine tells.
    """
    if connection.vendor != "postgresql":
        return process_time()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    if not stat.exists():
        return process_time()
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return process_time() + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _ask(client: Client, url: str, answers: list) -> None:
    answers.append(client.get(url))
