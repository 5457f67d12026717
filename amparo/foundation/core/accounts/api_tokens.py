"""API tokens: how a system of a partner, or of ours, is authenticated, and what it may do."""

import hmac
import secrets
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..audit import account_bindings, log
from ..audit.events import AuditEvent
from ..clock import now
from ..encryption import key_ring
from ..permissions.grants import PermissionQuerySet
from ..records import Record
from ..refusals import Refusal
from .organizations import Office, Organization
from .roles import ROLES, SYSTEM_PERMISSIONS
from .users import User

# amparo_<how it is recognised>_<what nobody guesses: 256 bits>
MARK, PREFIX_LENGTH, BYTES = "amparo", 8, 32
DAYS, MOST_DAYS = 90, 366
# Nobody has an address there (RFC 2606), so nobody is written to and nobody signs in by it.
NO_HOST = "@systems.invalid"


class ApiTokenQuerySet(PermissionQuerySet):
    def living(self) -> "ApiTokenQuerySet":
        return self.filter(revoked_at=None, until__gt=now(), user__is_active=True)


class ApiToken(Record):
    """Opens the API to one system, through an account of its own that cannot sign in.

    The account holds a role in an office of its organization, so permissions, row-level security
    and the audit log treat it like a person there; the token narrows that to a few permissions.
    Only a keyed hash is stored: neither the database nor a backup lets anybody in.
    """

    user = models.OneToOneField(User, models.PROTECT, related_name="token")
    office = models.ForeignKey(Office, models.PROTECT, related_name="tokens")
    permissions = models.JSONField(default=list)
    prefix = models.CharField(max_length=PREFIX_LENGTH, unique=True)
    secret_hash = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now, editable=False)
    until = models.DateTimeField()
    last_used_on = models.DateField(null=True, editable=False)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, editable=False)

    audit_name = "token"

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("API token")
        ordering = ["-made_at"]

    class Privacy:
        plain_text = {
            "permissions": "codes of permissions",
        }

    class Events:
        made = AuditEvent(gettext_lazy("API token created"))
        used = AuditEvent(gettext_lazy("API call by a system"))
        revoked = AuditEvent(gettext_lazy("API token revoked"))

    def __str__(self):
        return f"ApiToken {self.prefix}"

    @classmethod
    @transaction.atomic
    def make(
        cls,
        name: str,
        *,
        office: Office,
        permissions: list[str],
        by: User | None,
        days: int = DAYS,
    ) -> "tuple[ApiToken, str]":
        """Creates a token with its account; returns it and its secret, which is shown this once
        and stored nowhere.

        `days` is limited to 1–366. Raises Refusal for permissions that the organization may not
        have.
        """
        role = role_for(office.organization)
        if not permissions or not set(permissions) <= set(permissions_for(office.organization)):
            raise Refusal(_("Choose what the system may do, among what its organization may."))
        token = cls(
            office=office, permissions=sorted(set(permissions)),
            prefix=secrets.token_hex(PREFIX_LENGTH // 2),
            until=now() + timedelta(days=max(1, min(days, MOST_DAYS))), made_by=by,
        )  # fmt: skip
        words = f"{MARK}_{token.prefix}_{secrets.token_urlsafe(BYTES)}"
        token.secret_hash = _secret_hash(words)
        token.user = User.objects.create_user(f"{token.ref.hex}{NO_HOST}", name, is_system=True)
        account_bindings.bind(token.user, by=by)
        token.user.add_role(role, by=by, office=office)
        token.save()
        log.log_event(
            by, "token.made", token, recipient=office.organization.ref, until=token.expires
        )
        return token, words

    @classmethod
    def from_secret(cls, words: str) -> "ApiToken | None":
        """Returns the valid token with this secret, or None. Takes the same time for a
        wrong one.
        """
        mark, _line, rest = words.partition("_")
        prefix = rest.partition("_")[0] if mark == MARK and "\0" not in rest else ""
        found = cls.objects.living().select_related("user", "office__organization")
        token = found.filter(prefix=prefix[:PREFIX_LENGTH]).first()
        is_right = hmac.compare_digest(
            token.secret_hash if token else _secret_hash(""), _secret_hash(words)
        )
        return token if token and is_right else None

    @property
    def caller(self) -> User:
        """Returns the token's account, limited to the token's permissions."""
        self.user.scope = frozenset(self.permissions)
        return self.user

    @property
    def organization(self) -> Organization:
        return self.office.organization

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def expires(self) -> date:
        return self.until.astimezone(self.office.zone).date()

    @property
    def is_living(self) -> bool:
        return self.revoked_at is None and self.until > now() and self.user.is_active

    @property
    def permission_labels(self) -> list:
        return [
            SYSTEM_PERMISSIONS[verb] for verb in self.permissions if verb in SYSTEM_PERMISSIONS
        ]

    def used(self, *, what: str) -> None:
        """Writes an audit entry for one call, and once a day the date of last use."""
        log.log_event(self.user, "token.used", self, what=what)
        today = _day(now())
        if self.last_used_on != today:
            ApiToken.objects.filter(pk=self.pk).update(last_used_on=today)

    @transaction.atomic
    def revoke(self, *, by: User) -> None:
        """Closes the API to this token and deactivates its account. Idempotent; writes an audit
        entry.
        """
        if self.revoked_at is not None:
            return
        self.revoked_at, self.revoked_by = now(), by
        self.save(update_fields=["revoked_at", "revoked_by"])
        log.log_event(by, "token.revoked", self)
        self.user.deactivate(by=by)


def role_for(organization: Organization) -> str:
    """Returns the role of an organization's system: official for governments, else provider. Both
    open only what is shared with the organization.
    """
    return "official" if organization.kind == Organization.Kind.GOVERNMENT else "provider"


def permissions_for(organization: Organization) -> list[str]:
    """Returns the permissions that a token of this organization may have."""
    held = ROLES[role_for(organization)].permissions
    return [verb for verb in SYSTEM_PERMISSIONS if verb in held]


def _secret_hash(words: str) -> str:
    return hmac.new(key_ring.derive("tokens"), words.encode(), sha256).hexdigest()


def _day(at: datetime) -> date:
    return at.date()
