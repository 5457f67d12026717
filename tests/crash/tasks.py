"""Work to be killed in: every effect is a row of a table that nothing keeps from being doubled."""

import time

from django.db import connection, transaction

from amparo.foundation.core.extension_points import background_tasks
from amparo.foundation.core.jobs import background_task, checkpoint

STEPS = 5
# Long enough to be hit in, short enough to keep the rounds coming.
A_WHILE = 0.04


def lay_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE effects (job integer, step integer)")


with background_tasks.reopened():

    @background_task(name="killed-at-once", title="All in one transaction")
    def at_once(job: int) -> None:
        _effect(job, 0)
        time.sleep(A_WHILE)

    @background_task(name="killed-in-slices", title="In slices", in_slices=True)
    def in_slices(job: int) -> None:
        for step in range(_steps_done(job), STEPS):
            time.sleep(A_WHILE)
            with transaction.atomic():
                _effect(job, step)
                checkpoint(step + 1, of=STEPS)

    @background_task(name="killed-unguarded", title="In slices that nobody guards", in_slices=True)
    def unguarded(job: int) -> None:
        """What the lease is for: the same work without its word in each slice."""
        for step in range(_steps_done(job), STEPS):
            time.sleep(A_WHILE * 5)
            _effect(job, step)


def effects_wanted(task: str) -> int:
    return 1 if task == at_once.name else STEPS


def _steps_done(job: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT step) FROM effects WHERE job = %s", [job])
        return cursor.fetchone()[0]


def _effect(job: int, step: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO effects (job, step) VALUES (%s, %s)", [job, step])
