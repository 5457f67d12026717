"""Benchmark of broadcasts: an audience laid down in order, and handed over by one worker.

Subscribers of four languages, by SMS and by e-mail, in a folder and with a mail server that takes
everything. Also used by the crash test of `tests/crash/broadcasts.py`.
"""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from itertools import batched
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.values import cached_keys, create_keys
from amparo.foundation.core.jobs.worker import Worker
from amparo.foundation.core.models import Job, Office, Organization, User
from amparo.pillars.advocacy.broadcasts.addresses import address_key
from amparo.pillars.advocacy.broadcasts.models import (
    Broadcast,
    Subscription,
    SubscriptionTopic,
)
from amparo.pillars.advocacy.message_bank.models import KeyMessage, Wording

# What we aim at for 100,000: seconds of processor, queries, MB that the process grows by.
QUEUED_S, HANDED_S, MOST_QUERIES, MOST_MB = 60, 120, 10_000, 200
TOPIC = "false_offers"
READER = "reader@bench.example"
FIRST_NUMBER = 59_170_000_000
LANGUAGES = ("es", "en", "fr", "ar")
TEXT = "Ofertas falsas en la terminal. Ayuda gratuita."
CHUNK = 5_000
# One in ten by e-mail.
MAIL_EVERY = 10
CLEAR, STATUS = Path("/proc/self/clear_refs"), Path("/proc/self/status")


@dataclass(frozen=True)
class Work:
    """One line of the report; beside it what we aim at."""

    what: str
    processor_s: float
    clock_s: float
    queries: int
    rows: int
    megabytes: float
    aim_mb: int = MOST_MB
    aim: int = 0


def broadcast_figures(count: int) -> dict:
    """Returns what a broadcast to `count` subscribers costs, from its approval to its end."""
    began = perf_counter()
    with TemporaryDirectory(prefix="amparo-broadcast-") as home:
        _settings_for(Path(home))
        broadcast = make_broadcast()
        subscribe_many(count)
        seconds = perf_counter() - began
        work = [_queue(broadcast), _send(broadcast)]
    broadcast.refresh_from_db()
    return {
        "seconds": seconds, "database": connection.display_name, "state": broadcast.state,
        "work": [asdict(each) for each in work],
    }  # fmt: skip


def _settings_for(home: Path) -> None:
    settings.AMPARO_SMS_PROVIDER = f"file:{home / 'texts'}"
    settings.AMPARO_BROADCAST_RATE = 0
    settings.AMPARO_BROADCAST_HOURS = "00:00-00:00"
    settings.AMPARO_MAIL_HOST = "mail.example"
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}


def make_broadcast() -> Broadcast:
    """A broadcast that was submitted, and whoever wrote and reads it."""
    organization = Organization.objects.create(name="Bench", kind="own", country="BO")
    office = Office.objects.create(
        organization=organization, name="Bench", country="BO", time_zone="America/La_Paz"
    )
    writer, reader = (
        User.objects.create_user(email, "Bench", "not used to sign in")
        for email in ("writer@bench.example", READER)
    )
    message = KeyMessage.objects.create(
        by=writer, office=office, year=2026, serial=9_000, title="Bench", kind="warning",
        topic=TOPIC, audience="migrants", state="approved", approved_by=reader,
    )  # fmt: skip
    Wording.objects.bulk_create(
        Wording(message=message, language=each, heading=TEXT, body=TEXT, text=TEXT)
        for each in LANGUAGES
    )
    broadcast = Broadcast.draft(
        by=writer, office=office, message=message, topic=TOPIC, languages=list(LANGUAGES),
        channels=["sms", "email"], first_day=office.today(),
        last_day=office.today() + timedelta(days=2), begins=time(0), ends=time(0),
    )  # fmt: skip
    broadcast.submit(by=writer)
    return broadcast


def subscribe_many(count: int) -> None:
    """As many subscribers, as their own forms leave them."""
    moment, until = now(), now().date() + timedelta(days=365)
    for numbers in batched(range(count), CHUNK, strict=False):
        rows = [_subscription(number, moment, until) for number in numbers]
        with transaction.atomic(), cached_keys():
            create_keys(rows)
            made = Subscription.objects.bulk_create(rows)
            SubscriptionTopic.objects.bulk_create(
                SubscriptionTopic(subscription=each, topic=TOPIC) for each in made
            )


def _subscription(number: int, moment: datetime, until: date) -> Subscription:
    by_mail = number % MAIL_EVERY == 0
    address = f"reader{number}@mail.example" if by_mail else f"+{FIRST_NUMBER + number}"
    return Subscription(
        channel="email" if by_mail else "sms", language=LANGUAGES[number // MAIL_EVERY % 4],
        address=address, address_key=address_key(address),
        time_zones="" if by_mail else "America/La_Paz", kept_until=until,
        since=moment, chosen_at=moment, confirmed_at=moment,
    )  # fmt: skip


def _queue(broadcast: Broadcast) -> Work:
    """From the second person's yes until the audience lies in order."""
    from amparo.pillars.advocacy.broadcasts.delivery import start_run

    with _watched("queue") as watch:
        reader = User.objects.get(email=READER)
        broadcast.approve(by=reader)
        start_run(str(broadcast.ref), broadcast.run)
    Job.objects.all().delete()
    return watch.work(broadcast.batches.count())


def _send(broadcast: Broadcast) -> Work:
    """By one worker, as it runs in life."""
    broadcast.refresh_from_db()
    broadcast.ask_to_continue(now())
    with _watched("send") as watch:
        Worker("long").take_one()
    return watch.work(sum(broadcast.batches.values_list("sent", flat=True)))


class _Watch:
    def __init__(self, what: str):
        self.what, self.queries = what, 0
        self.size = _memory(is_from_now=True)
        self.spent, self.began = process_time(), perf_counter()

    def count(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        self.queries += 1
        return execute(sql, params, many, context)

    def stop(self) -> None:
        self.spent, self.began = process_time() - self.spent, perf_counter() - self.began
        self.size = _memory() - self.size

    def work(self, rows: int) -> Work:
        return Work(
            f"{self.what} ({self.queries} queries)", round(self.spent, 1),
            round(self.began, 1), self.queries, rows, round(self.size, 1),
            aim=QUEUED_S if self.what == "queue" else 0,
        )  # fmt: skip


def missed(work: dict) -> list[str]:
    """What a line of 100,000 subscribers does not keep of what we aim at."""
    found = []
    if work["queries"] > MOST_QUERIES:
        found.append("queries")
    if work["processor_s"] > HANDED_S:
        found.append("processor")
    if work["megabytes"] > MOST_MB:
        found.append("memory")
    return found


@contextmanager
def _watched(what: str) -> Iterator[_Watch]:
    watch = _Watch(what)
    with connection.execute_wrapper(watch.count):
        yield watch
    watch.stop()


def _memory(*, is_from_now: bool = False) -> float:
    """The most memory that the process has had, in MB; from now on where the kernel can forget
    what it had before.
    """
    if is_from_now and CLEAR.exists():
        CLEAR.write_text("5")
    for line in STATUS.read_text().splitlines() if STATUS.exists() else ():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
