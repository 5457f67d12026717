"""What is sent to machines of others, and tried again for days: shared by webhooks and other
deliveries.

A delivery is written in the transaction of the action that it tells of: both are committed or
neither. A worker sends it at least once, always under the same id. After a silence the machine is
left alone for a while; after days of failures nothing more is sent, and whoever keeps the address
is told.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy

from . import http_client
from .accounts.users import User
from .audit import log
from .clock import now
from .jobs.worker import checkpoint
from .notifications.models import Notification
from .permissions.grants import PermissionQuerySet
from .records import Record
from .refusals import Refusal

# After failing for so long nothing more is sent, and whoever keeps the address is told.
PATIENCE = timedelta(days=5)
# Pauses after each silence, so that no worker waits for a dead host.
RESTS = (timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
# How long to wait after each failure: more than three days in all.
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
GONE = 410


def must_be_allowed(address: str) -> None:
    """Raises Refusal for hosts outside AMPARO_OUTBOUND."""
    if not http_client.is_allowed_host(address):
        raise Refusal(
            gettext(
                "This Amparo site may not call this address. It starts with https:// and must "
                "be listed in AMPARO_OUTBOUND."
            )
        )


class OutboundTargetQuerySet(PermissionQuerySet):
    def living(self) -> "OutboundTargetQuerySet":
        return self.filter(ended_at=None)


class OutboundTarget(Record):
    """A machine of somebody else to which things are sent; its deliveries are `deliveries`."""

    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    silences = models.PositiveSmallIntegerField(default=0)
    rests_until = models.DateTimeField(null=True, editable=False)
    paused_at = models.DateTimeField(null=True, editable=False)
    paused_because = models.CharField(max_length=10, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    # What is said where somebody wants more of one that has ended.
    ended_words: str | Promise
    deliveries: Any

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    def keepers(self) -> list[User]:
        """Who is told when it is paused."""
        raise NotImplementedError

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    @property
    def is_open(self) -> bool:
        """Returns whether anything is sent to it now."""
        return self.ended_at is None and not self.is_paused

    def record_success(self) -> None:
        """Clears the failures after a delivery."""
        if self.failing_since or self.rests_until:
            self.failing_since, self.rests_until, self.silences = None, None, 0
            self.save(update_fields=["failing_since", "rests_until", "silences"])

    def record_failure(self, *, was_silent: bool, is_gone: bool) -> None:
        """Counts a failed delivery, waits longer after each silence, and pauses after five days or
        where the receiver says it is gone.
        """
        self.failing_since = self.failing_since or now()
        if was_silent:
            self.rests_until = now() + RESTS[min(self.silences, len(RESTS) - 1)]
            self.silences += 1
        self.save(update_fields=["failing_since", "rests_until", "silences"])
        if is_gone:
            self.pause(because="gone")
        elif now() - self.failing_since >= PATIENCE:
            self.pause(because="failing")

    @transaction.atomic
    def pause(self, *, because: str = "asked", by: User | None = None) -> None:
        """Stops sending; deliveries wait. Notifies who keeps the address. Idempotent."""
        if self.is_paused or self.ended_at:
            return
        self.paused_at, self.paused_because = now(), because
        self.save(update_fields=["paused_at", "paused_because"])
        event = f"{self.audit_name}.paused"
        log.log_event(by, event, self, reason=because)
        url = self.get_absolute_url()
        Notification.notify(self.keepers(), event=event, about="", url=url, by=by)

    @transaction.atomic
    def resume(self, *, by: User) -> None:
        """Sends again, first what waits. Raises Refusal where it has ended."""
        self.must_not_have_ended()
        if not self.is_paused:
            return
        self.paused_at, self.paused_because = None, ""
        self.failing_since, self.rests_until, self.silences = None, None, 0
        self.save()
        log.log_event(by, f"{self.audit_name}.resumed", self)
        for delivery in self.deliveries.waiting():
            delivery.retry_later(now())

    @transaction.atomic
    def end(self, *, by: User) -> None:
        """Ends it for good; waiting deliveries are not sent. Idempotent."""
        if self.ended_at is None:
            self.ended_at, self.ended_by = now(), by
            self.save(update_fields=["ended_at", "ended_by"])
            log.log_event(by, f"{self.audit_name}.ended", self)

    def rests(self) -> datetime | None:
        """Returns until when nothing is sent after silences, or None."""
        return self.rests_until if self.rests_until and self.rests_until > now() else None

    def must_not_have_ended(self) -> None:
        if self.ended_at:
            raise Refusal(str(self.ended_words))


class OutboundDeliveryQuerySet(PermissionQuerySet):
    def waiting(self) -> "OutboundDeliveryQuerySet":
        return self.filter(state=OutboundState.WAITING).order_by("pk")


class OutboundState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("webhook", "Pending")
    TAKEN = "taken", pgettext_lazy("webhook", "Delivered")
    FAILED = "failed", pgettext_lazy("task", "Abandoned")


class OutboundDelivery(Record):
    """One thing for one target: written with the action, sent by a worker."""

    State = OutboundState

    at = models.DateTimeField(default=now, editable=False)
    state = models.CharField(max_length=10, choices=OutboundState, default=OutboundState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=now)
    tried_at = models.DateTimeField(null=True, editable=False)
    # What they answered, or the kind of fault; never their words.
    status = models.PositiveSmallIntegerField(null=True)
    fault = models.CharField(max_length=40, blank=True)

    # Whether it still waits when all tries are over: then its target is paused.
    outlasts_tries = False

    class Meta:
        abstract = True

    @property
    def target(self) -> Any:
        raise NotImplementedError

    @property
    def job(self) -> Any:
        """The background task that makes one attempt, with `ref` and `tries`."""
        raise NotImplementedError

    @property
    def is_waiting(self) -> bool:
        return self.state == OutboundState.WAITING

    def send(self) -> None:
        """Queues the job in the caller's transaction; does nothing while the target is paused."""
        if self.target.is_open:
            job = self.job.using(run_after=self.next_at)
            job.enqueue(str(self.ref), self.tries)

    def retry_later(self, until) -> None:
        """Postpones the delivery without counting an attempt."""
        self.next_at = until
        self.save(update_fields=["next_at"])
        self.send()

    def record_answer(self, status: int | None, fault: str) -> None:
        """Records what came of an attempt."""
        if status is not None and 200 <= status < 300:
            self.record_delivered(status)
        else:
            self.record_failure(status=status, fault=fault)

    @transaction.atomic
    def record_delivered(self, status: int) -> None:
        """Records that the receiver accepted it."""
        self._note(status=status, fault="", state=OutboundState.TAKEN)
        self.target.record_success()

    @transaction.atomic
    def record_failure(self, *, status: int | None = None, fault: str = "") -> None:
        """Counts a failed attempt and queues the next; after the last one leaves it to a
        person.
        """
        is_over = self.tries >= len(WAITS)
        wait = timedelta(0) if is_over else WAITS[self.tries]
        self.tries += 1
        self.next_at = now() + wait
        state = (
            OutboundState.WAITING if not is_over or self.outlasts_tries else OutboundState.FAILED
        )
        self._note(status=status, fault=fault[:40], state=state)
        self.target.record_failure(was_silent=status is None, is_gone=status == GONE)
        if is_over and self.outlasts_tries:
            self.target.pause(because="failing")
        elif not is_over:
            self.send()

    @transaction.atomic
    def replay(self, *, by: User) -> None:
        """Sends it again under the same id. Raises Refusal while it is being tried or after its
        target ended.
        """
        if self.is_waiting:
            raise Refusal(gettext("It is being tried already."))
        self.target.must_not_have_ended()
        self.state, self.tries, self.next_at = OutboundState.WAITING, 0, now()
        self.save(update_fields=["state", "tries", "next_at"])
        log.log_event(by, f"{self.audit_name}.replayed", self)
        self.send()

    def _note(self, **found) -> None:
        for name, value in found.items():
            setattr(self, name, value)
        self.tried_at = now()
        self.save()


# Sending.


def attempt(delivery: OutboundDelivery, send: Callable[[Any], tuple[int | None, str]]) -> None:
    """Makes one attempt; `send` returns the status of the answer, or None and the kind of fault.
    The request runs outside a transaction.
    """
    if not delivery.target.is_open:
        return  # they are told nothing now
    if until := delivery.target.rests():
        with transaction.atomic():
            checkpoint()
            delivery.retry_later(until)
        return
    status, fault = send(delivery)
    with transaction.atomic():
        checkpoint()
        delivery.record_answer(status, fault)


def request(
    url: str, body: bytes = b"", *, headers: dict[str, str], method: str = "POST"
) -> tuple[int | None, str, bytes]:
    """Returns the status of the answer, or None and the kind of fault; and what it said."""
    try:
        answer = http_client.send(url, body, headers=headers, method=method)
    except http_client.HostUnreachable as fault:
        return None, type(fault).__name__, b""
    return answer.status, "", answer.body
