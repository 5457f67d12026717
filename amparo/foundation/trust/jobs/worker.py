"""Workers: they take what is due, do it, and outlive whatever goes wrong in it."""

import logging
import os
import secrets
import socket
from threading import Event

from django.db import connection, transaction

from ..disk_reserve import reserve
from ..models import Job
from ..models.jobs import Overtaken
from .at_hand import AtHand, Stopping, let_go_of_what_broke, taking
from .backend import LONG, QUICK
from .registry import find_task

LOOKS_EVERY = 0.5
AFTER_A_FAULT = 2
NEVER = Event()
logger = logging.getLogger("amparo.jobs")


class Worker:
    """One pair of hands, for the jobs of some queues."""

    def __init__(self, *queues: str, stopping: Event = NEVER):
        self.queues = queues or (LONG, QUICK)
        self.stopping = stopping
        self.name = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(3)}"

    def work(self) -> None:
        """Until the house closes."""
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
        job = Job.claim(self.name, self._queues_now())
        if job is None:
            return False
        if job.is_hopeless:
            job.give_up()
        else:
            self._attempt(job)
        return True

    def _queues_now(self) -> tuple[str, ...]:
        """On a full disk what is long waits: it would fill what is kept for reading."""
        kept = reserve()
        if kept is None or not kept.is_released:
            return self.queues
        return tuple(queue for queue in self.queues if queue != LONG)

    def _attempt(self, job: Job) -> None:
        try:
            with taking(AtHand(job, self.stopping)):
                _do(job)
        except Overtaken:
            logger.warning("Job %s was taken over: this attempt left nothing.", job.ref)
        except Stopping:
            job.hand_back()
        except Exception as fault:
            kind = f"{type(fault).__module__}.{type(fault).__qualname__}"
            # Its words stay here: they might quote somebody.
            logger.error("Job %s (%s) failed: %s.", job.ref, job.task, kind)
            let_go_of_what_broke()
            self._note_failure(job, kind)

    def _note_failure(self, job: Job, kind: str) -> None:
        try:
            job.fail(kind)
        except Overtaken:
            logger.warning("Job %s was taken over: this attempt left nothing.", job.ref)


def _do(job: Job) -> None:
    """The work and the word that it is done; what is not in slices is one transaction with it."""
    task = find_task(job.task)
    if task.in_slices:
        task.call(*job.args)
        job.finish()
        return
    with transaction.atomic():
        task.call(*job.args)
        job.finish()


def work_off(*queues: str) -> int:
    """Do all that is due now, here; how many jobs that was."""
    worker, count = Worker(*queues), 0
    while worker.take_one():
        count += 1
    return count
