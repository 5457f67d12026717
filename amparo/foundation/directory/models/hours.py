"""The timetable of a service at a place."""

from collections.abc import Iterable

from django.db import models, transaction

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet

from ..opening_hours import DAYS, Hours
from ..wording import Said, said
from .services import Offered


class Opening(models.Model):
    """One line of a timetable (HSDS 3.0: schedule; RFC 5545: WEEKLY, BYDAY)."""

    offered = models.ForeignKey(Offered, models.CASCADE, related_name="openings")
    days = models.CharField(max_length=20)
    opens = models.TimeField(default="00:00")
    closes = models.TimeField(default="00:00")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    for_women = models.BooleanField(default=False)
    is_shut = models.BooleanField(default=False)
    note = models.JSONField(default=dict, blank=True)

    personal = ()
    harmless = (
        "days", "opens", "closes", "since", "until", "for_women", "is_shut", "note",
    )  # fmt: skip

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["is_shut", "opens", "pk"]

    def __str__(self):
        return f"{self.days} {self.opens}"

    @classmethod
    @transaction.atomic
    def keep(cls, offered: Offered, lines: Iterable[Hours], *, by: User | None) -> None:
        """The whole timetable anew."""
        offered.openings.all().delete()
        Opening.objects.bulk_create(Opening.of(offered, line) for line in lines)
        offered.service.touch()
        log.log_event(by, "service.hours_kept", offered.service)

    @classmethod
    def of(cls, offered: Offered, line: Hours) -> "Opening":
        days = ",".join(day for day in DAYS if day in line.days)
        return cls(
            offered=offered, days=days, opens=line.opens, closes=line.closes, since=line.since,
            until=line.until, for_women=line.for_women, is_shut=line.is_shut,
        )  # fmt: skip

    @property
    def hours(self) -> Hours:
        return Hours(
            frozenset(self.days.split(",")), self.opens, self.closes, self.since, self.until,
            self.for_women, self.is_shut,
        )  # fmt: skip

    @property
    def said(self) -> Said:
        return said(self.note)
