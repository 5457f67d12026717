"""Users: who may sign in, and for which grantees they act."""

import secrets
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..audit import account_bindings, log
from ..audit.events import AuditEvent
from ..clock import now
from ..extension_points import access_changed
from ..permissions.grants import Grantees, PermissionQuerySet
from ..permissions.restricted_groups import group_grantee
from ..records import Record
from ..refusals import Refusal
from .organizations import Membership, Office, Organization, Team, notify_new_membership
from .restricted_access import RestrictedGroupAccess
from .roles import PRACTICE_PERMISSIONS, PRACTICE_ROLES, Role, conflict

# A practice account has no mailbox: nothing is sent to it.
PRACTICE_HOST = "@practice.invalid"
# Permissions on a record opened in an emergency: read it, and raise an alert.
EMERGENCY_PERMISSIONS = frozenset({"person.see", "case.see", "case.alert"})


class Users(BaseUserManager.from_queryset(PermissionQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, name: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save()
        return user

    @transaction.atomic
    def invite(self, email: str, name: str, *, by: "User | None", **fields) -> "User":
        """Creates an account without a password and writes an audit entry that binds its name and
        e-mail.
        """
        user = self.create_user(email, name, **fields)
        log.log_event(by, "user.invited", user, code=account_bindings.fingerprint(user))
        return user

    def get_by_natural_key(self, username):
        return self.get(email=username.lower())


class User(Record, AbstractBaseUser):
    """An account. People are named, because who did what must be answerable; partner systems have
    one too (`is_system`).
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=5, blank=True)
    is_active = models.BooleanField(default=True)
    # Part of the address of the calendar feed: changing it ends every old address.
    calendar_key = models.CharField(max_length=43, blank=True)
    # Not a person: a system, which comes in by its token alone and never signs in.
    is_system = models.BooleanField(default=False)

    # An account that works in the practice office alone, and whose it is. Nobody signs in with it:
    # its user switches to it (`practice`), and back.
    practises_for = models.OneToOneField(
        "self", models.CASCADE, null=True, related_name="practice_account", editable=False
    )

    # The real user behind an impersonated one (`impersonated_as`), and the user whose
    # permissions limit them.
    impersonated_by: "User | None" = None
    limited_by: "User | None" = None
    # The permissions of a token; None for people.
    scope: frozenset[str] | None = None

    audit_name = "user"

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = Users()

    class Meta:
        verbose_name = gettext_lazy("User account")

    class Privacy:
        plain_text = {
            "password": "a digest made for passwords",
            "email": "address of a colleague at work: accounts are of staff, and listed",
            "name": "name of a colleague: the ledger shows it to those who may read a file",
        }

    class Events:
        invited = AuditEvent(gettext_lazy("User account created"))
        named = AuditEvent(
            gettext_lazy("The name and e-mail of an account were bound to the ledger")
        )
        confirmed = AuditEvent(gettext_lazy("User account confirmed"))
        signed_in = AuditEvent(pgettext_lazy("timeline", "Signed in"))
        signed_out = AuditEvent(pgettext_lazy("timeline", "Signed out"))
        deactivated = AuditEvent(gettext_lazy("User account deactivated"))

    def __str__(self):
        return _("%(name)s (practice)") % {"name": self.name} if self.is_practice else self.name

    @property
    def is_practice(self) -> bool:
        return self.practises_for_id is not None

    @property
    def initials(self) -> str:
        parts = self.name.split()
        return "".join(part[0] for part in (parts[0], parts[-1])[: len(parts)]).upper()

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @cached_property
    def memberships_held(self) -> "list[Membership]":
        """Returns every role the user holds now; none for an inactive account. Cached for the
        request.
        """
        if not self.is_active:
            return []
        return list(
            self.memberships.filter(ended_at=None).select_related(
                "team__office__organization", "office__organization"
            )
        )

    @cached_property
    def permissions(self) -> frozenset[str]:
        """Returns everything that the user's roles allow, in whatever office.

        Limited by the scope of a token, to what may be practised in a practice account, and under
        impersonation by the permissions of the real user. Cached.
        """
        verbs = frozenset().union(
            *(place.role_held.permissions for place in self.memberships_held)
        )
        if (limit := self._permission_limit) is not None:
            verbs &= limit
        return verbs & self.limited_by.permissions if self.limited_by else verbs

    @cached_property
    def groups(self) -> list[str]:
        """Returns the restricted groups that are open to the user by name, as grantees. Cached;
        limited under impersonation.
        """
        grants = RestrictedGroupAccess.objects.live().filter(user=self) if self.is_active else ()
        groups = [grant.grantee for grant in grants]
        if self.limited_by:
            return [group for group in groups if group in self.limited_by.groups]
        return groups

    def offices_for_group(self, group: str) -> list[int]:
        """Returns the offices in which the restricted group is open to the user by name."""
        offices = {int(grantee.rpartition(":")[2]) for grantee in self.groups}
        return sorted(each for each in offices if group_grantee(group, each) in self.groups)

    def impersonated_as(self, viewer: "User", *, whole: bool = False) -> "User":
        """Returns a copy of this user limited to what `viewer` may see as well.

        `whole` lifts that limit and is for demos without real people only.
        """
        seen = User.objects.get(pk=self.pk)
        seen.impersonated_by = viewer
        seen.limited_by = None if whole else viewer
        return seen

    @property
    def requires_two_factor(self) -> bool:
        """Returns whether the user must use a second factor: everybody who may do more than read
        code lists. OWASP ASVS 5.0, V6.3.3.
        """
        return bool(self.permissions - {"code.see"})

    def grantees(self, verb: str) -> Grantees:
        """Returns for whom the user acts with `verb`: self, teams, offices, restricted groups,
        emergency access; empty without the permission.

        Partners act for their organization only. Under impersonation `also` holds the grantees of
        the real user.
        """
        if verb not in self.permissions:
            return Grantees()
        grantees = Grantees(self._grantees(verb))
        if self.limited_by:
            grantees.also = tuple(self.limited_by.grantees(verb))
        return grantees

    def _grantees(self, verb: str) -> list[str]:
        places = [place for place in self.memberships_held if verb in place.role_held.permissions]
        grantees = [place.grantee for place in places]
        if all(place.role_held.is_partner for place in places):
            return grantees  # what is shared with their organization, and nothing given by name
        own = [
            f"user:{self.pk}",
            *([self.emergency_grantee] if verb in EMERGENCY_PERMISSIONS else []),
        ]
        return [*own, *grantees, *self.groups]

    @property
    def emergency_grantee(self) -> str:
        """Returns the grantee under which the user holds records that they opened in an
        emergency.
        """
        return f"emergency:{self.pk}"

    def supervisors(self) -> "list[User]":
        """Returns who supervises the user: in their offices or, where nobody else does, in the
        offices above.
        """
        offices = {place.in_office.pk: place.in_office for place in self.memberships_held}
        above = [office.parent_id for office in offices.values() if office.parent_id]
        for where in (list(offices), above):
            here = models.Q(office__in=where) | models.Q(team__office__in=where)
            places = Membership.objects.held().with_permission("team.see").filter(here)
            if found := places.exclude(user=self).people():
                return found
        return []

    def teams_for(self, verb: str) -> list[int]:
        """Returns the teams in which the user has `verb` as a member."""
        held = (
            place
            for place in self._memberships_within_scope(verb)
            if verb in place.role_held.permissions
        )
        return [place.team_id for place in held if place.team_id]

    def offices_for(self, verb: str) -> list[int]:
        """Returns the offices over which the user has `verb`."""
        held = (
            place
            for place in self._memberships_within_scope(verb)
            if verb in place.role_held.permissions
        )
        return [place.office_id for place in held if place.office_id]

    def _memberships_within_scope(self, verb: str) -> "list[Membership]":
        """Returns the memberships held, or none where a token or a practice account does not
        include `verb`.
        """
        limit = self._permission_limit
        return self.memberships_held if limit is None or verb in limit else []

    @property
    def _permission_limit(self) -> frozenset[str] | None:
        return PRACTICE_PERMISSIONS if self.is_practice else self.scope

    @property
    def partner_organizations(self) -> list[int]:
        """Returns the organizations that the user represents as a partner."""
        held = (place for place in self.memberships_held if place.role_held.is_partner)
        return [place.in_office.organization_id for place in held]

    @property
    def office(self) -> Office | None:
        return next((place.in_office for place in self.memberships_held), None)

    @property
    def data_controller(self) -> Organization | None:
        """Returns the organization the user works for where that is not ours, so that consent
        given there counts there; else None.
        """
        organization = self.office.organization if self.office else None
        is_ours = organization is None or organization.kind == Organization.Kind.OWN
        return None if is_ours else organization

    @property
    def team(self) -> Team | None:
        return next((place.team for place in self.memberships_held if place.team), None)

    @property
    def role_and_office(self) -> str:
        """Returns the user's first role and its office as one line."""
        return next((place.label for place in self.memberships_held), "")

    @property
    def main_role(self) -> Role | None:
        return next((place.role_held for place in self.memberships_held), None)

    @transaction.atomic
    def add_role(self, role: str, *, by: "User | None", team=None, office=None) -> "Membership":
        """Opens what the role allows to this user, in a team or an office; returns the membership.
        Idempotent. A role in the practice office is given to the user's practice account.

        Raises Refusal for one's own account and for a role that is incompatible with one held.
        Writes an audit entry, notifies supervisors and administrators, and renews the keys of the
        user's sessions.
        """
        if by is not None and by.pk in (self.pk, self.practises_for_id):
            raise Refusal(_("Somebody else gives you a role."))
        if (team.office if team else office).is_practice != self.is_practice:
            return self._practise(role, by=by, team=team, office=office)
        if self.is_practice and role not in PRACTICE_ROLES:
            raise Refusal(_("In the practice office one is a caseworker or a supervisor."))
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
        self._clear_cached_permissions()
        return membership

    def _practise(self, role: str, *, by: "User | None", team=None, office=None) -> "Membership":
        """Gives a role in the practice office to the user's practice account, which is created
        with the first one. So no list of theirs holds practised and real files together.
        """
        if self.is_practice:
            raise Refusal(_("A practice account works in the practice office alone."))
        account = User.objects.filter(practises_for=self).first() or User.objects.invite(
            f"{self.ref.hex}{PRACTICE_HOST}", self.name, by=by, language=self.language,
            practises_for=self,
        )  # fmt: skip
        return account.add_role(role, by=by, team=team, office=office)

    @transaction.atomic
    def end_role(self, membership: "Membership", *, by: "User | None") -> None:
        """Closes what the membership allowed. Writes an audit entry and renews the session keys.
        Raises Refusal if it has ended already.
        """
        if membership.user_id != self.pk or membership.ended_at:
            raise Refusal(_("This role has already ended."))
        membership.ended_at = now()
        membership.save()
        log.log_event(by, "role.taken", self, role=membership.role)
        self.sessions.renew()
        self._clear_cached_permissions()
        access_changed.send(User, offices=[membership.in_office])

    @transaction.atomic
    def rotate_calendar_key(self, *, by: "User") -> str:
        """Returns a new key for the address of the calendar feed; the old address stops
        working.
        """
        self.calendar_key = secrets.token_urlsafe(32)
        self.save(update_fields=["calendar_key"])
        log.log_event(by, "feed.renewed", self)
        return self.calendar_key

    @transaction.atomic
    def deactivate(self, *, by: "User") -> None:
        """Closes the account: the user cannot sign in, all sessions end, access is rebuilt.
        Memberships stay on record.
        """
        self.is_active = False
        self.set_unusable_password()
        self.save()
        self.sessions.living().end(of=self, by=by)
        log.log_event(by, "user.deactivated", self)
        held = self.memberships.filter(ended_at=None).select_related("team__office", "office")
        access_changed.send(User, offices=[each.in_office for each in held])
        for account in User.objects.filter(practises_for=self, is_active=True):
            account.deactivate(by=by)

    def _clear_cached_permissions(self) -> None:
        for known in ("memberships_held", "permissions", "groups", "_asked"):
            self.__dict__.pop(known, None)
