"""What is done by the clock is done once in its time, however many nodes look at the clock."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from amparo.foundation.core import clock, tasks
from amparo.foundation.core.extension_points import background_tasks, periodic_tasks
from amparo.foundation.core.idempotency import IdempotencyKey
from amparo.foundation.core.jobs.backend import background_task
from amparo.foundation.core.jobs.models import Job
from amparo.foundation.core.jobs.schedule import PeriodicTask, Schedule, periodic_task

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


with background_tasks.reopened():

    @background_task(name="count", title="Count participants")
    def count() -> None:
        """Something small."""


HOURLY = PeriodicTask(count, timedelta(hours=1))


def test_two_nodes_ask_and_one_is_heard(run_jobs):
    nodes = [Schedule([HOURLY]), Schedule([HOURLY])]
    with clock.at(NOON):
        for node in nodes:
            node.look()
            node.look()
    assert Job.objects.get().key.endswith("count@2026-03-14T12:00")


def test_the_next_hour_asks_again_unless_the_last_one_still_waits(run_jobs):
    node = Schedule([HOURLY])
    with clock.at(NOON - timedelta(hours=3)):
        node.look()
    with clock.at(NOON - timedelta(hours=2)):
        node.look()
    assert Job.objects.count() == 1
    run_jobs()
    with clock.at(NOON - timedelta(hours=1)):
        node.look()
    assert Job.objects.count() == 2


def test_a_quick_look_leaves_no_row_and_keeps_its_pace(django_assert_num_queries):
    looks = []
    node = Schedule([PeriodicTask(lambda: looks.append(1), DAY)])
    with django_assert_num_queries(0):
        node.look()
        node.look()
    assert looks == [1]


def test_a_duty_that_fails_keeps_no_other_waiting(caplog):
    looks = []

    def fail():
        raise LookupError("Rosa Quispe")

    Schedule(
        [
            PeriodicTask(fail, timedelta(seconds=1)),
            PeriodicTask(lambda: looks.append(1), timedelta(1)),
        ]
    ).look()
    assert looks == [1]
    assert "Quispe" not in caplog.text


def test_what_is_asked_for_by_rows_must_be_a_task():
    with pytest.raises(TypeError):
        periodic_task(every=timedelta(hours=1))(lambda: None)


def test_every_periodic_task_runs(run_jobs):
    durable = [duty for duty in periodic_tasks if hasattr(duty.does, "enqueue")]
    assert {tasks.forget_jobs, tasks.forget_onces, tasks.forget_sessions} <= {
        duty.does for duty in durable
    }
    Schedule(durable).look()
    assert run_jobs() == len(durable)
    assert set(Job.objects.values_list("state", "error")) == {("done", "")}


def test_what_was_done_and_sent_long_ago_is_forgotten(run_jobs, caseworker):
    then = clock.now() - timedelta(days=40)
    count.enqueue()
    count.enqueue()
    run_jobs()
    Job.objects.filter(pk=Job.objects.first().pk).update(ended_at=then)
    IdempotencyKey.get_or_claim(key=uuid4(), by=caseworker, verb="/x/", body=b"")[0]
    with clock.at(then):
        IdempotencyKey.get_or_claim(key=uuid4(), by=caseworker, verb="/x/", body=b"")
    tasks.forget_jobs.call()
    tasks.forget_onces.call()
    assert (Job.objects.count(), IdempotencyKey.objects.count()) == (1, 1)
