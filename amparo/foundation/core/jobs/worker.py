"""Workers: take due jobs and run them, with a heartbeat, one slice at a time.

A worker survives any error of a job. Slices of a job count only while its lease is held.
"""

import logging
import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from ..database.disk_reserve import reserve
from .backend import LONG, QUICK
from .models import Job, LeaseLost
from .registry import find_task

LOOKS_EVERY = 0.5
AFTER_A_FAULT = 2
NEVER = Event()
logger = logging.getLogger("amparo.jobs")


class Worker:
    """One worker for the jobs of some queues."""

    def __init__(self, *queues: str, stopping: Event = NEVER):
        self.queues = queues or (LONG, QUICK)
        self.stopping = stopping
        self.name = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(3)}"

    def work(self) -> None:
        """Runs until the process is told to stop."""
        while not self.stopping.is_set():
            wait: float = AFTER_A_FAULT
            try:
                wait = 0 if self.take_one() else LOOKS_EVERY
            except Exception as fault:  # the database is away: it will be back
                logger.error("A worker met %s.", type(fault).__name__)
                connection.close()
            self.stopping.wait(wait)
        connection.close()

    def take_one(self) -> bool:
        """Do the next job that is due, if there is one."""
        job = self._claim()
        if job is None:
            return False
        if job.is_hopeless:
            job.give_up()
        else:
            self._attempt(job)
        return True

    def _claim(self) -> Job | None:
        """Takes a job. On a full disk long and periodic ones wait: they would fill the space that
        is kept for reading and for emergencies.
        """
        kept = reserve()
        if kept is None or not kept.is_released:
            return Job.claim(self.name, self.queues)
        quick = tuple(queue for queue in self.queues if queue != LONG)
        return Job.claim(self.name, quick, periodic=False)

    def _attempt(self, job: Job) -> None:
        try:
            with running(RunningJob(job, self.stopping)):
                _run(job)
        except LeaseLost:
            logger.warning("Job %s was taken over: this attempt left nothing.", job.ref)
        except WorkerStopping:
            job.hand_back()
        except Exception as fault:
            kind = f"{type(fault).__module__}.{type(fault).__qualname__}"
            # Its words stay here: they might quote somebody.
            logger.error("Job %s (%s) failed: %s.", job.ref, job.task, kind)
            close_broken_connection()
            self._note_failure(job, kind)

    def _note_failure(self, job: Job, kind: str) -> None:
        try:
            job.fail(kind)
        except LeaseLost:
            logger.warning("Job %s was taken over: this attempt left nothing.", job.ref)


def _run(job: Job) -> None:
    """The work and the word that it is done; what is not in slices is one transaction with it."""
    task = find_task(job.task)
    if task.in_slices:
        task.call(*job.args)
        job.finish()
        return
    with transaction.atomic():
        task.call(*job.args)
        job.finish()


def run_due_jobs(*queues: str) -> int:
    """Do all that is due now, here; how many jobs that was."""
    worker, count = Worker(*queues), 0
    while worker.take_one():
        count += 1
    return count


# The running job.

# A job that says nothing for so long is stuck, however alive its worker is.
LONGEST_SILENCE = 30 * 60
# Whoever waits for SQLite's lock asks for it ten times a second.
LONGEST_PAUSE = 0.1


class WorkerStopping(Exception):  # noqa: N818 - an order, not an error
    """The worker stops: the slice is rolled back and the job handed back."""


def close_broken_connection() -> None:
    """A connection that a fault has spoilt is not used again."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


class RunningJob:
    """One attempt at a job, in this process."""

    def __init__(self, job: Job, stopping: Event):
        self.job, self.stopping = job, stopping
        self.last_word = time.monotonic()

    def go_on(self, progress: int, total: int) -> None:
        if self.stopping.is_set():
            raise WorkerStopping
        self.job.go_on(progress, total)
        worked = time.monotonic() - self.last_word
        transaction.on_commit(partial(self._give_way, worked))
        self.last_word = time.monotonic()

    def _give_way(self, worked: float) -> None:
        """SQLite has one writer, and pages come first: leave the lock long enough to be taken."""
        if connection.vendor == "sqlite":
            time.sleep(min(LONGEST_PAUSE, worked / 2))
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
        while not over.wait(settings.AMPARO_JOB_LEASE_SECONDS / 3) and self._speaks():
            try:
                self.job.heartbeat()
            except LeaseLost:
                break
            except DatabaseError:
                connection.close()  # the next beat asks again
        connection.close()

    def _speaks(self) -> bool:
        return time.monotonic() - self.last_word < LONGEST_SILENCE


_current: ContextVar[RunningJob | None] = ContextVar("running_job", default=None)


@contextmanager
def running(attempt: RunningJob) -> Iterator[None]:
    token = _current.set(attempt)
    try:
        with attempt.beating():
            yield
    finally:
        _current.reset(token)


def checkpoint(progress: int = 0, *, of: int = 0) -> None:
    """Commits a slice only while the lease is ours; raises LeaseLost otherwise.

    Call it in each transaction of a job in slices. Also records progress. Does nothing outside a
    worker.
    """
    if attempt := _current.get():
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError("A slice and the word that it is done are one transaction.")
        attempt.go_on(progress, of)
