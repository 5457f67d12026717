"""Meetings, in code "convenings": when and where, under which rule, and how far each has come:
planned, called, held, its minutes adopted.
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from amparo.foundation.core.accounts.organizations import check_time_zone
from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .audiences import MeetingAudience
from .forums import Forum, MeetingKind

NAMES_NOBODY = gettext_lazy("Under the Chatham House rule the minutes do not say who said what.")


class ConveningState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    CALLED = "called", pgettext_lazy("meeting", "Called")
    HELD = "held", pgettext_lazy("meeting", "Held")
    DRAFTED = "drafted", pgettext_lazy("meeting", "Minutes drafted")
    ADOPTED = "adopted", pgettext_lazy("meeting", "Minutes adopted")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


class ConveningRule(models.TextChoices):
    OPEN = "open", pgettext_lazy("rule of a meeting", "Open")
    CHATHAM = "chatham", pgettext_lazy("rule of a meeting", "Chatham House rule")
    CLOSED = "closed", pgettext_lazy("rule of a meeting", "Closed")


class ConveningQuerySet(PermissionQuerySet):
    def coming(self, moment: datetime) -> "ConveningQuerySet":
        """Those that have not ended yet, the next one first."""
        return self.filter(ends_at__gte=moment).order_by("starts_at", "pk")

    def past(self, moment: datetime) -> "ConveningQuerySet":
        return self.filter(ends_at__lt=moment).order_by("-starts_at", "-pk")

    def of_which_minutes_exist(self) -> "ConveningQuerySet":
        return self.filter(state__in=Convening.TOOK_PLACE)


class Convening(MeetingAudience, Record):
    """One meeting, of a forum or by itself. Moved or cancelled, it stays the same meeting."""

    State = ConveningState
    Rule = ConveningRule
    TOOK_PLACE = (ConveningState.HELD, ConveningState.DRAFTED, ConveningState.ADOPTED)
    COMING = (ConveningState.PLANNED, ConveningState.CALLED)
    # While it goes on and until the minutes are handed in.
    WRITTEN = (ConveningState.CALLED, ConveningState.HELD)

    forum = models.ForeignKey(
        Forum, models.PROTECT, verbose_name=gettext_lazy("Forum"), null=True, blank=True,
        related_name="convenings",
    )  # fmt: skip
    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), related_name="+"
    )
    kind = models.CharField(
        pgettext_lazy("column", "Type"), max_length=20, choices=MeetingKind,
        default=MeetingKind.COORDINATION,
    )  # fmt: skip
    title = models.CharField(gettext_lazy("Title"), max_length=200)
    starts_at = models.DateTimeField(pgettext_lazy("meeting", "Begins"))
    ends_at = models.DateTimeField(pgettext_lazy("meeting", "Ends"))
    time_zone = models.CharField(
        gettext_lazy("Time zone"), max_length=60, validators=[check_time_zone]
    )
    place = models.CharField(pgettext_lazy("meeting", "Place"), max_length=200, blank=True)
    online = models.URLField(
        pgettext_lazy("meeting", "Address for joining online"), max_length=500, blank=True
    )
    languages = models.JSONField(gettext_lazy("Languages"), default=list, blank=True)
    interpretation = models.JSONField(
        pgettext_lazy("meeting", "Interpretation"), default=list, blank=True
    )
    rule = models.CharField(
        pgettext_lazy("meeting", "Rule"), max_length=10, choices=ConveningRule,
        default=ConveningRule.OPEN,
    )  # fmt: skip
    papers_due_on = models.DateField(
        pgettext_lazy("meeting", "Papers due on"), null=True, blank=True
    )
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=10, choices=ConveningState,
        default=ConveningState.PLANNED,
    )  # fmt: skip
    # Raised whenever the calendars of others must learn of a change (RFC 5545, SEQUENCE).
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=now, editable=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    called_at = models.DateTimeField(null=True, editable=False)
    held_at = models.DateTimeField(null=True, editable=False)
    drafted_at = models.DateTimeField(null=True, editable=False)
    drafted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    adopted_at = models.DateTimeField(null=True, editable=False)
    adopted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    # Of the minutes as they were adopted; names of persons are no part of it.
    digest = models.CharField(max_length=64, blank=True, editable=False)
    cancelled_reason = models.CharField(
        pgettext_lazy("meeting", "Reason"), max_length=300, blank=True
    )
    papers_reminded_at = models.DateTimeField(null=True, editable=False)

    audit_name = "meeting"
    crypto_label = "meeting"

    objects = ConveningQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("convening", "Meeting")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_ends_after_it_begins", condition=Q(ends_at__gt=models.F("starts_at"))
            ),
            models.CheckConstraint(
                name="meeting_adopted_with_its_digest",
                condition=Q(state="adopted", adopted_at__isnull=False) & ~Q(digest="")
                | ~Q(state="adopted") & Q(adopted_at=None, digest=""),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["starts_at", "id"], name="meetings_by_time"),
            models.Index(fields=["forum", "starts_at"], name="meetings_of_forum"),
        ]

    class Privacy:
        no_owner = gettext_lazy("When and where institutions meet; names nobody.")
        plain_text = {
            "title": "what institutions meet about",
            "place": "where institutions meet",
            "online": "address of a meeting of institutions",
            "languages": "codes of languages",
            "interpretation": "codes of languages",
            "cancelled_reason": "why institutions do not meet",
        }

    class Events:
        planned = AuditEvent(gettext_lazy("Meeting planned"))
        changed = AuditEvent(gettext_lazy("Meeting updated"))
        moved = AuditEvent(
            gettext_lazy("Meeting moved"),
            notice=Notice(
                pgettext_lazy("notification", "Meeting moved"), "work", icon="calendar-event"
            ),
        )
        called = AuditEvent(
            gettext_lazy("Meeting called"),
            notice=Notice(gettext_lazy("Invitation to a meeting"), "work", icon="calendar-event"),
        )
        held = AuditEvent(gettext_lazy("Meeting held"))
        cancelled = AuditEvent(
            gettext_lazy("Meeting cancelled"),
            notice=Notice(pgettext_lazy("notification", "Meeting cancelled"), "work", icon="x"),
        )
        drafted = AuditEvent(
            gettext_lazy("Minutes handed in"),
            notice=Notice(
                pgettext_lazy("notification", "Minutes pending adoption"),
                "decision",
                icon="clipboard-check",
            ),
        )
        returned = AuditEvent(
            gettext_lazy("Minutes returned"),
            notice=Notice(
                gettext_lazy("Minutes returned for changes"), "decision", icon="arrow-back-up"
            ),
        )
        adopted = AuditEvent(gettext_lazy("Minutes adopted"))
        names_erased = AuditEvent(gettext_lazy("Names in the minutes erased"))
        papers_due = AuditEvent(
            gettext_lazy("Reminder of papers for a meeting"),
            notice=Notice(gettext_lazy("Meeting papers due and missing"), "work", icon="clock"),
        )
        listed = AuditEvent(gettext_lazy("List of meetings viewed"))
        printed = AuditEvent(gettext_lazy("Minutes exported as PDF"))
        fetched = AuditEvent(gettext_lazy("Calendar of meetings fetched"))

    def __str__(self):
        return f"Convening {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("dialogue:meeting", args=[self.ref])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def local_start(self) -> datetime:
        """When it begins, on the clock of where it takes place."""
        return self.starts_at.astimezone(self.zone)

    @property
    def local_end(self) -> datetime:
        return self.ends_at.astimezone(self.zone)

    @property
    def day(self) -> date:
        return self.local_start.date()

    @property
    def is_closed_to_others(self) -> bool:
        return self.rule == self.Rule.CLOSED

    @property
    def is_coming(self) -> bool:
        return self.state in self.COMING

    @property
    def took_place(self) -> bool:
        return self.state in self.TOOK_PLACE

    @property
    def is_written(self) -> bool:
        """Whether minutes may be written now."""
        return self.state in self.WRITTEN

    @property
    def names_nobody(self) -> bool:
        """Under the Chatham House rule what was said is recorded, and never by whom."""
        return self.rule == self.Rule.CHATHAM

    @property
    def last_one(self) -> "Convening | None":
        """The meeting of the same forum that took place before this one."""
        if self.forum_id is None:
            return None
        earlier = Convening.objects.filter(forum=self.forum_id, starts_at__lt=self.starts_at)
        return earlier.of_which_minutes_exist().order_by("-starts_at", "-pk").first()

    # What is done with it.

    @classmethod
    @transaction.atomic
    def plan(
        cls, *, by: User | None, office: Office, title: str, starts_at: datetime,
        ends_at: datetime, time_zone: str, **fields: Any,
    ) -> "Convening":  # fmt: skip
        """Plans a meeting; nobody is called yet."""
        meeting = cls(
            by=by, office=office, title=title.strip(), starts_at=starts_at, ends_at=ends_at,
            time_zone=time_zone, **fields,
        )  # fmt: skip
        meeting._must_be_in_order()
        meeting.save()
        log.log_event(by, "meeting.planned", meeting, kind=meeting.kind)
        return meeting

    @transaction.atomic
    def change(self, *, by: User, **fields: Any) -> None:
        """Updates what is said of it; its time changes by `move` alone."""
        lock_and_refresh(self, "state", "sequence", "rule", "papers_due_on")
        if not self.is_coming:
            raise Refusal(_("This meeting took place or was cancelled: it is not edited."))
        was_due, old_rule = self.papers_due_on, self.rule
        for name, value in fields.items():
            setattr(self, name, value)
        self._must_be_in_order()
        if self.names_nobody and old_rule != self.rule:
            self._must_name_nobody()
        if self.papers_due_on != was_due:
            self.papers_reminded_at = None
        self._tell_calendars()
        self.save()
        log.log_event(by, "meeting.changed", self, fields=sorted(fields))

    @transaction.atomic
    def move(
        self, *, by: User, starts_at: datetime, ends_at: datetime, time_zone: str = "",
        papers_due_on: date | None = None,
    ) -> None:  # fmt: skip
        """Takes place at another time: the same meeting in every calendar."""
        lock_and_refresh(self, "state", "sequence")
        if not self.is_coming:
            raise Refusal(_("This meeting took place or was cancelled: it is not moved."))
        self.starts_at, self.ends_at = starts_at, ends_at
        self.time_zone = time_zone or self.time_zone
        if papers_due_on != self.papers_due_on:
            self.papers_due_on, self.papers_reminded_at = papers_due_on, None
        self._must_be_in_order()
        self._tell_calendars()
        self.save()
        log.log_event(by, "meeting.moved", self)
        if self.state == self.State.CALLED:
            self.notify(self.seated_users(), "meeting.moved", by=by)

    @transaction.atomic
    def call(self, *, by: User) -> None:
        """Those who sit in the forum are called; there is an agenda by then."""
        lock_and_refresh(self, "state", "sequence")
        if self.state != self.State.PLANNED:
            raise Refusal(_("Only a planned meeting is called."))
        if not self.items.accepted().exists():
            raise Refusal(_("Accept at least one agenda item before you call the meeting."))
        self.state, self.called_at = self.State.CALLED, now()
        self._tell_calendars()
        self.save()
        log.log_event(by, "meeting.called", self)
        self.notify(self.seated_users(), "meeting.called", by=by)

    @transaction.atomic
    def cancel(self, *, by: User, because: str) -> None:
        """It does not take place; in the calendars of others it is crossed out."""
        lock_and_refresh(self, "state", "sequence")
        if not self.is_coming:
            raise Refusal(_("This meeting took place or was cancelled already."))
        if not because.strip():
            raise Refusal(_("Say why the meeting is cancelled."))
        was_called = self.state == self.State.CALLED
        self.state, self.cancelled_reason = self.State.CANCELLED, because.strip()
        self._tell_calendars()
        self.save()
        log.log_event(by, "meeting.cancelled", self)
        if was_called:
            self.notify(self.seated_users(), "meeting.cancelled", by=by)

    @transaction.atomic
    def hold(self, *, by: User) -> None:
        """It takes place, or did; never before it begins."""
        lock_and_refresh(self, "state")
        if self.state != self.State.CALLED:
            raise Refusal(_("Only a meeting that was called can be held."))
        self.must_have_begun()
        self.state, self.held_at = self.State.HELD, now()
        self.save(update_fields=["state", "held_at"])
        log.log_event(by, "meeting.held", self)

    @transaction.atomic
    def hand_in_minutes(self, *, by: User) -> None:
        """The minutes are written; somebody else adopts them."""
        lock_and_refresh(self, "state")
        if self.state != self.State.HELD:
            raise Refusal(_("Minutes are handed in once the meeting was held."))
        if not self.items.filter(state="taken").exists():
            raise Refusal(_("Write the minutes of at least one agenda item."))
        self.state, self.drafted_at, self.drafted_by = self.State.DRAFTED, now(), by
        self.save(update_fields=["state", "drafted_at", "drafted_by"])
        log.log_event(by, "meeting.drafted", self)
        self.notify([*self.keepers(), *self.chairing_users()], "meeting.drafted", by=by)

    @transaction.atomic
    def return_minutes(self, *, by: User) -> None:
        """Something in the minutes is to be corrected first."""
        lock_and_refresh(self, "state")
        if self.state != self.State.DRAFTED:
            raise Refusal(_("Only minutes that were handed in and not adopted are returned."))
        self.state, self.drafted_at = self.State.HELD, None
        self.save(update_fields=["state", "drafted_at"])
        log.log_event(by, "meeting.returned", self)
        self.notify([self.drafted_by] if self.drafted_by else [], "meeting.returned", by=by)

    @transaction.atomic
    def adopt_minutes(self, *, by: User) -> None:
        """From now on nothing in them changes; adopted by somebody who wrote none of them."""
        from ..minutes import digest_of, writers_of

        lock_and_refresh(self, "state")
        if self.state != self.State.DRAFTED:
            raise Refusal(_("Only minutes that were handed in and not adopted are adopted."))
        if by.pk in writers_of(self):
            raise Refusal(_("You wrote in these minutes: somebody else adopts them."))
        self.state, self.adopted_at, self.adopted_by = self.State.ADOPTED, now(), by
        self.digest = digest_of(self)
        self.save(update_fields=["state", "adopted_at", "adopted_by", "digest"])
        log.log_event(by, "meeting.adopted", self)

    @transaction.atomic
    def erase_names(self, *, by: User) -> int:
        """Erases who came and who spoke, by name; what was said and decided stays. Returns how
        many records held a name.
        """
        held: list[Any] = [each for each in self.delegations.all() if each.has_names]
        for item in self.items.prefetch_related("statements"):
            held += [each for each in item.statements.all() if each.has_names]
        for each in held:
            each.erase_names()
        if held:
            log.log_event(by, "meeting.names_erased", self, count=len(held))
        return len(held)

    def must_have_begun(self) -> None:
        if now() < self.starts_at:
            raise Refusal(_("This meeting has not begun yet."))

    def must_not_be_adopted(self) -> None:
        if self.state == self.State.ADOPTED:
            raise Refusal(_("These minutes were adopted: nothing in them changes any more."))

    def must_be_written(self) -> None:
        """Refuses where minutes are not written: before the call, and once they are handed in."""
        self.must_not_be_adopted()
        if self.state == self.State.DRAFTED:
            raise Refusal(_("These minutes were handed in: return them to correct something."))
        if not self.is_written:
            raise Refusal(_("Minutes are written once the meeting was called."))

    def _tell_calendars(self) -> None:
        self.sequence, self.changed_at = self.sequence + 1, now()

    def _must_be_in_order(self) -> None:
        if not self.title:
            raise Refusal(_("Give the meeting a title."))
        if self.ends_at <= self.starts_at:
            raise Refusal(_("A meeting ends after it begins."))
        if self.papers_due_on is not None and self.papers_due_on > self.day:
            raise Refusal(_("Papers are due before the meeting, not after it."))
        if not self.place and not self.online:
            raise Refusal(_("Say where the meeting takes place, or how one joins it online."))

    def _must_name_nobody(self) -> None:
        for item in self.items.all():
            for statement in item.statements.all():
                if statement.organization_id or statement.has_names:
                    raise Refusal(str(NAMES_NOBODY))

    def calendar_title(self) -> str:
        """What calendars of others may show: of a closed meeting only that there is one."""
        if self.is_closed_to_others:
            return pgettext("calendar", "Closed meeting")
        return self.title
