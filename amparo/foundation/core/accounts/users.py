"""Staff and partners who sign in: who they are, and for whom they speak in what they do."""

import secrets
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.utils.translation import gettext as _

from ..audit import account_bindings, log
from ..clock import now
from ..permissions.grants import Grantees, PermissionQuerySet
from ..records import Referable
from ..refusals import Refusal
from ..signals import access_changed
from .organizations import Grant, Membership, Office, Organization, Team, notify_new_membership
from .roles import Role, conflict

# What a file opened in an emergency lets one do: read it, and sound an alert.
EMERGENCY_PERMISSIONS = frozenset({"person.see", "case.see", "case.alert"})


class Users(BaseUserManager.from_queryset(PermissionQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, name: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save()
        return user

    @transaction.atomic
    def invite(self, email: str, name: str, *, by: "User | None", **fields) -> "User":
        """An account for a colleague, who has no password yet."""
        user = self.create_user(email, name, **fields)
        log.log_event(by, "user.invited", user, code=account_bindings.fingerprint(user))
        return user

    def get_by_natural_key(self, username):
        return self.get(email=username.lower())


class User(Referable, AbstractBaseUser):
    """Somebody who signs in. Staff are named: who did what must be answerable."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=5, blank=True)
    is_active = models.BooleanField(default=True)
    # Part of the address of the calendar feed: changing it ends every old address.
    feed_key = models.CharField(max_length=43, blank=True)
    # Not a person: a system, which comes in by its token alone and never signs in.
    is_system = models.BooleanField(default=False)

    # Who looks at the house as this colleague (`as_seen_by`), and whose reach limits what is seen.
    looker: "User | None" = None
    looked_at_by: "User | None" = None
    # What a token lets its system do; of a person there is none.
    scope: frozenset[str] | None = None

    audit_name = "user"
    personal = ()
    harmless = (
        "email",
        "name",
        "language",
        "is_active",
        "password",
        "last_login",
        "feed_key",
        "is_system",
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = Users()

    def __str__(self):
        return self.name

    @property
    def initials(self) -> str:
        parts = self.name.split()
        return "".join(part[0] for part in (parts[0], parts[-1])[: len(parts)]).upper()

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @cached_property
    def places(self) -> "list[Membership]":
        """Every role this person holds now, fetched once a request."""
        if not self.is_active:
            return []
        return list(
            self.memberships.filter(ended_at=None).select_related(
                "team__office__organization", "office__organization"
            )
        )

    @cached_property
    def verbs(self) -> frozenset[str]:
        """All that their roles allow, somewhere."""
        verbs = frozenset().union(*(place.role_held.verbs for place in self.places))
        if self.scope is not None:
            verbs &= self.scope
        return verbs & self.looked_at_by.verbs if self.looked_at_by else verbs

    @cached_property
    def groups(self) -> list[str]:
        """The restricted groups of files opened to them by name, as holders."""
        grants = Grant.objects.live().filter(user=self) if self.is_active else ()
        groups = [grant.holder for grant in grants]
        if self.looked_at_by:
            return [group for group in groups if group in self.looked_at_by.groups]
        return groups

    def as_seen_by(self, viewer: "User", *, whole: bool = False) -> "User":
        """The house as this colleague has it, as far as `viewer` may see it too.

        `whole` is for made-up people alone: of them there is nothing to keep from anybody.
        """
        seen = User.objects.get(pk=self.pk)
        seen.looker = viewer
        seen.looked_at_by = None if whole else viewer
        return seen

    @property
    def must_prove_twice(self) -> bool:
        """Whoever can open a file, keep the house or read the ledger needs a second step.

        OWASP ASVS 5.0, V6.3.3.
        """
        return bool(self.verbs - {"code.see"})

    def holders(self, verb: str) -> Grantees:
        """For whom this person speaks when they do `verb`: themselves, a team, an office."""
        if verb not in self.verbs:
            return Grantees()
        holders = Grantees(self._holders(verb))
        if self.looked_at_by:
            holders.also = tuple(self.looked_at_by.holders(verb))
        return holders

    def _holders(self, verb: str) -> list[str]:
        places = [place for place in self.places if verb in place.role_held.verbs]
        holders = [place.holder for place in places]
        if all(place.role_held.is_partner for place in places):
            return holders  # what is shared with their organization, and nothing given by name
        own = [f"user:{self.pk}", *([self.in_emergency] if verb in EMERGENCY_PERMISSIONS else [])]
        return [*own, *holders, *self.groups]

    @property
    def in_emergency(self) -> str:
        """As whom they hold a file that they opened in an emergency."""
        return f"emergency:{self.pk}"

    def supervisors(self) -> "list[User]":
        """Who answers for their work, in their office or, where nobody else does, above it."""
        offices = {place.in_office.pk: place.in_office for place in self.places}
        above = [office.parent_id for office in offices.values() if office.parent_id]
        for where in (list(offices), above):
            here = models.Q(office__in=where) | models.Q(team__office__in=where)
            places = Membership.objects.held().with_verb("team.see").filter(here)
            if found := places.exclude(user=self).people():
                return found
        return []

    def teams_for(self, verb: str) -> list[int]:
        """The teams in which they may do `verb`, as their member."""
        held = (place for place in self._may(verb) if verb in place.role_held.verbs)
        return [place.team_id for place in held if place.team_id]

    def offices_for(self, verb: str) -> list[int]:
        """The offices over which they may do `verb`."""
        held = (place for place in self._may(verb) if verb in place.role_held.verbs)
        return [place.office_id for place in held if place.office_id]

    def _may(self, verb: str) -> "list[Membership]":
        """Where they hold a role, as far as a token does not keep them from this verb."""
        return self.places if self.scope is None or verb in self.scope else []

    @property
    def partner_of(self) -> list[int]:
        """The organizations for which they answer as a partner."""
        held = (place for place in self.places if place.role_held.is_partner)
        return [place.in_office.organization_id for place in held]

    @property
    def office(self) -> Office | None:
        return next((place.in_office for place in self.places), None)

    @property
    def house(self) -> Organization | None:
        """The house they work in, where that is not ours: what is agreed there holds there."""
        organization = self.office.organization if self.office else None
        is_ours = organization is None or organization.kind == Organization.Kind.OWN
        return None if is_ours else organization

    @property
    def team(self) -> Team | None:
        return next((place.team for place in self.places if place.team), None)

    @property
    def place(self) -> str:
        """Their role and where they hold it, as one line."""
        return next((place.said for place in self.places), "")

    @property
    def main_role(self) -> Role | None:
        return next((place.role_held for place in self.places), None)

    @transaction.atomic
    def join(self, role: str, *, by: "User | None", team=None, office=None) -> "Membership":
        """Take up a role in a team or an office; some roles nobody holds together."""
        if by is not None and by.pk == self.pk:
            raise Refusal(_("Somebody else gives you a role."))
        held = self.memberships.filter(ended_at=None).values_list("role", flat=True)
        if reason := conflict(role, held):
            raise Refusal(
                _("%(name)s already holds another role that does not go with this one. %(why)s")
                % {"name": self.name, "why": reason}
            )
        membership, is_new = self.memberships.get_or_create(
            role=role, team=team, office=office, ended_at=None
        )
        if is_new:
            log.log_event(by, "role.given", self, role=role)
            notify_new_membership(self, membership.in_office, by=by)
            self.sessions.renew()
            access_changed.send(User, offices=[membership.in_office])
        self._forget()
        return membership

    @transaction.atomic
    def leave(self, membership: "Membership", *, by: "User | None") -> None:
        if membership.user_id != self.pk or membership.ended_at:
            raise Refusal(_("This role has already ended."))
        membership.ended_at = now()
        membership.save()
        log.log_event(by, "role.taken", self, role=membership.role)
        self.sessions.renew()
        self._forget()
        access_changed.send(User, offices=[membership.in_office])

    @transaction.atomic
    def renew_feed(self, *, by: "User") -> str:
        """A new address for the calendar feed; whoever knew the old one sees nothing more."""
        self.feed_key = secrets.token_urlsafe(32)
        self.save(update_fields=["feed_key"])
        log.log_event(by, "feed.renewed", self)
        return self.feed_key

    @transaction.atomic
    def let_go(self, *, by: "User") -> None:
        """They no longer work here: they cannot sign in, and their sessions end."""
        self.is_active = False
        self.set_unusable_password()
        self.save()
        self.sessions.living().end(of=self, by=by)
        log.log_event(by, "user.let_go", self)
        held = self.memberships.filter(ended_at=None).select_related("team__office", "office")
        access_changed.send(User, offices=[each.in_office for each in held])

    def _forget(self) -> None:
        for known in ("places", "verbs", "groups", "_asked"):
            self.__dict__.pop(known, None)
