"""Exposures: how many were reached by a campaign, each figure with its method, source and teller.

A figure without the method by which it was counted is refused. What is recorded is never changed,
only removed, and stays in the ledger.
"""

from datetime import date

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

from ..audience_reach import AudienceFigure, AudienceMethod
from .campaigns import Campaign

METHOD_MISSING = gettext_lazy(
    "Say by which method this was counted. Without it, no figure of people reached is recorded."
)


class ExposureMethod(models.TextChoices):
    DELIVERED = AudienceMethod.DELIVERED, pgettext_lazy("reach", "Messages delivered")
    UNIQUE_LINK = AudienceMethod.UNIQUE_LINK, pgettext_lazy("reach", "Visits by its own link")
    AUDIENCE_SURVEY = (
        AudienceMethod.AUDIENCE_SURVEY,
        pgettext_lazy("reach", "Audience survey"),
    )
    BROADCASTER_ESTIMATE = (
        AudienceMethod.BROADCASTER_ESTIMATE, pgettext_lazy("reach", "Broadcaster’s estimate")
    )  # fmt: skip
    HEADCOUNT = AudienceMethod.HEADCOUNT, pgettext_lazy("reach", "Headcount")


class Exposure(Record):
    """One figure of reach of one channel in one language."""

    Method = ExposureMethod

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="exposures")
    placement = models.ForeignKey(
        "Placement", models.PROTECT, verbose_name=pgettext_lazy("of a campaign", "Placement"),
        null=True, blank=True, related_name="exposures",
    )  # fmt: skip
    method = models.CharField(
        pgettext_lazy("reach", "How it was counted"), max_length=20, choices=ExposureMethod
    )
    figure = models.PositiveIntegerField(pgettext_lazy("reach", "Figure"))
    channel = models.CharField(pgettext_lazy("message", "Channel"), max_length=40)
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    from_on = models.DateField(pgettext_lazy("placement", "From"))
    until_on = models.DateField(pgettext_lazy("placement", "Until"))
    # Where the figure comes from, in words: the report of a station, a sheet of a session.
    source = models.CharField(pgettext_lazy("reach", "Source"), max_length=200)
    # The institution or role that says so, never a name of a person.
    stated_by = models.CharField(pgettext_lazy("reach", "Stated by"), max_length=140)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    audit_name = "exposure"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a campaign", "Figure of reach")
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="exposure_period", condition=Q(until_on__gte=F("from_on"))
            ),
            models.CheckConstraint(
                name="exposure_with_its_method", condition=Q(method__in=ExposureMethod.values)
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("Counts of those reached by a campaign; names nobody.")
        plain_text = {
            "source": "where a figure of reach comes from",
            "stated_by": "the institution that states a figure of reach",
        }

    class Events:
        recorded = AuditEvent(gettext_lazy("Reach of a campaign recorded"))
        removed = AuditEvent(gettext_lazy("Figure of reach removed"))

    def __str__(self):
        return f"Exposure {self.ref}"

    @property
    def channel_label(self) -> str:
        return codes.label("communication_channel", self.channel)

    @property
    def as_figure(self) -> AudienceFigure:
        return AudienceFigure(
            AudienceMethod(self.method), self.channel, self.language, self.figure, self.from_on,
            self.until_on,
        )  # fmt: skip

    @classmethod
    @transaction.atomic
    def record(
        cls, campaign: Campaign, *, by: User, method: str, figure: int, channel: str,
        language: str, from_on: date, until_on: date, source: str, stated_by: str,
        today: date, placement=None,
    ) -> "Exposure":  # fmt: skip
        """Records a figure. Refused without method, source and who states it; before the campaign
        began; and for days that lie outside it or have not come.
        """
        if method not in ExposureMethod.values:
            raise Refusal(str(METHOD_MISSING))
        codes.require("communication_channel", channel)
        if not source.strip() or not stated_by.strip():
            raise Refusal(_("Say where the figure comes from and who states it."))
        _check_days(campaign, from_on, until_on, today)
        if placement is not None and placement.campaign_id != campaign.pk:
            raise Refusal(_("This placement belongs to another campaign."))
        exposure = cls.objects.create(
            campaign=campaign, by=by, method=method, figure=figure, channel=channel,
            language=language, from_on=from_on, until_on=until_on, source=source.strip(),
            stated_by=stated_by.strip(), placement=placement,
        )  # fmt: skip
        log.log_event(by, "exposure.recorded", exposure, kind=method)
        return exposure

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        """It counts no more, and stays in the ledger. Twice is once."""
        lock_and_refresh(self, "removed_at")
        if self.campaign.state == Campaign.State.MEASURED:
            raise Refusal(_("This campaign is measured: its figures stay."))
        if self.removed_at is None:
            self.removed_at, self.removed_by = now(), by
            self.save(update_fields=["removed_at", "removed_by"])
            log.log_event(by, "exposure.removed", self)


def _check_days(campaign: Campaign, first: date, last: date, today: date) -> None:
    if campaign.state == Campaign.State.MEASURED:
        raise Refusal(_("This campaign is measured: its figures stay."))
    if not campaign.has_begun:
        raise Refusal(_("The campaign has not begun: nobody was reached by it."))
    if last < first:
        raise Refusal(_("The last day is not before the first."))
    if campaign.begins_on is not None and first < campaign.begins_on:
        raise Refusal(_("The campaign began later than the first day of this figure."))
    if last > today:
        raise Refusal(_("The last day of this figure has not come yet."))
