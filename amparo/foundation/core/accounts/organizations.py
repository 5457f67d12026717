"""Organizations, their offices and teams; memberships.

A membership says which role a user holds in which office or team.
"""

import zoneinfo
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import holidays
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.ui import formats

from ..audit import log
from ..audit.events import AuditEvent
from ..clock import now
from ..notifications.models import Notification
from ..permissions.grants import PermissionQuerySet
from ..records import Record
from .roles import PRACTICE_PERMISSIONS, ROLES, Role, roles_with_permission

if TYPE_CHECKING:
    from .users import User


class Organization(Record):
    """An organization: ours, a partner, or a duty bearer of the State."""

    class Kind(models.TextChoices):
        OWN = "own", _("Own organization")
        NGO = "ngo", _("Non-governmental organization")
        AGENCY = "agency", _("International organization")
        GOVERNMENT = "government", _("Government institution")
        COMMUNITY = "community", _("Community organization")
        OTHER = "other", pgettext_lazy("organization", "Other")

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OWN)
    country = models.CharField(max_length=2, blank=True)

    audit_name = "organization"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Organization")

    class Privacy:
        plain_text = {
            "name": "name of an organization",
        }

    class Events:
        founded = AuditEvent(_("Organization added"))
        linked = AuditEvent(_("Organization linked"))

    def __str__(self):
        return self.name

    @classmethod
    @transaction.atomic
    def found(cls, *, by, **fields) -> "Organization":
        organization = cls.objects.create(**fields)
        log.log_event(by, "organization.founded", organization)
        return organization


def check_time_zone(value: str) -> None:
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("This time zone is not known. Write it as “America/La_Paz”."))


class OfficeQuerySet(PermissionQuerySet):
    def without_practice(self) -> "OfficeQuerySet":
        return self.filter(is_practice=False)


class Office(Record):
    """An office: its time zone, working week and holidays, and its own limits."""

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
    shares_known_persons = models.BooleanField(default=False)
    # How long a file that was opened in an emergency stays open.
    emergency_hours = models.PositiveSmallIntegerField(default=4)
    # How many files one colleague opens in an hour, or rows they take out, before we ask why.
    hourly_read_limit = models.PositiveSmallIntegerField(default=60)
    export_row_limit = models.PositiveIntegerField(default=200)
    # Nothing in it is real: told of nowhere else, deleted after 30 days.
    is_practice = models.BooleanField(default=False, editable=False)

    audit_name = "office"

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Office")
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=models.Q(is_practice=True),
                name="one_practice_office",
            ),
            models.CheckConstraint(
                condition=models.Q(is_practice=False)
                | models.Q(parent=None, shares_known_persons=False),
                name="practice_office_stands_alone",
            ),
        ]  # fmt: skip

    class Privacy:
        plain_text = {
            "name": "name of an office",
        }

    class Events:
        set_up = AuditEvent(_("Office created"))
        changed = AuditEvent(_("Office updated"))

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.parent and self.parent.is_practice:
            raise ValidationError({"parent": _("A practice office has no branches.")})
        if not self.is_practice:
            return
        if self.parent or self.shares_known_persons:
            raise ValidationError(
                _("A practice office has no parent office, and tells no other whom it knows.")
            )
        others = Office.objects.filter(organization=self.organization_id).exclude(pk=self.pk)
        if others.filter(is_practice=True).exists():
            raise ValidationError(_("This organization has a practice office already."))

    @classmethod
    @transaction.atomic
    def set_up(cls, *, by, **fields) -> "Office":
        office = cls(**fields)
        office.full_clean()
        office.save()
        log.log_event(by, "office.set_up", office)
        return office

    @transaction.atomic
    def change(self, *, by, **fields) -> None:
        if fields.get("is_practice", self.is_practice) != self.is_practice:
            raise ValidationError(
                _("A real office never becomes a practice office, nor the other way round.")
            )
        for name, value in fields.items():
            setattr(self, name, value)
        self.full_clean()
        self.save()
        log.log_event(by, "office.changed", self, fields=sorted(fields))

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def today(self) -> date:
        """Returns the current date in the office's time zone."""
        return now().astimezone(self.zone).date()

    def today_for(self, by: "User | None") -> date:
        """Returns the latest date that `by` may give for something that happened: today here or in
        their own office, whichever is later.
        """
        there = by.office if by else None
        return max(self.today(), there.today()) if there else self.today()

    def start_of_day(self, day: date) -> datetime:
        return datetime.combine(day, datetime.min.time(), self.zone)

    def is_working_day(self, day: date) -> bool:
        return str(day.weekday()) in self.working_week and day not in self._holidays(day.year)

    def after_working_days(self, start: date, count: int) -> date:
        """Returns the day on which `count` working days have passed since `start`."""
        day = start
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working_day(day)
        return day

    def next_working_day(self, day: date) -> date:
        """Returns `day` if it is a working day, else the next one."""
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


class Team(Record):
    """A team: the users who share a caseload."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=200)

    audit_name = "team"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Team")

    class Privacy:
        plain_text = {
            "name": "name of a team",
        }

    class Events:
        listed = AuditEvent(_("Team page viewed"))
        formed = AuditEvent(_("Team created"))
        changed = AuditEvent(_("Team updated"))

    def __str__(self):
        return self.name

    @classmethod
    @transaction.atomic
    def form(cls, *, by, **fields) -> "Team":
        team = cls.objects.create(**fields)
        log.log_event(by, "team.formed", team)
        return team

    @transaction.atomic
    def rename(self, name: str, *, by) -> None:
        self.name = name
        self.save()
        log.log_event(by, "team.changed", self, fields=["name"])


# Memberships, and access to restricted groups.


class MembershipQuerySet(PermissionQuerySet):
    def held(self) -> "MembershipQuerySet":
        """Returns memberships that have not ended, of active users."""
        return self.filter(ended_at=None, user__is_active=True)

    def with_permission(self, verb: str) -> "MembershipQuerySet":
        """Returns memberships in a role with the permission, as far as it holds where they are."""
        found = self.filter(role__in=roles_with_permission(verb))
        return found if verb in PRACTICE_PERMISSIONS else found.without_practice()

    def without_practice(self) -> "MembershipQuerySet":
        """Returns memberships of accounts that do real work."""
        return self.filter(user__practises_for=None)

    def at(self, path: str) -> models.Prefetch:
        """Returns a prefetch of memberships with what is shown of them, for a list of users or
        teams.
        """
        placed: Any = self.select_related("user", "team__office", "office").order_by("pk")
        return models.Prefetch(path, placed)

    def people(self) -> "list[User]":
        """Returns the users who hold these memberships, each once."""
        places: Any = self.select_related("user")
        return list({place.user_id: place.user for place in places}.values())


class Membership(models.Model):
    """One role of one user, in one team or over one office."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(c, r.name) for c, r in ROLES.items()])
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="members")
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="members"
    )
    since = models.DateTimeField(default=now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(team=None) ^ models.Q(office=None),
                name="membership_in_a_team_or_over_an_office",
            )
        ]

    class Events:
        prefix = "role"
        given = AuditEvent(_("Role granted"))
        taken = AuditEvent(_("Role revoked"))

    def __str__(self):
        return f"{self.user}: {self.role}"

    @property
    def label(self) -> str:
        """Returns role and office as one line: "Caseworker, Puerto Alto"."""
        return formats.join_list((self.role_held.name, self.in_office))

    @property
    def role_held(self) -> Role:
        return ROLES[self.role]

    @property
    def grantee(self) -> str:
        """Returns the grantee for whom the member acts: the team, the office, or for partners the
        organization.
        """
        if self.role_held.is_partner:
            return f"organization:{self.in_office.organization_id}"
        return f"team:{self.team_id}" if self.team_id else f"office:{self.office_id}"

    @property
    def in_office(self) -> Office:
        place = self.team.office if self.team else self.office
        assert place is not None  # noqa: S101 - a constraint of the table
        return place


def notify_new_membership(member: "User", office: Office, *, by: "User | None") -> None:
    """Notifies supervisors of the office and all administrators that a user was given a role or a
    grant.

    Administrators open no records but could create an account that does: so nobody is given access
    unseen.
    """
    if by is None:
        return
    held = Membership.objects.held().exclude(user=member)
    of_office = models.Q(office=office) | models.Q(team__office=office)
    here = held.with_permission("team.see").filter(of_office).people()
    keepers = [each for each in held.with_permission("staff.edit").people() if each not in here]
    for told, url in (
        (here, reverse("notifications")),
        (keepers, reverse("staff-member", args=[(member.practises_for or member).ref])),
    ):
        Notification.notify(
            told, event="standing.given", about=member.initials, url=url, by=by, urgent=True
        )
