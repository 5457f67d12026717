"""What is done with a training event: opened, closed, changed, held, cancelled, told of.

Whatever calendars of others must learn of raises its SEQUENCE (RFC 5545). Where time or place
change after registration was opened, participants are told by a job (`reminders.py`).
"""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal

from ..session_times import NoSuchHour, moment_of

ENDS_FIRST = gettext_lazy("The session ends before it starts. Look at both times.")
NO_SESSION = gettext_lazy("Add at least one session with its date and time first.")
SKIPPED_HOUR = gettext_lazy(
    "The clocks are put forward on one of these days, and this hour does not exist there. Choose"
    " another hour."
)


class TrainingEventState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("training event", "Draft")
    OPEN = "open", pgettext_lazy("training event", "Open for registration")
    CLOSED = "closed", pgettext_lazy("training event", "Registration closed")
    HELD = "held", pgettext_lazy("training event", "Held")
    CANCELLED = "cancelled", pgettext_lazy("training event", "Cancelled")


State = TrainingEventState
# Of these, participants must learn when they change.
WHERE = ("mode", "place_id", "venue", "link", "time_zone")


def must_be_on(event: Any) -> None:
    """Raises Refusal where the event was called off."""
    if event.state == State.CANCELLED:
        raise Refusal(_("This training event was cancelled: nothing was recorded."))


def first_day_of(event: Any) -> date | None:
    """Returns the day of its first session, by the clock of the event."""
    return min((each.day for each in event.sessions.all()), default=None)


def must_have_begun_by(event: Any, on: date) -> None:
    """Raises Refusal for a day that is still to come, and for one before the first session."""
    if on > event.office.today():
        raise Refusal(_("This day is still to come."))
    first = first_day_of(event)
    if first is None or on < first:
        raise Refusal(_("On that day the training had not begun."))


class EventStages(models.Model):
    """The stages of a training event."""

    COMING = (State.DRAFT, State.OPEN, State.CLOSED)
    # Participants count on it: they are reminded, and told of changes.
    AWAITED = (State.OPEN, State.CLOSED)
    state: str

    class Meta:
        abstract = True

    @property
    def is_coming(self: Any) -> bool:
        """Whether it was neither held nor cancelled."""
        return self.state in self.COMING

    @property
    def is_over(self: Any) -> bool:
        """Whether its last session has ended."""
        return self.ends_at is not None and self.ends_at <= now()

    @transaction.atomic
    def open(self: Any, *, by: User) -> None:
        """Takes registrations from now on. Twice is once."""
        self._must_be_one_of(*self.COMING)
        if self.state == State.OPEN:
            return
        if not self.sessions.exists():
            raise Refusal(str(NO_SESSION))
        self.state = State.OPEN
        self.save(update_fields=["state"])
        log.log_event(by, "trainingevent.opened", self)

    @transaction.atomic
    def close(self: Any, *, by: User) -> None:
        """Takes no more registrations. Twice is once."""
        self._must_be_one_of(State.OPEN, State.CLOSED)
        if self.state == State.CLOSED:
            return
        self.state = State.CLOSED
        self.save(update_fields=["state"])
        log.log_event(by, "trainingevent.closed", self)

    @transaction.atomic
    def change(self: Any, *, by: User, budget_lines: Any = None, **fields: Any) -> None:
        """Changes what is said of it. Seats never go below those that are taken; in another time
        zone sessions keep their hours on the clock.
        """
        self._must_be_one_of(*self.COMING)
        old_zone = self.zone
        before = {name: getattr(self, name) for name in WHERE}
        for name, value in fields.items():
            setattr(self, name, value)
        self.must_have_seats()
        if self.seats < self.seats_taken:
            raise Refusal(
                _("%(count)s seats are taken already. Withdraw enrolments first.")
                % {"count": self.seats_taken}
            )
        self.search_text = self.text_to_search()
        self.save(update_fields=[*fields, "search_text"])
        if budget_lines is not None:
            self.budget_lines.set(budget_lines)
        if self.zone != old_zone:
            self._keep_hours(old_zone)
        self.revise(is_moved=any(getattr(self, name) != was for name, was in before.items()))
        log.log_event(by, "trainingevent.changed", self, fields=sorted(fields))

    @transaction.atomic
    def hold(self: Any, *, by: User) -> None:
        """Took place. Never before its first session has begun; twice is once."""
        self._must_be_one_of(*self.COMING, State.HELD)
        if self.state == State.HELD:
            return
        if self.starts_at is None or self.starts_at > now():
            raise Refusal(_("No session of this training event has begun yet."))
        self.state = State.HELD
        self.save(update_fields=["state"])
        log.log_event(by, "trainingevent.held", self)

    @transaction.atomic
    def cancel(self: Any, *, by: User, because: str) -> None:
        """Does not take place: those who have a seat or wait for one are told, and calendars
        cross it out.
        """
        from ..reminders import tell_of_cancellation

        self._must_be_one_of(*self.COMING)
        if not because.strip():
            raise Refusal(_("Say why the training event is cancelled."))
        was_awaited = self.state in self.AWAITED
        self.state, self.cancelled_because = State.CANCELLED, because.strip()
        self.save(update_fields=["state", "cancelled_because"])
        self.revise()
        log.log_event(by, "trainingevent.cancelled", self)
        self.notify_trainers("trainingevent.cancelled", by=by)
        if was_awaited:
            tell_of_cancellation(self)

    def _keep_hours(self: Any, old_zone: ZoneInfo) -> None:
        for session in self.sessions.all():
            moments = session.starts_at, session.ends_at
            try:
                session.starts_at, session.ends_at = (
                    moment_of(there.date(), there.time(), self.zone)
                    for there in (moment.astimezone(old_zone) for moment in moments)
                )
            except NoSuchHour:
                raise Refusal(str(SKIPPED_HOUR)) from None
            session.save(update_fields=["starts_at", "ends_at"])
        self.count_times()

    def revise(self: Any, *, is_moved: bool = False) -> None:
        """Raises the revision of its calendar entry. `is_moved`: participants are to be told."""
        moment = now()
        changes: dict[str, Any] = {"sequence": models.F("sequence") + 1, "changed_at": moment}
        if is_moved and self.state in self.AWAITED:
            changes["moved_at"] = moment
        type(self).objects.filter(pk=self.pk).update(**changes)
        self.refresh_from_db(fields=["sequence", "changed_at", "moved_at"])

    def must_be_coming(self: Any) -> None:
        self._must_be_one_of(*self.COMING)

    def must_have_seats(self: Any) -> None:
        if self.seats < 1:
            raise Refusal(_("Offer at least one seat."))

    def _must_be_one_of(self: Any, *states: str) -> None:
        lock_and_refresh(self, "state", "sequence", "seats_taken", "waiting", "starts_at")
        if self.state not in states:
            raise Refusal(
                _("This training event is at another stage now: %(state)s.")
                % {"state": self.get_state_display()}
            )
