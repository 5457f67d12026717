"""What the house does by itself, by the clock.

An app says so in its `tasks.py`. What is `durable` is a job like any other, asked for once in each
span of time however many nodes run; what is not is a quick look that every worker takes, without a
row: it may happen on two nodes at once.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ..clock import now
from ..extension_points import periodic_tasks
from .backend import Work
from .models import Job
from .worker import close_broken_connection

AFTER_A_FAULT = 5
logger = logging.getLogger("amparo.jobs")


@dataclass(frozen=True, eq=False)
class PeriodicTask:
    """A function and how often it runs."""

    does: Work | Callable[[], object]
    every: timedelta

    def span(self, at: datetime) -> datetime:
        """The beginning of the span of time that this moment lies in."""
        length = self.every.total_seconds()
        return datetime.fromtimestamp(at.timestamp() // length * length, UTC)


def periodic_task[Does: (Work, Callable[[], object])](
    *, every: timedelta, durable: bool = True
) -> Callable[[Does], Does]:
    """Do this every so often. Durable ones are tasks, under `@background_task`."""

    def register(does: Does) -> Does:
        if durable != isinstance(does, Work):
            raise TypeError("A durable duty is a task; one that leaves no row is a function.")
        periodic_tasks.register(PeriodicTask(does, every))
        return does

    return register


class Schedule:
    """One worker's view of the clock."""

    def __init__(self, duties: Iterable[PeriodicTask] | None = None):
        self.duties = periodic_tasks if duties is None else duties
        self._asked: dict[PeriodicTask, datetime] = {}
        self._looked: dict[PeriodicTask, float] = {}
        self._rests: dict[PeriodicTask, float] = {}

    def look(self) -> None:
        """Ask for what is due, and take the looks that are due."""
        for duty in self.duties:
            if time.monotonic() < self._rests.get(duty, 0):
                continue
            try:
                if isinstance(duty.does, Work):
                    self._ask(duty, duty.does)
                else:
                    self._do(duty, duty.does)
            except Exception as fault:  # one duty never keeps the others waiting
                logger.error("A duty of the clock met %s.", type(fault).__name__)
                self._rests[duty] = time.monotonic() + AFTER_A_FAULT
                close_broken_connection()

    def _ask(self, duty: PeriodicTask, task: Work) -> None:
        """Once in each span; not while the last one is still under way."""
        span = duty.span(now())
        if self._asked.get(duty) == span:
            return
        name, key = task.name, f"{task.name}@{span:%Y-%m-%dT%H:%M}"
        asked = Job.objects.filter(task=name)
        if not (asked.filter(key=key) | asked.unfinished().exclude(key=None)).exists():
            job = Job(task=name, key=key, queue=task.queue_name, priority=task.priority)
            Job.objects.bulk_create([job], ignore_conflicts=True)  # another node may have asked
        self._asked[duty] = span

    def _do(self, duty: PeriodicTask, look: Callable[[], object]) -> None:
        if time.monotonic() - self._looked.get(duty, -1e9) >= duty.every.total_seconds():
            self._looked[duty] = time.monotonic()
            look()
