"""Sessions of a training event, and those that were removed from it."""

from datetime import date, datetime

from django.db import models, transaction
from django.db.models import F, ProtectedError, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .event_stages import ENDS_FIRST, TrainingEventState
from .events import TrainingEvent


class TrainingSession(Record):
    """One sitting of a training event, in the time zone of the event."""

    event = models.ForeignKey(TrainingEvent, models.CASCADE, related_name="sessions")
    title = models.CharField(gettext_lazy("Title"), max_length=140, blank=True)
    starts_at = models.DateTimeField(pgettext_lazy("training session", "Starts"))
    ends_at = models.DateTimeField(pgettext_lazy("training session", "Ends"))
    # How many the trainer counted in the room; None where nobody counted.
    head_count = models.PositiveIntegerField(
        pgettext_lazy("training session", "Head count"), null=True, blank=True, editable=False
    )

    audit_name = "trainingsession"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Training session")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("An event of an office; who takes part is recorded apart.")
        plain_text = {"title": "what a session is about: of no person"}

    class Events:
        planned = AuditEvent(gettext_lazy("Training session planned"))
        changed = AuditEvent(gettext_lazy("Training session changed"))
        removed = AuditEvent(gettext_lazy("Training session removed"))

    def __str__(self):
        return f"Session {self.ref}"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def local_start(self) -> datetime:
        """When it starts, on the clock of the event."""
        return self.starts_at.astimezone(self.event.zone)

    @property
    def local_end(self) -> datetime:
        return self.ends_at.astimezone(self.event.zone)

    @property
    def day(self) -> date:
        return self.local_start.date()

    @classmethod
    @transaction.atomic
    def plan(
        cls, event: TrainingEvent, *, by: User, starts_at: datetime, ends_at: datetime,
        title: str = "",
    ) -> "TrainingSession":  # fmt: skip
        """Adds a session; the calendar entry of the event is revised."""
        event.must_be_coming()
        _must_end_later(starts_at, ends_at)
        session = cls.objects.create(
            event=event, starts_at=starts_at, ends_at=ends_at, title=title.strip()
        )
        event.revise(is_moved=True)
        event.count_times()
        log.log_event(by, "trainingsession.planned", session)
        return session

    @transaction.atomic
    def change(self, *, by: User, starts_at: datetime, ends_at: datetime, title: str = "") -> None:
        """Takes place at another time or under another title: the same session in calendars."""
        self.event.must_be_coming()
        _must_end_later(starts_at, ends_at)
        is_moved = (starts_at, ends_at) != (self.starts_at, self.ends_at)
        self.starts_at, self.ends_at, self.title = starts_at, ends_at, title.strip()
        self.save(update_fields=["starts_at", "ends_at", "title"])
        self.event.revise(is_moved=is_moved)
        self.event.count_times()
        log.log_event(by, "trainingsession.changed", self)

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        """Takes it out; calendars that have it cross it out. Nothing that was recorded at a
        session is lost: one that has begun, or has records, stays.
        """
        event = self.event
        event.must_be_coming()
        if self.starts_at <= now():
            raise Refusal(_("This session has begun: it is not removed."))
        if event.state != TrainingEventState.DRAFT and event.sessions.count() == 1:
            raise Refusal(_("The only session stays: move it, or cancel the training event."))
        RemovedSession.objects.create(
            event=event, ref=self.ref, starts_at=self.starts_at, ends_at=self.ends_at
        )
        log.log_event(by, "trainingsession.removed", self)
        try:
            self.delete()
        except ProtectedError:
            raise Refusal(
                _("Something was recorded at this session: it is not removed.")
            ) from None
        event.revise(is_moved=True)
        event.count_times()


def _must_end_later(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise Refusal(str(ENDS_FIRST))


class RemovedSession(models.Model):
    """A session that was taken out: calendars that have it must learn to cross it out."""

    event = models.ForeignKey(TrainingEvent, models.CASCADE, related_name="removed_sessions")
    ref = models.UUIDField(unique=True, editable=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Removed session")
        ordering = ["starts_at", "pk"]

    class Privacy:
        no_owner = gettext_lazy("An event of an office; who takes part is recorded apart.")

    def __str__(self):
        return f"Removed session {self.ref}"
