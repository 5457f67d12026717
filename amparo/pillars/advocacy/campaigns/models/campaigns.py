"""Campaigns: what is to change, for whom, with which messages, where and when, and how it ended.

Kept at the office alone, not on devices. Nobody is named in them: no file of a person holds or
erases any of it; a campaign stays as long as the accounts of its budget line. Evidence may count
campaigns that began and placements that were made (`measures.py`), never their reach.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.funding.models import BudgetLine
from amparo.foundation.people.models import Place
from amparo.pillars.advocacy.message_bank.models import KeyMessage

from .campaign_actions import CampaignActions


class CampaignState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("campaign", "Planned")
    RUNNING = "running", pgettext_lazy("campaign", "Running")
    PAUSED = "paused", pgettext_lazy("campaign", "Paused")
    ENDED = "ended", pgettext_lazy("campaign", "Ended")
    MEASURED = "measured", pgettext_lazy("campaign", "Measured")
    CANCELLED = "cancelled", pgettext_lazy("campaign", "Cancelled")


class CampaignQuerySet(PermissionQuerySet):
    def on_air(self) -> "CampaignQuerySet":
        """Those that run now, or are paused."""
        return self.filter(state__in=(CampaignState.RUNNING, CampaignState.PAUSED))


class Campaign(CampaignActions, Record):
    """A planned set of messages for an aim."""

    State = CampaignState
    OPEN = (CampaignState.PLANNED, CampaignState.RUNNING, CampaignState.PAUSED)
    # After the last day, what changed is measured within so many days, unless a day is said.
    MEASURED_WITHIN = timedelta(days=30)

    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), related_name="+"
    )
    # Its number within a year: CAM-26-007.
    year = models.PositiveSmallIntegerField(editable=False)
    serial = models.PositiveIntegerField(editable=False)
    title = models.CharField(pgettext_lazy("campaign", "Title"), max_length=140)
    objective = models.CharField(pgettext_lazy("campaign", "Objective"), max_length=40)
    audience = models.CharField(pgettext_lazy("message", "Audience"), max_length=40)
    # What it rests on, in words: nine cases with the same advert.
    evidence = models.CharField(
        pgettext_lazy("campaign", "What it rests on"), max_length=300, blank=True
    )
    expected_change = models.TextField(
        pgettext_lazy("campaign", "Expected change"), max_length=1_000
    )
    begins_on = models.DateField(pgettext_lazy("campaign", "First day"), null=True, blank=True)
    ends_on = models.DateField(pgettext_lazy("campaign", "Last day"), null=True, blank=True)
    measured_by = models.DateField(pgettext_lazy("campaign", "Measured by"), null=True, blank=True)
    budget_line = models.ForeignKey(
        BudgetLine, models.PROTECT, verbose_name=gettext_lazy("Budget line"), null=True,
        blank=True, related_name="campaigns",
    )  # fmt: skip
    # What of the budget line is for this campaign, in the currency of its fund.
    budget = models.DecimalField(
        pgettext_lazy("campaign", "Budget"), max_digits=13, decimal_places=2, null=True, blank=True
    )
    messages = models.ManyToManyField(KeyMessage, related_name="campaigns", blank=True)
    places = models.ManyToManyField(Place, related_name="+", blank=True)
    partners = models.ManyToManyField(Organization, related_name="campaigns", blank=True)
    contact_line = models.CharField(
        pgettext_lazy("campaign", "Contact line"), max_length=120, blank=True
    )
    contact_hours = models.CharField(
        pgettext_lazy("campaign", "Hours of the line"), max_length=120, blank=True
    )
    # How many calls a day the line can take, and who said so.
    contact_capacity = models.PositiveIntegerField(
        pgettext_lazy("campaign", "Calls a day"), null=True, blank=True
    )
    capacity_at = models.DateTimeField(null=True, editable=False)
    capacity_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=9, choices=CampaignState,
        default=CampaignState.PLANNED,
    )  # fmt: skip
    # Why it is paused, was stopped before its last day, or cancelled.
    because = models.CharField(pgettext_lazy("campaign", "Reason"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    measured_at = models.DateTimeField(null=True, editable=False)
    learned = models.TextField(
        pgettext_lazy("campaign", "What we learned"), max_length=2_000, blank=True
    )
    not_measured_because = models.CharField(
        pgettext_lazy("campaign", "Why nothing was measured"), max_length=300, blank=True
    )

    audit_name = "campaign"

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Campaign")
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="campaign_number"),
            models.CheckConstraint(
                name="campaign_period",
                condition=Q(begins_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("begins_on")),
            ),
            models.CheckConstraint(
                name="campaign_began_with_its_line",
                condition=Q(state__in=("planned", "cancelled"))
                | Q(begins_on__isnull=False, ends_on__isnull=False)
                & Q(contact_capacity__gt=0, capacity_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["office", "state", "ends_on"], name="campaigns_of_office")]

    class Privacy:
        no_owner = gettext_lazy("What an office tells many people, and what came of it.")
        plain_text = {
            "title": "what a campaign is called",
            "evidence": "what a campaign rests on, in general words",
            "expected_change": "what a campaign is to change among many people",
            "contact_line": "the number of a public line",
            "contact_hours": "the hours of a public line",
            "because": "why an office paused or stopped a campaign",
            "learned": "what an office learned of a campaign",
            "not_measured_because": "why an office measured nothing",
        }

    class Events:
        listed = AuditEvent(gettext_lazy("List of campaigns viewed"))
        planned = AuditEvent(gettext_lazy("Campaign planned"))
        changed = AuditEvent(gettext_lazy("Campaign changed"))
        capacity_said = AuditEvent(gettext_lazy("Capacity of the contact line recorded"))
        started = AuditEvent(gettext_lazy("Campaign started"))
        paused = AuditEvent(
            gettext_lazy("Campaign paused"),
            notice=Notice(
                pgettext_lazy("notification", "Campaign paused"), "work", icon="hand-stop"
            ),
        )
        resumed = AuditEvent(gettext_lazy("Campaign resumed"))
        stopped = AuditEvent(
            gettext_lazy("Campaign stopped"),
            notice=Notice(
                pgettext_lazy("notification", "Campaign stopped"), "work", icon="hand-stop"
            ),
        )
        ended = AuditEvent(gettext_lazy("Campaign ended"))
        cancelled = AuditEvent(
            gettext_lazy("Campaign cancelled"),
            notice=Notice(pgettext_lazy("notification", "Campaign cancelled"), "work", icon="x"),
        )
        measured = AuditEvent(gettext_lazy("Campaign measured"))
        message_withdrawn = AuditEvent(
            gettext_lazy("Placements of a withdrawn message stopped"),
            notice=Notice(
                gettext_lazy("Message withdrawn: stop its placements"), "work", icon="hand-stop"
            ),
        )
        exported = AuditEvent(gettext_lazy("Report of a campaign exported"))
        calendar_fetched = AuditEvent(gettext_lazy("Calendar of campaigns fetched"))

    def __str__(self):
        return self.number

    @property
    def number(self) -> str:
        return f"CAM-{self.year % 100:02d}-{self.serial:03d}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:campaign", args=[self.ref])

    @property
    def currency(self) -> str:
        """That of the fund of its budget line; "" without one."""
        return self.budget_line.fund.currency if self.budget_line else ""

    @property
    def has_begun(self) -> bool:
        return self.started_at is not None

    @property
    def is_open(self) -> bool:
        """Whether something may still be placed."""
        return self.state in self.OPEN

    @property
    def is_on_air(self) -> bool:
        return self.state in (CampaignState.RUNNING, CampaignState.PAUSED)

    @property
    def is_over(self) -> bool:
        return self.state in (CampaignState.ENDED, CampaignState.MEASURED)

    @property
    def measure_day(self) -> date | None:
        """By which day what changed is measured."""
        if self.measured_by or self.ends_on is None:
            return self.measured_by
        return self.ends_on + self.MEASURED_WITHIN

    def week_of(self, day: date) -> tuple[int, int] | None:
        """Which week it is on this day, and of how many; None outside its days."""
        if self.begins_on is None or self.ends_on is None:
            return None
        if not self.begins_on <= day <= self.ends_on:
            return None
        weeks = ((self.ends_on - self.begins_on).days + 7) // 7
        return (day - self.begins_on).days // 7 + 1, weeks

    def keepers(self) -> Iterable[User]:
        """Who keeps the campaigns of its office, and who planned it."""
        roles = User.objects.filter(
            is_active=True, memberships__role="communications", memberships__office=self.office_id
        )
        return [*roles.distinct(), self.by]

    def tell(self, event: str, *, by: User | None) -> None:
        """Notifies who keeps it."""
        from amparo.foundation.core.models import Notification

        Notification.notify(
            self.keepers(), event=event, about=self.number, url=self.get_absolute_url(), by=by
        )

    def set_lists(self, lists: dict[str, Any]) -> None:
        for name, records in lists.items():
            getattr(self, name).set(records)
