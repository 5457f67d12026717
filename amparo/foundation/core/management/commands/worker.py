"""Works in the background until it is told to stop: `amparo worker`. Several may run."""

import os
import signal
import sys
from threading import Event, Thread

from django.core.management.base import BaseCommand
from django.db import connection, connections

from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.jobs import schedule
from amparo.foundation.core.jobs.backend import LONG, QUICK
from amparo.foundation.core.jobs.worker import Worker, run_due_jobs

LOOKS_EVERY = 0.25
# What is not finished by then is taken up by whoever works next.
PATIENCE = 15
# Beside the pages on the same machine: who waits before a screen is served first.
YIELDS = 10


class Command(BaseCommand):
    """One hand for what is quick, one for what takes long; the clock waits for neither."""

    help = __doc__
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is due, then stop")
        parser.add_argument(
            "--until-closed", action="store_true", help="stop when the standard input closes"
        )

    def handle(self, *, once, until_closed, **options):
        key_ring.open_if_locked()  # here, where somebody can still be asked
        if connection.vendor == "sqlite":
            connection.ensure_connection()  # one that does not open will not open by waiting
        if once:
            schedule.Schedule().look()
            self.stdout.write(f"{run_due_jobs()} done.")
            return
        stopping = self._heed_signals()
        if until_closed:
            _let_pages_go_first()
            Thread(target=_wait_for_the_end, args=(stopping,), daemon=True).start()
        self._work(stopping)

    def _heed_signals(self) -> Event:
        stopping = Event()
        for order in (signal.SIGTERM, signal.SIGINT):
            signal.signal(order, lambda *_: stopping.set())
        return stopping

    def _work(self, stopping: Event) -> None:
        workers = [Worker(QUICK, stopping=stopping), Worker(LONG, QUICK, stopping=stopping)]
        hands = [Thread(target=worker.work, daemon=True) for worker in workers]
        for hand in hands:
            hand.start()
        clock = schedule.Schedule()
        while not stopping.wait(LOOKS_EVERY):
            clock.look()
        for hand in hands:
            hand.join(PATIENCE)
        connections.close_all()


def _let_pages_go_first() -> None:
    """Not on SQLite: there whoever is slow in the midst of writing keeps everybody waiting."""
    if connection.vendor != "sqlite":
        os.nice(YIELDS)


def _wait_for_the_end(stopping: Event) -> None:
    """Whoever started us holds the other end: when they are gone, however they went, we stop."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    stopping.set()
