"""Batches: as many as a hundred of an audience, in its order, that are handed over together.

A batch names no subscriber: it is the stretch of the order from `first` to `last`. Whoever ended
their subscription since is in it no more.
"""

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

from ..addresses import Channel
from .broadcasts import Broadcast


class BatchState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("batch", "Waiting")
    TAKEN = "taken", pgettext_lazy("batch", "Being handed over")
    HANDED = "handed", pgettext_lazy("batch", "Handed over")
    SKIPPED = "skipped", pgettext_lazy("batch", "Left out")
    UNFETCHED = "unfetched", pgettext_lazy("batch", "Not fetched")


class BatchQuerySet(PermissionQuerySet):
    def left(self) -> "BatchQuerySet":
        """Not handed over yet, in their order."""
        return self.filter(state__in=(BatchState.WAITING, BatchState.TAKEN)).order_by("number")


class Batch(Record):
    """One stretch of an audience: one channel, one language, the same time zones. Its `ref` is the
    key under which it is handed over, however often that is tried.
    """

    State = BatchState

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    channel = models.CharField(max_length=8, choices=Channel)
    language = models.CharField(max_length=3)
    time_zones = models.CharField(max_length=80, blank=True)
    # Keys of subscriptions, both included.
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    size = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=BatchState, default=BatchState.WAITING)
    taken_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    # Mails leave one by one: the last one that left before the mail server failed.
    through = models.BigIntegerField(default=0)
    sent = models.PositiveSmallIntegerField(default=0)
    provider = models.CharField(max_length=20, blank=True)
    provider_id = models.CharField(max_length=100, blank=True)

    audit_name = "broadcastbatch"

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a broadcast", "Batch")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["broadcast", "number"], name="batch_number_once")
        ]

    class Privacy:
        no_owner = gettext_lazy("Numbers of those written to together; names nobody.")
        plain_text = {
            "time_zones": "names of time zones",
            "provider_id": "number of a broadcast at the provider",
        }

    def __str__(self):
        return f"Batch {self.number}"


class AudienceGroup(models.Model):
    """How many an audience held by channel and language when it was fixed, and why a group was
    left out.
    """

    class LeftOut(models.TextChoices):
        NO_WORDING = "no_wording", gettext_lazy("No wording in this language")
        NO_HOUR = "no_hour", gettext_lazy("No safe hour by their clock and ours")
        NO_SERVICE = "no_service", gettext_lazy("No service brings it by this channel")

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="groups")
    channel = models.CharField(max_length=8, choices=Channel)
    language = models.CharField(max_length=3)
    left_out = models.CharField(max_length=10, choices=LeftOut, blank=True)
    count = models.PositiveIntegerField()

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("broadcast", "Audience")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["broadcast", "channel", "language", "left_out"], name="audience_group_once"
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("Numbers of those written to; names nobody.")

    def __str__(self):
        return f"{self.channel} {self.language} {self.left_out}"
