"""Deliveries: one word to one system of a partner, tried for days until it is taken.

Standard Webhooks (https://www.standardwebhooks.com): id, moment and signature in the headers; the
id stays the same however often it is sent, so that who hears it twice does it once.
"""

from datetime import timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import audit
from ..clock import now
from ..reach import GuardedQuerySet
from ..refs import Referable
from ..refusals import Refusal
from .subscriptions import EVENTS, Subscription
from .users import User

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


class DeliveryQuerySet(GuardedQuerySet):
    def waiting(self) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.WAITING).order_by("pk")


class Delivery(Referable):
    """What happened and its ref, for one subscription: written with the deed, sent by a worker."""

    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("Waits")
        TAKEN = "taken", gettext_lazy("They have it")
        FAILED = "failed", gettext_lazy("Given up")

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries")
    kind = models.CharField(max_length=40)
    about = models.UUIDField()
    at = models.DateTimeField(default=now, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=now)
    tried_at = models.DateTimeField(null=True, editable=False)
    # What they answered, or the kind of fault; never their words.
    status = models.PositiveSmallIntegerField(null=True)
    fault = models.CharField(max_length=40, blank=True)

    audit_name = "delivery"
    personal = ()
    harmless = (
        "kind", "about", "at", "state", "tries", "next_at", "tried_at", "status", "fault",
    )  # fmt: skip

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "at"], name="deliveries_by_state")]

    def __str__(self):
        return f"{self.kind} {self.ref}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def said(self) -> str:
        return str(EVENTS.get(self.kind, _("A try")))

    def send(self) -> None:
        """Ask a worker, in the transaction of whoever asks; nothing where they are paused."""
        from ..webhooks import deliver

        if self.subscription.is_open:
            job = deliver.using(run_after=self.next_at)
            job.enqueue(str(self.ref), self.tries)

    def put_off(self, until) -> None:
        """They are silent: it is not this word's fault."""
        self.next_at = until
        self.save(update_fields=["next_at"])
        self.send()

    @transaction.atomic
    def taken(self, status: int) -> None:
        self._note(status=status, fault="", state=self.State.TAKEN)
        self.subscription.heard()

    @transaction.atomic
    def refused(self, *, status: int | None = None, fault: str = "") -> None:
        """Try again later; after days, leave it to a person."""
        is_over = self.tries >= len(WAITS)
        wait = timedelta(0) if is_over else WAITS[self.tries]
        self.tries += 1
        self.next_at = now() + wait
        state = self.State.FAILED if is_over else self.State.WAITING
        self._note(status=status, fault=fault[:40], state=state)
        self.subscription.failed(was_silent=status is None, is_gone=status == GONE)
        if not is_over:
            self.send()

    @transaction.atomic
    def replay(self, *, by: User) -> None:
        """Once more, under the same id: who has done it already does nothing."""
        if self.is_waiting:
            raise Refusal(_("It is being tried already."))
        if self.subscription.ended_at:
            raise Refusal(_("This subscription has ended. Make a new one."))
        self.state, self.tries, self.next_at = self.State.WAITING, 0, now()
        self.save(update_fields=["state", "tries", "next_at"])
        audit.note(by, "delivery.replayed", self)
        self.send()

    def _note(self, **found) -> None:
        for name, value in found.items():
            setattr(self, name, value)
        self.tried_at = now()
        self.save()
