"""Benchmark of certificates: issued to all who passed, made as papers and badge files, checked by
their signed word, and those that lapse in 60 days found among many.
"""

import resource
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import batched
from time import perf_counter, process_time

from django.db import connection, transaction
from django.utils.timezone import localdate

from amparo.foundation.core.models import Office, User
from amparo.pillars.training import certificate_words
from amparo.pillars.training.certificate_queries import lapsing
from amparo.pillars.training.certificates_pdf import MOST, certificates_pdf
from amparo.pillars.training.issuing import Known, issue_all
from amparo.pillars.training.models import (
    Certificate,
    Enrolment,
    Participant,
    SigningKey,
    TrainingEvent,
)
from amparo.pillars.training.open_badges import badge_json, badge_jwt

from .training_setup import TrainingOffice

BADGES = 50
# Seconds by the clock and MB that the process may grow by, for a thousand.
AIMS = {"issue": (30, 150), "papers": (30, 150)}
WHOLE = Certificate.objects.select_related(
    "office", "event", "version__course", "key", "status_list", "participant"
).prefetch_related("version__texts")


@dataclass(frozen=True)
class Work:
    """One line of the report: seconds, how many rows they were, and what the process grew by;
    beside them what we aim at, 0 where it is nothing.
    """

    what: str
    processor_s: float
    clock_s: float
    rows: int
    aim: int
    megabytes: float
    aim_mb: int


class _Watch:
    """Measures one piece of work."""

    def __init__(self) -> None:
        self._spent, self._began, self._size = process_time(), perf_counter(), _peak()

    def note(self, what: str, rows: int) -> dict:
        spent, passed = process_time() - self._spent, perf_counter() - self._began
        aims = AIMS.get(what, (0, 0))
        return asdict(Work(what, spent, passed, rows, aims[0], _peak() - self._size, aims[1]))


def certificate_figures(count: int) -> dict:
    """Returns what `count` certificates of one event cost."""
    began = perf_counter()
    held = TrainingOffice.make()
    event, by = held.event(held.course("BENCH"), seats=count), held.organizer
    enrolments = _enrol(event, by=by, office=event.office, count=count)
    known = Known(dict.fromkeys(enrolments, 100), dict.fromkeys(enrolments, 90))
    seconds = perf_counter() - began
    work = [_issue(event, known, by), _papers(), _badges(), _check(), _lapse()]
    return {"seconds": seconds, "database": connection.display_name, "work": work}


def _enrol(event: TrainingEvent, *, by: User, office: Office, count: int) -> list[int]:
    found = []
    for at in range(count):
        person = Participant.objects.create(office=office, name=f"José Núñez-Muñoz {at}")
        found.append(Enrolment.enrol(event, person, by=by).pk)
    return found


def _issue(event: TrainingEvent, known: Known, by: User) -> dict:
    watch, issued = _Watch(), 0
    while True:
        with transaction.atomic():
            more = issue_all(event, known, by=by)
        if not more:
            return watch.note("issue", issued)
        issued += more


def _papers() -> dict:
    """File by file, as each is asked for."""
    watch, printed = _Watch(), 0
    keys = list(Certificate.objects.order_by("pk").values_list("pk", flat=True))
    for some in batched(keys, MOST, strict=False):
        certificates_pdf(list(WHOLE.filter(pk__in=some)))
        printed += len(some)
    return watch.note("papers", printed)


def _badges() -> dict:
    watch, found = _Watch(), list(WHOLE[:BADGES])
    for each in found:
        badge_jwt(each)
        badge_json(each)
    return watch.note("badges", len(found))


def _check() -> dict:
    key, words = SigningKey.current().public_key, list(Certificate.objects.values_list("word"))
    watch = _Watch()
    genuine = sum(certificate_words.is_signed_by(word, key) for (word,) in words)
    return watch.note("check", genuine)


def _lapse() -> dict:
    today = localdate()
    day = today + timedelta(days=59)
    Certificate.objects.update(until=day)
    watch = _Watch()
    return watch.note("lapse", len(lapsing(Certificate.objects.all(), today, 60)[:50]))


def _peak() -> float:
    """The most memory that the process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
