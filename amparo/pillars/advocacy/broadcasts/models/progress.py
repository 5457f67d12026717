"""What becomes of a broadcast on its way: it pauses, continues, is halted by the gateway, ends."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import find_task
from amparo.foundation.core.models import Job, Notification, User
from amparo.foundation.core.permissions.rls.records import lock_and_refresh

# After each time that the gateway was silent; after one more a person tries again.
RETRY_DELAYS = (timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30))


class BroadcastState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("broadcast", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("broadcast", "Pending approval")
    APPROVED = "approved", pgettext_lazy("broadcast", "Approved")
    SENDING = "sending", pgettext_lazy("broadcast", "Sending")
    PAUSED = "paused", pgettext_lazy("broadcast", "Paused")
    SENT = "sent", pgettext_lazy("broadcast", "Sent")
    STOPPED = "stopped", pgettext_lazy("broadcast", "Stopped")


class Halt(models.TextChoices):
    """Why a broadcast paused without anybody saying so."""

    SILENT = "silent", gettext_lazy("The service that sends texts does not answer.")
    REFUSED = "refused", gettext_lazy("The service that sends texts refused it.")
    UNCLEAR = (
        "unclear",
        gettext_lazy("The service does not say whether it has the last batch."),
    )
    UNREADABLE = "unreadable", gettext_lazy("Addresses of a batch could not be opened.")


class EndReason(models.TextChoices):
    """Why a broadcast ended before all were reached."""

    PERSON = "person", pgettext_lazy("broadcast", "Stopped by a colleague")
    WITHDRAWN = "withdrawn", gettext_lazy("The message was withdrawn.")
    WINDOW = "window", gettext_lazy("Its last day passed before all were reached.")


UNDER_WAY = (BroadcastState.APPROVED, BroadcastState.SENDING)
ENDED = (BroadcastState.SENT, BroadcastState.STOPPED)


class BroadcastProgress(models.Model):
    """The verbs of a broadcast that was approved."""

    # Fields of the broadcast, for those who read types.
    halted: Any
    failures: Any
    retry_at: Any
    paused_at: Any
    paused_by: Any
    ended_at: Any
    stopped_by: Any
    stopped_because: Any
    stopped_reason: Any
    run: Any

    class Meta:
        abstract = True

    @transaction.atomic
    def pause(self: Any, *, by: User) -> None:
        """Within one batch nothing more is handed over. Twice is once."""
        self._must_be(*UNDER_WAY, BroadcastState.PAUSED)
        if self.state == BroadcastState.PAUSED and not self.retry_at:
            return
        self.paused_at, self.paused_by, self.retry_at = now(), by, None
        self._becomes(BroadcastState.PAUSED, "paused_at", "paused_by", "retry_at")
        log.log_event(by, "broadcast.paused", self)

    @transaction.atomic
    def resume(self: Any, *, by: User | None) -> None:
        """Goes on where it paused. `by` is None where a silent gateway is tried again."""
        self._must_be(BroadcastState.PAUSED, *UNDER_WAY)
        if self.state in UNDER_WAY:
            return
        self._must_be_sendable()
        self.paused_at = self.paused_by = self.retry_at = None
        self.halted = ""
        if by is not None:
            self.failures = 0
        was_frozen = self.frozen_at is not None
        self._becomes(
            BroadcastState.SENDING if was_frozen else BroadcastState.APPROVED,
            "paused_at", "paused_by", "retry_at", "halted", "failures",
        )  # fmt: skip
        log.log_event(by, "broadcast.resumed", self)
        # The job that was paused may still have its last batch in hand: then it goes on itself.
        if not self.is_in_hand:
            self.ask_to_continue(now())

    @transaction.atomic
    def halt(self: Any, because: str) -> None:
        """The gateway failed: pauses, keeps the place, tells whoever wrote and approved it. Where
        it was only silent, it is tried again after a time.
        """
        self._must_be(*UNDER_WAY, BroadcastState.PAUSED)
        self.halted, self.paused_at = because, now()
        self.failures += 1
        is_silent = because == Halt.SILENT and self.failures <= len(RETRY_DELAYS)
        may_retry = is_silent and self.paused_by_id is None
        self.retry_at = now() + RETRY_DELAYS[self.failures - 1] if may_retry else None
        self._becomes(BroadcastState.PAUSED, "halted", "paused_at", "failures", "retry_at")
        log.log_event(None, "broadcast.halted", self, reason=because)
        self.tell("broadcast.halted")

    @transaction.atomic
    def stop(
        self: Any, *, by: User | None, because: str = "", reason: str = EndReason.PERSON
    ) -> None:
        """Ends it: what was not handed over never is. Twice is once."""
        lock_and_refresh(self, "state")
        if self.state in ENDED:
            return
        self.ended_at, self.stopped_by = now(), by
        self.stopped_because, self.stopped_reason, self.retry_at = because, reason, None
        self._becomes(
            BroadcastState.STOPPED, "ended_at", "stopped_by", "stopped_because",
            "stopped_reason", "retry_at",
        )  # fmt: skip
        log.log_event(by, "broadcast.stopped", self, reason=str(reason))
        if self.approved_by_id:
            self.tell("broadcast.stopped", by=by)

    def tell(self: Any, event: str, *, by: User | None = None) -> None:
        """Notifies whoever wrote, submitted and approved it."""
        told = [each for each in (self.by, self.submitted_by, self.approved_by) if each]
        Notification.notify(told, event=event, about="", url=self.get_absolute_url(), by=by)

    def ask_to_continue(self: Any, when: datetime) -> None:
        """Asks for a job that goes on with it from `when` on; every earlier one does no more."""
        self.run += 1
        self.save(update_fields=["run"])
        find_task("send-broadcast").using(run_after=when).enqueue(str(self.ref), self.run)

    @property
    def is_in_hand(self: Any) -> bool:
        """Whether a job goes on with it, now or later."""
        return Job.objects.about(self.ref).unfinished().exists()
