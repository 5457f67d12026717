"""The job that a worker has at hand: its heart beats, and its slices count while it is ours."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from ..models import Job
from ..models.jobs import Overtaken

# A job that says nothing for so long is stuck, however alive its worker is.
LONGEST_SILENCE = 30 * 60
# Whoever waits for SQLite's lock asks for it ten times a second.
LONGEST_BREATH = 0.1


class Stopping(Exception):  # noqa: N818 - an order, not an error
    """The house closes: what this slice did is undone, and the job handed back."""


def let_go_of_what_broke() -> None:
    """A connection that a fault has spoilt is not used again."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


class AtHand:
    """One attempt at a job, in this process."""

    def __init__(self, job: Job, stopping: Event):
        self.job, self.stopping = job, stopping
        self.last_word = time.monotonic()

    def go_on(self, progress: int, total: int) -> None:
        if self.stopping.is_set():
            raise Stopping
        self.job.go_on(progress, total)
        worked = time.monotonic() - self.last_word
        transaction.on_commit(partial(self._give_way, worked))
        self.last_word = time.monotonic()

    def _give_way(self, worked: float) -> None:
        """SQLite has one writer, and pages come first: leave the lock long enough to be taken."""
        if connection.vendor == "sqlite":
            time.sleep(min(LONGEST_BREATH, worked / 2))
        self.last_word = time.monotonic()

    @contextmanager
    def beating(self) -> Iterator[None]:
        over = Event()
        Thread(target=self._beat, args=(over,), daemon=True, name="heart").start()
        try:
            yield
        finally:
            over.set()  # not waited for: it may stand behind the very lock that we hold

    def _beat(self, over: Event) -> None:
        while not over.wait(settings.AMPARO_LEASE / 3) and self._speaks():
            try:
                self.job.beat()
            except Overtaken:
                break
            except DatabaseError:
                connection.close()  # the next beat asks again
        connection.close()

    def _speaks(self) -> bool:
        return time.monotonic() - self.last_word < LONGEST_SILENCE


_at_hand: ContextVar[AtHand | None] = ContextVar("job_at_hand", default=None)


@contextmanager
def taking(attempt: AtHand) -> Iterator[None]:
    token = _at_hand.set(attempt)
    try:
        with attempt.beating():
            yield
    finally:
        _at_hand.reset(token)


def go_on(progress: int = 0, *, of: int = 0) -> None:
    """Said in each transaction of a job in slices: the slice counts, if the job is still ours.

    Says how far it is, too. Outside a worker (a command somebody runs) it says nothing.
    """
    if attempt := _at_hand.get():
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError("A slice and the word that it is done are one transaction.")
        attempt.go_on(progress, of)
