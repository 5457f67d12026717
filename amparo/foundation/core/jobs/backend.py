"""Django's Tasks, as rows beside what they are about: on both databases, on many nodes."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.tasks.backends.base import BaseTaskBackend
from django.tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django.tasks.exceptions import TaskResultDoesNotExist
from django.utils.functional import Promise

from ..accounts.users import User
from ..audit.log import PLAIN
from ..clock import now
from .models import Job
from .registry import find_task, register

QUICK, LONG = "default", "long"
_STATUS = {
    Job.State.WAITING: TaskResultStatus.READY,
    Job.State.RUNNING: TaskResultStatus.RUNNING,
    Job.State.DONE: TaskResultStatus.SUCCESSFUL,
    Job.State.DEAD: TaskResultStatus.FAILED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Work(Task):
    """A task with its stored name, a title for people, and who asked for it."""

    name: str = field()
    title: str | Promise = ""
    asked_by: int | None = None

    @property
    def in_slices(self) -> bool:
        return self.queue_name == LONG

    def asked(self, *, by: User) -> "Work":
        return replace(self, asked_by=by.pk)


def background_task(
    *, name: str, title: str | Promise, in_slices: bool = False
) -> Callable[[Callable[..., None]], Work]:
    """What a function of this module does, done by a worker. The name is never changed."""

    def wrap(function: Callable[..., None]) -> Work:
        queue = LONG if in_slices else QUICK
        task = Work(func=function, name=name, title=title, queue_name=queue)
        register(task)
        return task

    return wrap


class LeaseBackend(BaseTaskBackend):
    """Stores a job in the caller's transaction; workers take it from there."""

    task_class = Work
    supports_defer = True
    supports_priority = True
    supports_get_result = True

    def enqueue(self, task: Task, args: list | tuple, kwargs: dict) -> TaskResult:
        self.validate_task(task)
        if kwargs:
            raise ValueError("A job is told refs, one after the other.")
        job = Job.objects.create(
            task=task.name,
            args=[_plain(each) for each in args],
            about=_first_ref(args),
            queue=task.queue_name,
            priority=task.priority,
            run_at=task.run_after or now(),
            asked_by_id=getattr(task, "asked_by", None),
        )
        return _result(job, task, self.alias)

    def get_result(self, result_id: str) -> TaskResult:
        job = Job.objects.filter(ref=result_id).first()
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return _result(job, find_task(job.task), self.alias)


def _plain(value: Any) -> str | int | None:
    """Returns an argument as it is stored; raises where it could be text, because job rows are not
    encrypted.
    """
    if value is None or isinstance(value, int) or (isinstance(value, str) and PLAIN.match(value)):
        return value
    raise ValueError("A job is told refs, codes and numbers, never values.")


def _first_ref(args: list | tuple) -> UUID | None:
    """Returns the record that the job is about: the first ref among its arguments."""
    for each in args:
        try:
            return UUID(str(each))
        except ValueError:
            continue
    return None


def _result(job: Job, task: Task, alias: str) -> TaskResult:
    return TaskResult(
        task=task,
        id=str(job.ref),
        status=_STATUS[Job.State(job.state)],
        enqueued_at=job.asked_at,
        started_at=None,
        last_attempted_at=job.heartbeat_at,
        finished_at=job.ended_at,
        args=job.args,
        kwargs={},
        backend=alias,
        errors=[TaskError(exception_class_path=job.error, traceback="")] if job.error else [],
        worker_ids=[job.worker] * job.attempt,
    )
