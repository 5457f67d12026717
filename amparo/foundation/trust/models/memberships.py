"""Which roles a colleague holds and where, and which restricted files they have leave to open."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from amparo.ui import words

from .. import audit
from ..clock import now
from ..reach import GuardedQuerySet
from ..refusals import Refusal
from ..roles import ROLES, Role, with_verb
from ..signals import leave_ended, standing_changed
from .notices import Notice
from .offices import Office, Team

if TYPE_CHECKING:
    from .users import User


class MembershipQuerySet(GuardedQuerySet):
    def held(self) -> "MembershipQuerySet":
        """Not ended, and of somebody who works here."""
        return self.filter(ended_at=None, user__is_active=True)

    def with_verb(self, verb: str) -> "MembershipQuerySet":
        return self.filter(role__in=with_verb(verb))

    def at(self, path: str) -> models.Prefetch:
        """For a list of colleagues, or of teams: what is held, fetched with it."""
        placed: Any = self.select_related("user", "team__office", "office").order_by("pk")
        return models.Prefetch(path, placed)

    def people(self) -> "list[User]":
        """Those who hold them, each once."""
        places: Any = self.select_related("user")
        return list({place.user_id: place.user for place in places}.values())


class Membership(models.Model):
    """One role of one person, in one team or over one office."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(c, r.name) for c, r in ROLES.items()])
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="members")
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="members"
    )
    since = models.DateTimeField(default=now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    personal = ()
    harmless = ("role", "since", "ended_at")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(team=None) ^ models.Q(office=None),
                name="membership_in_a_team_or_over_an_office",
            )
        ]

    def __str__(self):
        return f"{self.user}: {self.role}"

    @property
    def said(self) -> str:
        """As one line: "Caseworker, Puerto Alto"."""
        return words.listed((self.role_held.name, self.in_office))

    @property
    def role_held(self) -> Role:
        return ROLES[self.role]

    @property
    def holder(self) -> str:
        if self.role_held.is_partner:
            return f"organization:{self.in_office.organization_id}"
        return f"team:{self.team_id}" if self.team_id else f"office:{self.office_id}"

    @property
    def in_office(self) -> Office:
        place = self.team.office if self.team else self.office
        assert place is not None  # noqa: S101 - a constraint of the table
        return place


class GrantQuerySet(GuardedQuerySet):
    def live(self) -> "GrantQuerySet":
        """Neither ended nor past its day."""
        return self.filter(models.Q(until=None) | models.Q(until__gt=now()), ended_at=None)


class Grant(models.Model):
    """Leave to open the restricted files of one group (GBV, trafficking…) in one office."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants")
    office = models.ForeignKey(Office, models.PROTECT, related_name="grants")
    group = models.CharField(max_length=20)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    given_at = models.DateTimeField(default=now, editable=False)
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)

    personal = ()
    harmless = ("group", "given_at", "until", "ended_at")

    objects = GrantQuerySet.as_manager()

    def __str__(self):
        return f"{self.user}: {self.holder}"

    @property
    def holder(self) -> str:
        return f"{self.group}@office:{self.office_id}"

    @classmethod
    @transaction.atomic
    def give(
        cls, *, to: "User", group: str, office: Office, by: "User | None", until=None
    ) -> "Grant":
        if by is not None and by.pk == to.pk:
            raise Refusal(_("Somebody else gives you leave to open restricted files."))
        if known := cls.objects.live().filter(user=to, group=group, office=office).first():
            return known  # given twice it would have to be ended twice
        grant = cls.objects.create(user=to, group=group, office=office, given_by=by, until=until)
        audit.note(by, "grant.given", to, kind=group)
        tell(to, office, by=by)
        to.sessions.renew()
        to._forget()
        standing_changed.send(cls, offices=[office])
        return grant

    @transaction.atomic
    def end(self, *, by: "User") -> None:
        if self.ended_at:
            return
        self.ended_at = now()
        self.save()
        audit.note(by, "grant.ended", self.user, kind=self.group)
        self.user.sessions.renew()
        self.user._forget()
        leave_ended.send(Grant, grant=self, by=by)
        standing_changed.send(Grant, offices=[self.office])


def tell(member: "User", office: Office, *, by: "User | None") -> None:
    """Nobody is given a role or leave where they work in silence.

    Whoever keeps the accounts opens no file, and could make an account that does. So those who
    answer for the files of that office hear of it, and all others who keep accounts.
    """
    if by is None:
        return
    held = Membership.objects.held().exclude(user=member)
    of_office = models.Q(office=office) | models.Q(team__office=office)
    here = held.with_verb("team.see").filter(of_office).people()
    keepers = [each for each in held.with_verb("staff.edit").people() if each not in here]
    for told, url in (
        (here, reverse("notices")),
        (keepers, reverse("staff-member", args=[member.ref])),
    ):
        Notice.tell(
            told, what="standing.given", about=member.initials, url=url, by=by, urgent=True
        )
