"""Background jobs: who asked, who holds the lease, how far it is, how it ended."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..accounts.organizations import Membership
from ..accounts.users import User
from ..audit import log
from ..audit.events import AuditEvent
from ..clock import now
from ..notifications.models import Notification
from ..permissions.grants import PermissionQuerySet
from ..records import Record
from ..refusals import Refusal

# How long to wait after each failure in a row; after one more the job is dead.
WAITS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
)
LOST = "WorkerLost"
# SQLite's clock counts milliseconds, ours finer: what was just asked for is due at once.
A_MOMENT = timedelta(milliseconds=1)


class LeaseLost(Exception):  # noqa: N818 - what befell an attempt, not an error of ours
    """Another worker has taken the job up: nothing that this attempt still does may count."""


class JobQuerySet(PermissionQuerySet):
    def due(self) -> "JobQuerySet":
        """Whose time has come, or whose worker fell silent; by the database's own clock."""
        return self.filter(
            Q(state=Job.State.WAITING, run_at__lte=Now() + A_MOMENT)
            | Q(state=Job.State.RUNNING, lease_until__lt=Now())
        )

    def unfinished(self) -> "JobQuerySet":
        return self.filter(state__in=(Job.State.WAITING, Job.State.RUNNING))

    def waiting(self) -> "JobQuerySet":
        return self.filter(state=Job.State.WAITING)

    def running(self) -> "JobQuerySet":
        return self.filter(state=Job.State.RUNNING)

    def dead(self) -> "JobQuerySet":
        return self.filter(state=Job.State.DEAD)

    def done(self) -> "JobQuerySet":
        return self.filter(state=Job.State.DONE)

    def about(self, ref: UUID) -> "JobQuerySet":
        """What was asked for this record, the latest first."""
        return self.filter(about=ref).order_by("-pk")


class Job(Record):
    """One piece of work. Whoever does it holds a lease; the number of the attempt is the proof.

    A worker that is killed stops renewing its lease, and another takes the job up under the next
    number. One that only slept wakes to find its number passed: all that it does is refused.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        DEAD = "dead"

    task = models.CharField(max_length=200)
    # Refs and numbers only: personal data is read from encrypted records.
    args = models.JSONField(default=list)
    about = models.UUIDField(null=True, editable=False)
    queue = models.CharField(max_length=20)
    priority = models.SmallIntegerField(default=0)
    # Only periodic tasks have one: all nodes ask, one row is made.
    key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001 - many have none
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=now, editable=False)
    run_at = models.DateTimeField(default=now)

    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempt = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # The kind of fault, never its message: that might quote somebody.
    error = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    audit_name = "job"

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Background tasks")
        indexes = [
            models.Index("run_at", condition=Q(state="waiting"), name="jobs_waiting"),
            models.Index("lease_until", condition=Q(state="running"), name="jobs_running"),
            models.Index(fields=["state", "-ended_at"], name="jobs_ended"),
            models.Index(fields=["about"], name="jobs_about"),
        ]

    class Privacy:
        plain_text = {
            "task": "name of a task",
            "args": "refs and numbers only",
            "key": "name of a periodic task and its time",
            "worker": "name of a process",
            "error": "the kind of a fault, never its message",
        }

    class Events:
        died = AuditEvent(gettext_lazy("Background task failed"))
        dropped = AuditEvent(gettext_lazy("Background task abandoned"))
        retried = AuditEvent(gettext_lazy("Background task retried"))

    def __str__(self):
        return f"{self.task} {self.ref}"

    @property
    def title(self) -> str | Promise:
        from .registry import UnknownTask, find_task

        try:
            return find_task(self.task).title or self.task
        except UnknownTask:  # asked for by another version
            return _("Work that this version does not know: %(name)s") % {"name": self.task}

    @property
    def error_name(self) -> str:
        return self.error.rpartition(".")[2]

    @property
    def is_unfinished(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def is_dead(self) -> bool:
        return self.state == self.State.DEAD

    @property
    def is_hopeless(self) -> bool:
        """Returns whether it failed so often that a person should look first."""
        return self.failures > len(WAITS)

    @classmethod
    def claim(cls, worker: str, queues: tuple[str, ...], *, periodic: bool = True) -> "Job | None":
        """The next job that is due, held by `worker` from now on; `periodic` ones among them."""
        due = cls.objects.due().filter(queue__in=queues).order_by("-priority", "run_at", "pk")
        if not periodic:
            due = due.filter(key=None)
        return next((job for job in due[:5] if job._take(worker)), None)

    def _take(self, worker: str) -> bool:
        """Ours, unless another worker was quicker: the row changes for one of them only."""
        fell_silent = self.state == self.State.RUNNING
        mine = Job.objects.due().filter(pk=self.pk, attempt=self.attempt)
        taken = mine.update(
            state=self.State.RUNNING,
            attempt=F("attempt") + 1,
            failures=F("failures") + int(fell_silent),
            worker=worker,
            lease_until=_lease(),
            heartbeat_at=Now(),
        )
        self.attempt += 1
        self.failures += fell_silent
        self.state, self.worker = self.State.RUNNING, worker
        return bool(taken)

    def heartbeat(self) -> None:
        """Its worker is alive: the lease goes on."""
        self._keep(lease_until=_lease(), heartbeat_at=Now())

    def go_on(self, progress: int, total: int) -> None:
        """A slice is done; with it in one transaction, so that a slice counts once or not at all.

        What gets on has not failed: the count of failures begins anew.
        """
        self._keep(
            progress=progress, total=total, failures=0, lease_until=_lease(), heartbeat_at=Now()
        )
        self.progress, self.total, self.failures = progress, total, 0

    def finish(self) -> None:
        self._keep(state=self.State.DONE, ended_at=Now(), lease_until=None, error="")

    def hand_back(self) -> None:
        """Returns the job to the queue when the worker stops."""
        self._keep(state=self.State.WAITING, run_at=Now(), lease_until=None)

    def fail(self, error: str) -> None:
        """Try again later; after too many failures in a row, leave it to a person."""
        self.failures += 1
        self.error = error[:200]
        if self.is_hopeless:
            self.give_up()
            return
        wait = WAITS[self.failures - 1]
        self._keep(
            state=self.State.WAITING,
            failures=self.failures,
            error=self.error,
            run_at=Now() + wait,
            lease_until=None,
        )

    @transaction.atomic
    def give_up(self) -> None:
        """Marks the job as dead and notifies administrators."""
        self._keep(
            state=self.State.DEAD,
            failures=self.failures,
            error=self.error or LOST,
            ended_at=Now(),
            lease_until=None,
        )
        log.log_event(None, "job.died", self)
        keepers = Membership.objects.held().with_permission("job.keep").people()
        Notification.notify(
            keepers, event="job.dead", about=self.task, url=reverse("jobs"), by=None
        )

    def _keep(self, **changes) -> None:
        """Change the job, if the attempt is still ours."""
        mine = Job.objects.filter(pk=self.pk, attempt=self.attempt, state=self.State.RUNNING)
        if not mine.update(**changes):
            raise LeaseLost

    @transaction.atomic
    def retry(self, *, by: User) -> None:
        """Somebody has looked: try it again, with as much patience as at first."""
        self._once_dead(state=self.State.WAITING, failures=0, run_at=Now(), ended_at=None)
        log.log_event(by, "job.retried", self)

    @transaction.atomic
    def drop(self, *, by: User) -> None:
        """Somebody has looked: it is not needed any more."""
        self._once_dead(state=self.State.DONE)
        log.log_event(by, "job.dropped", self)

    def _once_dead(self, **changes) -> None:
        if not Job.objects.dead().filter(pk=self.pk).update(**changes):
            raise Refusal(_("This task is already running."))
        self.refresh_from_db()


def _lease():
    return Now() + timedelta(seconds=settings.AMPARO_JOB_LEASE_SECONDS)
