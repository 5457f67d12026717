"""Broadcasts: one approved message to those who subscribed, approved by another, sent in batches.

From draft to sent or stopped. What the gateway does not answer pauses it (`halted`), keeps its
place and tells whoever wrote and approved it. Not offline: it leaves from a server. How many got
it is counted by language and channel alone; who got it is kept nowhere.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.sequences import Sequence
from amparo.foundation.people.messaging.recipients import SafeHours
from amparo.foundation.people.models import Place

from ...message_bank.models import KeyMessage, KeyMessageState
from ..addresses import Channel
from .progress import ENDED, UNDER_WAY, BroadcastProgress, BroadcastState, EndReason, Halt

SEQUENCE = "broadcasts.broadcast"


class BroadcastQuerySet(PermissionQuerySet):
    def unfinished(self) -> "BroadcastQuerySet":
        return self.exclude(state__in=Broadcast.ENDED)

    def to_continue(self) -> "BroadcastQuerySet":
        """Those that a worker has to go on with: under way, or to be tried again by now."""
        again = Q(state=BroadcastState.PAUSED, retry_at__lte=now())
        return self.filter(again | Q(state__in=Broadcast.UNDER_WAY))


class Broadcast(BroadcastProgress, Record):
    """One message to an audience of subscribers, within a window of days and hours."""

    State = BroadcastState
    UNDER_WAY, ENDED = UNDER_WAY, ENDED

    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), related_name="+"
    )
    # Its number within a year: BRC-26-003.
    year = models.PositiveSmallIntegerField(editable=False)
    serial = models.PositiveIntegerField(editable=False)
    message = models.ForeignKey(
        KeyMessage, models.PROTECT, verbose_name=pgettext_lazy("of a broadcast", "Key message"),
        related_name="broadcasts",
    )  # fmt: skip
    topic = models.CharField(pgettext_lazy("message", "Topic"), max_length=40)
    languages = models.CharField(pgettext_lazy("message", "Languages"), max_length=40)
    channels = models.CharField(pgettext_lazy("broadcast", "Channels"), max_length=40)
    first_day = models.DateField(pgettext_lazy("broadcast", "First day"))
    last_day = models.DateField(pgettext_lazy("broadcast", "Last day"))
    begins = models.TimeField(pgettext_lazy("broadcast", "Not before"))
    ends = models.TimeField(pgettext_lazy("broadcast", "Not after"))
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=9, choices=BroadcastState,
        default=BroadcastState.DRAFT,
    )  # fmt: skip
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    # When its audience was laid down in order; who chose after that moment is not in it.
    frozen_at = models.DateTimeField(null=True, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    paused_at = models.DateTimeField(null=True, editable=False)
    paused_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True, editable=False)
    stopped_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    stopped_because = models.CharField(
        pgettext_lazy("broadcast", "Why it was stopped"), max_length=300, blank=True
    )
    stopped_reason = models.CharField(max_length=9, choices=EndReason, blank=True, editable=False)
    halted = models.CharField(max_length=10, choices=Halt, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    retry_at = models.DateTimeField(null=True, editable=False)
    # Each job that is asked for gets the next number: one that is not the last does nothing.
    run = models.PositiveIntegerField(default=0, editable=False)

    audit_name = "broadcast"

    objects = BroadcastQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("to subscribers", "Broadcast")
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="broadcast_number_once"),
            models.CheckConstraint(
                name="broadcast_approved_by_another",
                condition=Q(approved_by=None)
                | ~Q(approved_by=F("by")) & ~Q(approved_by=F("submitted_by")),
            ),
            models.CheckConstraint(
                name="broadcast_sent_once_approved",
                condition=Q(state__in=("draft", "submitted", "stopped"))
                | Q(approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="broadcast_window", condition=Q(last_day__gte=F("first_day"))
            ),
        ]
        indexes = [models.Index(fields=["state"], name="broadcasts_by_state")]

    class Privacy:
        no_owner = gettext_lazy("What is said to many people; names nobody.")
        plain_text = {"stopped_because": "a reason of an office"}

    class Events:
        listed = AuditEvent(gettext_lazy("Broadcasts viewed"))
        counted = AuditEvent(gettext_lazy("Subscriptions counted"))
        drafted = AuditEvent(gettext_lazy("Broadcast drafted"))
        changed = AuditEvent(gettext_lazy("Broadcast changed"))
        submitted = AuditEvent(gettext_lazy("Broadcast submitted for approval"))
        returned = AuditEvent(gettext_lazy("Broadcast returned for changes"))
        approved = AuditEvent(gettext_lazy("Broadcast approved"))
        frozen = AuditEvent(gettext_lazy("Audience of a broadcast fixed"))
        batch = AuditEvent(gettext_lazy("Batch of a broadcast handed over"))
        skipped = AuditEvent(gettext_lazy("Batch of a broadcast left out"))
        unfetched = AuditEvent(
            gettext_lazy("Batch of a broadcast not fetched"),
            notice=Notice(
                gettext_lazy("Broadcast not fetched from the text folder in time"),
                "message",
                icon="clock",
            ),
        )
        paused = AuditEvent(gettext_lazy("Broadcast paused"))
        halted = AuditEvent(
            gettext_lazy("Broadcast paused by the gateway"),
            notice=Notice(
                gettext_lazy("Broadcast paused: the text service failed"),
                "message",
                icon="hand-stop",
            ),
        )
        resumed = AuditEvent(gettext_lazy("Broadcast resumed"))
        stopped = AuditEvent(
            gettext_lazy("Broadcast stopped"),
            notice=Notice(
                gettext_lazy("Broadcast stopped before all were reached"),
                "message",
                icon="hand-stop",
            ),
        )
        sent = AuditEvent(gettext_lazy("Broadcast sent"))

    def __str__(self):
        return self.number

    @property
    def number(self) -> str:
        return f"BRC-{self.year % 100:02d}-{self.serial:03d}"

    def get_absolute_url(self) -> str:
        return reverse("broadcasts:broadcast", args=[self.ref])

    @property
    def language_codes(self) -> list[str]:
        wanted = set(self.languages.split(","))
        return [code for code, _name in settings.LANGUAGES if code in wanted]

    @property
    def channel_codes(self) -> list[str]:
        wanted = set(self.channels.split(","))
        return [code for code in Channel.values if code in wanted]

    @property
    def hours(self) -> SafeHours:
        return SafeHours(self.begins, self.ends)

    @property
    def opens_at(self) -> datetime:
        """The first moment of its window, by the clock of its office."""
        return datetime.combine(self.first_day, time.min, self.office.zone)

    @property
    def is_past_window(self) -> bool:
        return self.office.today() > self.last_day

    @property
    def is_halted(self) -> bool:
        return bool(self.halted)

    @property
    def missing_languages(self) -> list[str]:
        """Languages of its audience in which the message says nothing."""
        return [code for code in self.language_codes if self.message.wording(code) is None]

    # Written, and approved by another.

    @classmethod
    @transaction.atomic
    def draft(
        cls, *, by: User, office: Office, message: KeyMessage, places: Iterable[Place] = (),
        **fields: Any,
    ) -> "Broadcast":  # fmt: skip
        """Drafts a broadcast of an approved message; `places` none means everywhere."""
        year = office.today().year
        serial = Sequence.reserve(SEQUENCE, year)[0]
        broadcast = cls(by=by, office=office, message=message, year=year, serial=serial)
        broadcast._fill(fields)
        broadcast.save()
        broadcast._set_places(places)
        log.log_event(by, "broadcast.drafted", broadcast)
        return broadcast

    @transaction.atomic
    def change(
        self, *, by: User, message: KeyMessage, places: Iterable[Place] = (), **fields: Any
    ) -> None:
        """Changes whom it reaches and when. Refused once it was submitted. Whoever changes it is
        the one who wrote it, and does not approve it.
        """
        self._must_be(BroadcastState.DRAFT)
        self.message, self.by = message, by
        self._fill(fields)
        self.save()
        self._set_places(places)
        log.log_event(by, "broadcast.changed", self, fields=sorted(fields))

    @transaction.atomic
    def submit(self, *, by: User) -> None:
        """Asks a second person to read it and to look at the count of its audience."""
        self._must_be(BroadcastState.DRAFT)
        self._must_be_sendable()
        self.submitted_at, self.submitted_by = now(), by
        self._becomes(BroadcastState.SUBMITTED, "submitted_at", "submitted_by")
        log.log_event(by, "broadcast.submitted", self)

    @transaction.atomic
    def return_for_changes(self, *, by: User) -> None:
        self._must_be(BroadcastState.SUBMITTED)
        self._becomes(BroadcastState.DRAFT)
        log.log_event(by, "broadcast.returned", self)

    @transaction.atomic
    def approve(self, *, by: User) -> None:
        """Another than who wrote it. Its audience is fixed at once, and it leaves in its window.
        Twice is once.
        """
        lock_and_refresh(self, "state", "by_id", "submitted_by_id", "run")
        if self.state in Broadcast.UNDER_WAY:
            return
        self._must_be(BroadcastState.SUBMITTED)
        if by.pk in (self.by_id, self.submitted_by_id):
            raise Refusal(_("Somebody else approves what you wrote."))
        self._must_be_sendable()
        self.approved_at, self.approved_by = now(), by
        self._becomes(BroadcastState.APPROVED, "approved_at", "approved_by")
        log.log_event(by, "broadcast.approved", self)
        self.ask_to_continue(now())

    # What it must be.

    def _fill(self, fields: dict[str, Any]) -> None:
        codes.require("message_topic", fields["topic"])
        if not fields["languages"] or not fields["channels"]:
            raise Refusal(_("Choose at least one language and one channel."))
        if fields["last_day"] < fields["first_day"]:
            raise Refusal(_("The last day is before the first day."))
        for name, value in fields.items():
            is_list = name in ("languages", "channels")
            setattr(self, name, ",".join(value) if is_list else value)

    def _must_be(self, *states: str) -> None:
        lock_and_refresh(
            self, "state", "run", "failures", "frozen_at", "retry_at", "halted", "approved_by_id",
            "paused_by_id",
        )  # fmt: skip
        if self.state not in states:
            raise Refusal(
                _("This broadcast is at another stage now: %(state)s.")
                % {"state": self.get_state_display()}
            )

    def _must_be_sendable(self) -> None:
        if self.message.state != KeyMessageState.APPROVED:
            raise Refusal(_("Only an approved message is sent. Choose another one."))
        if len(self.missing_languages) == len(self.language_codes):
            raise Refusal(_("The message has no wording in any language of the audience."))
        if self.is_past_window:
            raise Refusal(_("The last day of this broadcast has passed. Change its days."))

    def _becomes(self, state: str, *fields: str) -> None:
        self.state = state
        self.save(update_fields=["state", *fields])

    def _set_places(self, places: Iterable[Place]) -> None:
        self.places.all().delete()
        BroadcastPlace.objects.bulk_create(
            [BroadcastPlace(broadcast=self, place=place) for place in places]
        )
        getattr(self, "_prefetched_objects_cache", {}).pop("places", None)


class BroadcastPlace(models.Model):
    """An area that a broadcast is for. Without any it is for everywhere."""

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="places")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    # Once the audience is fixed: areas within it, and around it, count with it.
    is_added = models.BooleanField(default=False, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a message", "Area")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["broadcast", "place"], name="broadcast_place_once")
        ]

    class Privacy:
        no_owner = gettext_lazy("What is said to many people; names nobody.")

    def __str__(self):
        return f"{self.broadcast_id} {self.place_id}"


def safe_hours_within(begins: time, ends: time) -> bool:
    """Whether these hours lie within those in which telephones may sound here."""
    allowed = SafeHours.parse(settings.AMPARO_BROADCAST_HOURS)
    if allowed.begins == allowed.ends:
        return True
    return allowed.begins <= begins < ends <= allowed.ends


def last_day_of(first: date) -> date:
    """What is proposed: three days, so that those of other time zones are reached too."""
    return first + timedelta(days=2)
