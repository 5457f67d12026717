"""Training events: a course held at a time and place, its sessions and its trainers."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.funding.models import BudgetLine
from amparo.foundation.people.models import Place

from .courses import CourseVersion


class TrainingEventState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("training event", "Draft")
    OPEN = "open", pgettext_lazy("training event", "Open for registration")
    CLOSED = "closed", pgettext_lazy("training event", "Registration closed")
    HELD = "held", pgettext_lazy("training event", "Held")
    CANCELLED = "cancelled", pgettext_lazy("training event", "Cancelled")


class TrainingEventCounter(models.Model):
    """The last number that was given in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    objects = PermissionQuerySet.as_manager()

    def __str__(self):
        return f"{self.year}: {self.last}"


class TrainingEvent(Record):
    """A course held at a time and place, or by a link; kept by its office."""

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", pgettext_lazy("training mode", "In person")
        ONLINE = "online", pgettext_lazy("training mode", "Online")
        BOTH = "both", pgettext_lazy("training mode", "In person and online")

    State = TrainingEventState
    TAKES_REGISTRATIONS = (TrainingEventState.OPEN,)

    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), related_name="+"
    )
    version = models.ForeignKey(
        CourseVersion, models.PROTECT, verbose_name=pgettext_lazy("training", "Course"),
        related_name="events",
    )  # fmt: skip
    # Its number within a year: TRN-26-012.
    year = models.PositiveSmallIntegerField(editable=False)
    serial = models.PositiveIntegerField(editable=False)
    # What sets it apart from others of the course: "Border police, Puerto Alto".
    subtitle = models.CharField(
        pgettext_lazy("training event", "For whom or where"), max_length=140, blank=True
    )
    mode = models.CharField(
        pgettext_lazy("training event", "Mode"), max_length=9, choices=Mode, default=Mode.IN_PERSON
    )
    place = models.ForeignKey(
        Place, models.PROTECT, verbose_name=gettext_lazy("Administrative area"), null=True,
        blank=True, related_name="+",
    )  # fmt: skip
    venue = models.CharField(pgettext_lazy("training event", "Venue"), max_length=200, blank=True)
    # Told to those who have a seat, and to nobody else.
    link = models.URLField(
        pgettext_lazy("training event", "Link to join"), max_length=500, blank=True
    )
    time_zone = models.CharField(gettext_lazy("Time zone"), max_length=60)
    languages = models.CharField(
        pgettext_lazy("training event", "Languages"), max_length=40, blank=True
    )
    seats = models.PositiveIntegerField(pgettext_lazy("training event", "Seats"))
    has_waiting_list = models.BooleanField(gettext_lazy("Waiting list"), default=True)
    is_public = models.BooleanField(
        gettext_lazy("Anybody may register on the public pages"), default=False
    )
    # Colleagues join it by themselves, from "My learning".
    is_for_staff = models.BooleanField(gettext_lazy("Open to colleagues"), default=False)
    # Where being named is dangerous, participants go by a code and no name is stored.
    uses_codes = models.BooleanField(gettext_lazy("Codes instead of names"), default=False)
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=9, choices=TrainingEventState,
        default=TrainingEventState.DRAFT,
    )  # fmt: skip
    # How many have a seat and how many wait: counted in the statement that takes a seat.
    seats_taken = models.PositiveIntegerField(default=0, editable=False)
    waiting = models.PositiveIntegerField(default=0, editable=False)
    # The last number that an enrolment got.
    last_number = models.PositiveIntegerField(default=0, editable=False)
    # The revision of its calendar entry (iCalendar SEQUENCE, RFC 5545).
    sequence = models.PositiveIntegerField(default=0, editable=False)
    cancelled_because = models.CharField(max_length=300, blank=True)
    budget_lines = models.ManyToManyField(BudgetLine, related_name="training_events", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "trainingevent"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Training event")
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="training_number_once"),
            models.CheckConstraint(
                name="never_a_seat_too_many", condition=Q(seats_taken__lte=F("seats"))
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("An event of an office; who takes part is recorded apart.")
        plain_text = {
            "subtitle": "for which institution it is held; its form says to name nobody",
            "link": "address of an online meeting room",
            "venue": "a public building or a room of an office",
            "cancelled_because": "why an event was cancelled: of no person",
        }

    class Events:
        listed = AuditEvent(gettext_lazy("Training event list viewed"))
        planned = AuditEvent(gettext_lazy("Training event planned"))
        changed = AuditEvent(gettext_lazy("Training event changed"))
        opened = AuditEvent(gettext_lazy("Training event opened for registration"))
        closed = AuditEvent(gettext_lazy("Registration for a training event closed"))
        held = AuditEvent(gettext_lazy("Training event held"))
        cancelled = AuditEvent(gettext_lazy("Training event cancelled"))

    def __str__(self):
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("training:event", args=[self.ref])

    @property
    def number(self) -> str:
        return f"TRN-{self.year % 100:02d}-{self.serial:03d}"

    @property
    def title(self) -> str:
        return ": ".join(part for part in (self.version.title, self.subtitle) if part)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def language_codes(self) -> list[str]:
        return self.languages.split()

    @classmethod
    @transaction.atomic
    def plan(
        cls, *, by: User, office: Office, version: CourseVersion,
        budget_lines: Iterable[BudgetLine] = (), **fields,
    ) -> "TrainingEvent":  # fmt: skip
        """Plans an event of a published course version, with the next number of this year."""
        if version.state != CourseVersion.State.PUBLISHED:
            raise Refusal(_("Events are held of a course version that was published."))
        event = cls(by=by, office=office, version=version, **fields)
        event.time_zone = event.time_zone or str(office.time_zone)
        event.year = office.today().year
        event.serial = cls.next_serial(event.year)
        event.save()
        event.budget_lines.set(budget_lines)
        log.log_event(by, "trainingevent.planned", event)
        return event

    @classmethod
    def next_serial(cls, year: int) -> int:
        counter, _is_new = TrainingEventCounter.objects.select_for_update().get_or_create(
            year=year, defaults={"last": 0}
        )
        counter.last += 1
        counter.save(update_fields=["last"])
        return counter.last

    @transaction.atomic
    def open(self, *, by: User) -> None:
        """Takes registrations from now on. Twice is once."""
        self._must_be_one_of(self.State.DRAFT, self.State.OPEN, self.State.CLOSED)
        if self.state == self.State.OPEN:
            return
        if not self.sessions.exists():
            raise Refusal(_("Add at least one session with its date and time first."))
        self.state = self.State.OPEN
        self.save(update_fields=["state"])
        log.log_event(by, "trainingevent.opened", self)

    @transaction.atomic
    def close(self, *, by: User) -> None:
        """Takes no more registrations. Twice is once."""
        self._must_be_one_of(self.State.OPEN, self.State.CLOSED)
        if self.state == self.State.CLOSED:
            return
        self.state = self.State.CLOSED
        self.save(update_fields=["state"])
        log.log_event(by, "trainingevent.closed", self)

    @transaction.atomic
    def offer_to_staff(self, *, by: User, is_for_staff: bool) -> None:
        """Colleagues may join it by themselves, or no longer."""
        self.is_for_staff = is_for_staff
        self.save(update_fields=["is_for_staff"])
        log.log_event(by, "trainingevent.changed", self, fields="is_for_staff")

    def _must_be_one_of(self, *states: str) -> None:
        lock_and_refresh(self, "state", "sequence", "seats_taken", "waiting")
        if self.state not in states:
            raise Refusal(
                _("This training event is at another stage now: %(state)s.")
                % {"state": self.get_state_display()}
            )


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

    def __str__(self):
        return f"Session {self.ref}"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @classmethod
    @transaction.atomic
    def plan(
        cls, event: TrainingEvent, *, by: User, starts_at: datetime, ends_at: datetime,
        title: str = "",
    ) -> "TrainingSession":  # fmt: skip
        """Adds a session; the calendar entry of the event is revised."""
        if ends_at <= starts_at:
            raise Refusal(_("The session ends before it starts. Look at both times."))
        session = cls.objects.create(
            event=event, starts_at=starts_at, ends_at=ends_at, title=title.strip()
        )
        TrainingEvent.objects.filter(pk=event.pk).update(sequence=F("sequence") + 1)
        event.refresh_from_db(fields=["sequence"])
        log.log_event(by, "trainingsession.planned", session)
        return session


class EventTrainer(Record):
    """Who trains at an event: a colleague with an account, or somebody by name."""

    event = models.ForeignKey(TrainingEvent, models.CASCADE, related_name="trainers")
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=gettext_lazy("Trainer"),
        related_name="training_events",
    )  # fmt: skip
    name = PersonalField(gettext_lazy("Name"))
    is_lead = models.BooleanField(gettext_lazy("Leads the training"), default=False)
    # A trainer who was taken off the list keeps what they did, and sees the event no more.
    until = models.DateTimeField(null=True, editable=False)

    crypto_label = "eventtrainer"
    audit_name = "eventtrainer"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Trainer of an event")
        ordering = ["-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "user"], condition=Q(until=None), name="event_trainer_once"
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("A professional who trains; no person of the case register.")

    class Events:
        named = AuditEvent(gettext_lazy("Trainer of an event named"))
        removed = AuditEvent(gettext_lazy("Trainer of an event removed"))

    def __str__(self):
        return f"EventTrainer {self.ref}"
