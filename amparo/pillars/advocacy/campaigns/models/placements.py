"""Placements: where an approved message is heard or seen, from when to when, and what it costs."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.funding.exchange import is_whole_cents
from amparo.foundation.people.models import Place
from amparo.pillars.advocacy.message_bank.models import KeyMessage

from .campaigns import Campaign


class PlacementState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("placement", "Planned")
    DONE = "done", pgettext_lazy("placement", "Done")
    CANCELLED = "cancelled", pgettext_lazy("placement", "Cancelled")


class Placement(Record):
    """A message in one channel, from the first to the last day: spots, copies or sessions."""

    State = PlacementState

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="placements")
    message = models.ForeignKey(
        KeyMessage, models.PROTECT, verbose_name=gettext_lazy("Key message"), related_name="+"
    )
    channel = models.CharField(pgettext_lazy("message", "Channel"), max_length=40)
    languages = models.CharField(gettext_lazy("Languages"), max_length=40)
    place = models.ForeignKey(
        Place, models.PROTECT, verbose_name=pgettext_lazy("placement", "Area"), null=True,
        blank=True, related_name="+",
    )  # fmt: skip
    # Which station, which wall, which group.
    where = models.CharField(pgettext_lazy("placement", "Where exactly"), max_length=140)
    from_on = models.DateField(pgettext_lazy("placement", "From"))
    until_on = models.DateField(pgettext_lazy("placement", "Until"))
    # Spots on air, copies on paper, sessions held.
    times = models.PositiveIntegerField(pgettext_lazy("placement", "Times or copies"))
    # In the currency of the budget line. None: nobody knows it yet, which is not nothing.
    cost = models.DecimalField(
        pgettext_lazy("placement", "Cost"), max_digits=13, decimal_places=2, null=True, blank=True
    )
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=9, choices=PlacementState,
        default=PlacementState.PLANNED,
    )  # fmt: skip
    because = models.CharField(pgettext_lazy("placement", "Reason"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)

    audit_name = "placement"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a campaign", "Placement")
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placement_period", condition=Q(until_on__gte=F("from_on"))
            ),
            models.CheckConstraint(name="placement_at_least_once", condition=Q(times__gt=0)),
            models.CheckConstraint(
                name="placement_cancelled_with_reason",
                condition=~Q(state="cancelled") | ~Q(because=""),
            ),
        ]
        indexes = [models.Index(fields=["campaign", "state"], name="placements_of_campaign")]

    class Privacy:
        no_owner = gettext_lazy("Where a message to many people stands; names nobody.")
        plain_text = {
            "where": "the station, wall or group where a message stands",
            "because": "why a placement was cancelled",
        }

    class Events:
        planned = AuditEvent(gettext_lazy("Placement planned"))
        changed = AuditEvent(gettext_lazy("Placement changed"))
        done = AuditEvent(gettext_lazy("Placement recorded as done"))
        cancelled = AuditEvent(gettext_lazy("Placement cancelled"))

    def __str__(self):
        return f"Placement {self.ref}"

    @property
    def language_codes(self) -> list[str]:
        return self.languages.split(",")

    @property
    def channel_label(self) -> str:
        return codes.label("communication_channel", self.channel)

    @property
    def currency(self) -> str:
        return self.campaign.currency

    @classmethod
    @transaction.atomic
    def plan(cls, campaign: Campaign, *, by: User, **fields: Any) -> "Placement":
        """Places an approved message. Refused for any other, outside the days of the campaign, in
        a language without approved wording, and twice at one place.
        """
        lock_and_refresh(campaign, "state", "begins_on", "ends_on")
        if not campaign.is_open:
            raise Refusal(_("This campaign is over: nothing more is placed."))
        placement = cls(campaign=campaign, by=by, **fields)
        placement._must_be_in_order()
        placement.save()
        campaign.messages.add(placement.message)
        log.log_event(by, "placement.planned", placement, kind=placement.channel)
        return placement

    @transaction.atomic
    def change(self, *, by: User, **fields: Any) -> None:
        self._must_be_planned()
        for name, value in fields.items():
            setattr(self, name, value)
        self._must_be_in_order()
        self.save()
        log.log_event(by, "placement.changed", self, fields=sorted(fields))

    @transaction.atomic
    def finish(self, *, by: User, times: int, today: date, cost: Decimal | None = None) -> None:
        """Records what was done: how often, and at what cost. Never before its first day, nor
        before the campaign began.
        """
        self._must_be_planned()
        if not self.campaign.has_begun:
            raise Refusal(_("The campaign has not begun: nothing of it was placed."))
        if today < self.from_on:
            raise Refusal(_("This placement has not begun yet."))
        self.times, self.cost = times, cost
        self._must_be_counted()
        self.state, self.done_at = self.State.DONE, now()
        self.save(update_fields=["times", "cost", "state", "done_at"])
        log.log_event(by, "placement.done", self, kind=self.channel)

    @transaction.atomic
    def cancel(self, *, by: User | None, because: str) -> None:
        """It does not take place, or ends. Twice is once; what was done stays done."""
        lock_and_refresh(self, "state")
        if self.state == self.State.CANCELLED:
            return
        if self.state == self.State.DONE:
            raise Refusal(_("This placement was made: it stays in the report."))
        if not because.strip():
            raise Refusal(_("Say why."))
        self.state, self.because = self.State.CANCELLED, because.strip()
        self.cancelled_at = now()
        self.save(update_fields=["state", "because", "cancelled_at"])
        log.log_event(by, "placement.cancelled", self, kind=self.channel)

    def _must_be_planned(self) -> None:
        lock_and_refresh(self, "state")
        if self.state != self.State.PLANNED:
            raise Refusal(_("This placement was made or cancelled: it is not edited."))

    def _must_be_in_order(self) -> None:
        codes.require("communication_channel", self.channel)
        self._must_be_approved()
        self._must_lie_within_the_campaign()
        self._must_be_counted()
        self._must_be_there_once()

    def _must_be_approved(self) -> None:
        if self.message.state != KeyMessage.State.APPROVED:
            raise Refusal(_("Only an approved message is placed. %(number)s is not approved.")
                          % {"number": self.message.number})  # fmt: skip
        asked = [each for each in self.language_codes if each]
        if not asked:
            raise Refusal(_("Choose at least one language."))
        said = {each.language for each in self.message.wordings.all()}
        if missing := [each for each in asked if each not in said]:
            from amparo.ui import formats

            names = formats.join_list(formats.language_name(each) for each in missing)
            raise Refusal(_("The message has no wording in: %(languages)s.")
                          % {"languages": names})  # fmt: skip

    def _must_lie_within_the_campaign(self) -> None:
        campaign = self.campaign
        if self.until_on < self.from_on:
            raise Refusal(_("The last day of a placement is not before its first."))
        if campaign.begins_on is None or campaign.ends_on is None:
            raise Refusal(_("Say first from when to when the campaign runs."))
        if self.from_on < campaign.begins_on or self.until_on > campaign.ends_on:
            raise Refusal(_("A placement lies within the days of its campaign."))

    def _must_be_counted(self) -> None:
        if self.times < 1:
            raise Refusal(_("Say how many times or copies: at least one."))
        if self.cost is None:
            return
        if self.cost < 0 or not is_whole_cents(self.cost):
            raise Refusal(_("Write the amount in figures, to the cent, and not below nothing."))
        if self.campaign.budget_line is None:
            raise Refusal(_("Choose the budget line of the campaign before you write a cost."))

    def _must_be_there_once(self) -> None:
        """The same message at the same spot in the same language on days that touch is recorded
        once: else its cost and its figures would count twice.
        """
        same = Placement.objects.filter(
            campaign=self.campaign, message=self.message, channel=self.channel, place=self.place,
            where__iexact=self.where.strip(), from_on__lte=self.until_on,
            until_on__gte=self.from_on,
        ).exclude(state=self.State.CANCELLED).exclude(pk=self.pk)  # fmt: skip
        mine = set(self.language_codes)
        if any(mine & set(each.language_codes) for each in same):
            raise Refusal(_("This is placed there already on these days."))
