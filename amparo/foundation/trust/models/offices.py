"""Organizations, their offices and the teams in them: who stands behind every record."""

import zoneinfo
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import holidays
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from .. import audit
from ..clock import now
from ..reach import GuardedQuerySet
from ..refs import Referable

if TYPE_CHECKING:
    from .users import User


class Organization(Referable):
    """One organization: ours, a partner, or a duty bearer of the State."""

    class Kind(models.TextChoices):
        OWN = "own", _("Our own organization")
        NGO = "ngo", _("Non-governmental organization")
        AGENCY = "agency", _("International organization")
        GOVERNMENT = "government", _("Government institution")
        COMMUNITY = "community", _("Community organization")
        OTHER = "other", _("Other")

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OWN)
    country = models.CharField(max_length=2, blank=True)

    audit_name = "organization"
    personal = ()
    harmless = ("name", "kind", "country")

    objects = GuardedQuerySet.as_manager()

    def __str__(self):
        return self.name

    @classmethod
    @transaction.atomic
    def found(cls, *, by, **fields) -> "Organization":
        organization = cls.objects.create(**fields)
        audit.note(by, "organization.founded", organization)
        return organization


def check_time_zone(value: str) -> None:
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("This time zone is not known. Write it as “America/La_Paz”."))


class Office(Referable):
    """An office: its own clock, its own working week and holidays, its own rules."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="offices")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="branches"
    )
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=60, default="UTC", validators=[check_time_zone])
    # Monday is 0: "01234" is Monday to Friday, "60123" Sunday to Thursday.
    working_week = models.CharField(max_length=7, default="01234")
    currency = models.CharField(max_length=3, default="USD")
    # Whether other offices learn that somebody is known here, so that they ask.
    shares_know = models.BooleanField(default=False)
    # How long a file that was opened in an emergency stays open.
    emergency_hours = models.PositiveSmallIntegerField(default=4)
    # How many files one colleague opens in an hour, or rows they take out, before we ask why.
    files_an_hour = models.PositiveSmallIntegerField(default=60)
    rows_taken_out = models.PositiveIntegerField(default=200)

    audit_name = "office"
    personal = ()
    harmless = (
        "name", "country", "region", "time_zone", "working_week", "currency", "shares_know",
        "emergency_hours", "files_an_hour", "rows_taken_out",
    )  # fmt: skip

    objects = GuardedQuerySet.as_manager()

    def __str__(self):
        return self.name

    @classmethod
    @transaction.atomic
    def set_up(cls, *, by, **fields) -> "Office":
        office = cls(**fields)
        office.full_clean()
        office.save()
        audit.note(by, "office.set_up", office)
        return office

    @transaction.atomic
    def change(self, *, by, **fields) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        self.full_clean()
        self.save()
        audit.note(by, "office.changed", self, fields=sorted(fields))

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def today(self) -> date:
        """The day it is where this office works, not where the server stands."""
        return now().astimezone(self.zone).date()

    def today_for(self, by: "User | None") -> date:
        """The last day on which `by` may say that something happened in a file of this office.

        Who works elsewhere on this file may be a day ahead: that day has come too.
        """
        there = by.office if by else None
        return max(self.today(), there.today()) if there else self.today()

    def start_of_day(self, day: date) -> datetime:
        return datetime.combine(day, datetime.min.time(), self.zone)

    def is_working_day(self, day: date) -> bool:
        return str(day.weekday()) in self.working_week and day not in self._holidays(day.year)

    def after_working_days(self, start: date, count: int) -> date:
        """The day on which `count` working days have passed since `start`."""
        day = start
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working_day(day)
        return day

    def next_working_day(self, day: date) -> date:
        """`day` itself where people work that day, else the next on which they do."""
        return day if self.is_working_day(day) else self.after_working_days(day, 1)

    def end_of_day(self, day: date) -> datetime:
        return datetime.combine(day, datetime.max.time(), self.zone)

    def holidays_of(self, year: int) -> dict[date, str]:
        return dict(self._holidays(year))

    def _holidays(self, year: int):
        return _public_holidays(self.country, self.region, year)


@lru_cache(maxsize=500)
def _public_holidays(country: str, region: str, year: int) -> dict[date, str]:
    try:
        return dict(holidays.country_holidays(country, subdiv=region or None, years=year))
    except NotImplementedError:  # a country that the library does not know has none
        return {}


class Team(Referable):
    """The people who share a caseload."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=200)

    audit_name = "team"
    personal = ()
    harmless = ("name",)

    objects = GuardedQuerySet.as_manager()

    def __str__(self):
        return self.name

    @classmethod
    @transaction.atomic
    def form(cls, *, by, **fields) -> "Team":
        team = cls.objects.create(**fields)
        audit.note(by, "team.formed", team)
        return team

    @transaction.atomic
    def rename(self, name: str, *, by) -> None:
        self.name = name
        self.save()
        audit.note(by, "team.changed", self, fields=["name"])
