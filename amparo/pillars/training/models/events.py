"""Training events: a course held at a time and place, its sessions and its trainers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import F, Max, Min, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Notification, Office, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.search import fold_text
from amparo.foundation.funding.models import BudgetLine
from amparo.foundation.people.models import Place

from .course_parts import CourseText
from .course_versions import CourseVersion
from .event_stages import EventStages, TrainingEventState


class TrainingEventCounter(models.Model):
    """The last number that was given in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    objects = PermissionQuerySet.as_manager()

    def __str__(self):
        return f"{self.year}: {self.last}"


class TrainingEvent(EventStages, Record):
    """A course held at a time and place, or by a link; kept by its office."""

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", pgettext_lazy("training mode", "In person")
        ONLINE = "online", pgettext_lazy("training mode", "Online")
        BOTH = "both", pgettext_lazy("training mode", "In person and online")

    State = TrainingEventState
    TAKES_REGISTRATIONS = (TrainingEventState.OPEN,)
    # Before it is held, a freed seat goes to who waits longest.
    MOVES_UP = (TrainingEventState.OPEN, TrainingEventState.CLOSED)

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
    changed_at = models.DateTimeField(default=now, editable=False)
    # When its time or place last changed after registration was opened, and when participants
    # were told of a change.
    moved_at = models.DateTimeField(null=True, editable=False)
    notified_at = models.DateTimeField(null=True, editable=False)
    # When its first session starts and its last one ends; None while it has none.
    starts_at = models.DateTimeField(null=True, editable=False)
    ends_at = models.DateTimeField(null=True, editable=False)
    # Its number, titles in every language, subtitle and venue, folded for searching.
    search_text = models.TextField(editable=False, blank=True)
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
        indexes = [
            models.Index(fields=["starts_at", "id"], name="training_events_by_time"),
            # In the order of the list (`queries.in_order`); who may see each, is seen on the way.
            models.Index(
                Coalesce(F("starts_at"), F("at")).desc(),
                F("id").desc(),
                name="training_events_by_begin",
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("An event of an office; who takes part is recorded apart.")
        plain_text = {
            "search_text": "its number, titles, subtitle and venue, which are plain too",
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
        cancelled = AuditEvent(
            gettext_lazy("Training event cancelled"),
            notice=Notice(
                gettext_lazy("Training event at which you train cancelled"), "work", icon="x"
            ),
        )
        moved = AuditEvent(
            gettext_lazy("Training event moved"),
            notice=Notice(
                gettext_lazy("Training event at which you train moved"),
                "work",
                icon="calendar-event",
            ),
        )
        notified = AuditEvent(gettext_lazy("Participants of a training event notified"))
        printed = AuditEvent(gettext_lazy("Lists or badges of a training event printed"))
        exported = AuditEvent(gettext_lazy("Participants of a training event exported"))
        reported = AuditEvent(gettext_lazy("Report of a training event downloaded"))
        fetched = AuditEvent(gettext_lazy("Calendar of training events fetched"))
        reseated = AuditEvent(gettext_lazy("Seats of a training event changed"))
        recounted = AuditEvent(
            gettext_lazy("Seats of a training event counted again"),
            notice=Notice(
                gettext_lazy("Seats of a training event corrected"), "work", icon="users"
            ),
        )

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
    def local_start(self) -> datetime | None:
        """When it begins, on the clock of the event."""
        return self.starts_at.astimezone(self.zone) if self.starts_at else None

    @property
    def free_seats(self) -> int:
        return max(self.seats - self.seats_taken, 0)

    @property
    def takes_registrations(self) -> bool:
        return self.state in self.TAKES_REGISTRATIONS

    @property
    def moves_up(self) -> bool:
        return self.state in self.MOVES_UP

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
        event.must_have_seats()
        event.year = office.today().year
        event.serial = cls.next_serial(event.year)
        event.search_text = event.text_to_search()
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

    def notify_trainers(self, what: str, *, by: User | None, only: User | None = None) -> None:
        """Puts a notice into the inbox of the colleagues who train, or of one of them."""
        named = self.trainers.filter(until=None, user__is_active=True).select_related("user")
        users = [each.user for each in named if each.user and only in (None, each.user)]
        Notification.notify(users, event=what, about="", url=self.get_absolute_url(), by=by)

    def text_to_search(self) -> str:
        titles = self.version.texts_in(CourseText.Part.TITLE).values()
        parts = [self.number, self.version.course.code, *titles, self.subtitle, self.venue]
        return fold_text(" ".join(parts))

    def count_times(self) -> None:
        """Notes when its first session starts and its last one ends."""
        times = self.sessions.aggregate(first=Min("starts_at"), last=Max("ends_at"))
        self.starts_at, self.ends_at = times["first"], times["last"]
        self.save(update_fields=["starts_at", "ends_at"])

    @transaction.atomic
    def offer_to_staff(self, *, by: User, is_for_staff: bool) -> None:
        """Colleagues may join it by themselves, or no longer."""
        self.is_for_staff = is_for_staff
        self.save(update_fields=["is_for_staff"])
        log.log_event(by, "trainingevent.changed", self, fields="is_for_staff")


class EventTrainer(Record):
    """Who trains at an event: a colleague with an account, or somebody by name."""

    event = models.ForeignKey(TrainingEvent, models.CASCADE, related_name="trainers")
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=gettext_lazy("Trainer"),
        related_name="training_events",
    )  # fmt: skip
    # The participant of the pool of trainers, from whom the cascade is derived.
    participant = models.ForeignKey(
        "training.Participant",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="trained_events",
    )
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
        named = AuditEvent(
            gettext_lazy("Trainer of an event named"),
            notice=Notice(gettext_lazy("You train at a training event"), "work", icon="school"),
        )
        removed = AuditEvent(gettext_lazy("Trainer of an event removed"))

    def __str__(self):
        return f"EventTrainer {self.ref}"

    @property
    def shown_name(self) -> str:
        return self.user.name if self.user else self.name

    @classmethod
    @transaction.atomic
    def appoint(
        cls, event: TrainingEvent, *, by: User, user: User | None = None, name: str = "",
        participant: Any = None, is_lead: bool = False,
    ) -> "EventTrainer":  # fmt: skip
        """Names a colleague or somebody from outside; a colleague sees the event from now on.
        `participant` is whom they are in the pool of trainers. Naming the same one twice is once.
        """
        if participant is not None:
            user, name = participant.user, participant.label
        if user is None and not name.strip():
            raise Refusal(_("Choose a colleague, or write a name."))
        there = cls._named(event, user, participant)
        if there is not None:
            return there
        if is_lead:
            cls.objects.filter(event=event, is_lead=True).update(is_lead=False)
        trainer = cls(
            event=event, user=user, participant=participant, name="" if user else name.strip(),
            is_lead=is_lead,
        )  # fmt: skip
        trainer.save()
        log.log_event(by, "eventtrainer.named", trainer)
        if user is not None:
            event.notify_trainers("eventtrainer.named", by=by, only=user)
        return trainer

    @classmethod
    def _named(
        cls, event: TrainingEvent, user: User | None, participant: Any
    ) -> "EventTrainer | None":
        named = cls.objects.filter(event=event, until=None)
        if user is not None:
            return named.filter(user=user).first()
        return named.filter(participant=participant).first() if participant else None

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        """Takes them off the list: they see the event no more. Twice is once."""
        if self.until is not None:
            return
        self.until = now()
        self.save(update_fields=["until"])
        log.log_event(by, "eventtrainer.removed", self)
