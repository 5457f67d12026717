"""Device: a registered telephone or tablet of a user, with a secret of its own."""

import hmac
import secrets
from hashlib import sha256

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

# How it is recognised, and what nobody guesses (256 bits); it fits into an address.
SHORT_NAME_LENGTH, SECRET_BYTES = 8, 32
MAX_DEVICES = 10


class DeviceQuerySet(PermissionQuerySet):
    def in_use(self) -> "DeviceQuerySet":
        return self.filter(revoked_at=None)


class Device(Record):
    """One telephone of one colleague. It acts in their name, and never knows their password.

    What is kept of its secret is a keyed hash: no copy of the database lets anybody in.
    """

    class Kind(models.TextChoices):
        COLLECT = "collect", gettext_lazy("ODK Collect or other form app")
        FIELD = "field", gettext_lazy("Amparo offline")

    user = models.ForeignKey(User, models.PROTECT, related_name="devices")
    office = models.ForeignKey(Office, models.PROTECT, related_name="devices")
    kind = models.CharField(max_length=10, choices=Kind)
    # As its holder calls it, to tell one of theirs from another: "the old Samsung".
    name = models.CharField(max_length=60)
    short_name = models.CharField(max_length=SHORT_NAME_LENGTH, unique=True, editable=False)
    secret_hash = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(default=now, editable=False)
    # Shadows of the ledger's lines, for the list.
    last_contact_at = models.DateTimeField(null=True, editable=False)
    taken_at = models.DateTimeField(null=True, editable=False)
    taken = models.PositiveIntegerField(default=0, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    audit_name = "device"

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Telephone")
        ordering = ["-at", "-pk"]

    class Events:
        registered = AuditEvent(gettext_lazy("Device registered"))
        took = AuditEvent(gettext_lazy("Files downloaded to device"))
        revoked = AuditEvent(gettext_lazy("Device revoked"))

    def __str__(self):
        return f"Device {self.short_name}"

    @classmethod
    @transaction.atomic
    def register(cls, *, by: User, kind: str, name: str) -> "tuple[Device, str]":
        """The device, and its secret: said this once, to the telephone itself."""
        if by.office is None:
            raise Refusal(_("You belong to no office yet: ask an administrator."))
        if not name.strip():
            raise Refusal(_("Give the telephone a name by which you know it again."))
        if cls.objects.in_use().filter(user=by).count() >= MAX_DEVICES:
            raise Refusal(_("You have many telephones already. Revoke those you no longer use."))
        short_name = secrets.token_hex(SHORT_NAME_LENGTH // 2)
        secret = f"{short_name}-{secrets.token_urlsafe(SECRET_BYTES)}"
        device = cls.objects.create(
            user=by, office=by.office, kind=kind, name=name.strip()[:60], short_name=short_name,
            secret_hash=_secret_hash(secret), last_contact_at=now(),
        )  # fmt: skip
        log.log_event(by, "device.registered", device, kind=kind)
        return device, secret

    @classmethod
    def with_secret(cls, secret: str) -> "Device | None":
        """The device of this secret, revoked or not; a made-up one costs the same look."""
        short_name = secret.partition("-")[0][:SHORT_NAME_LENGTH].replace("\0", "")
        found = cls.objects.select_related("user", "office").filter(short_name=short_name)
        device = next(iter(found), None)
        is_right = hmac.compare_digest(
            device.secret_hash if device else _secret_hash(""), _secret_hash(secret)
        )
        return device if device and is_right else None

    @property
    def is_trusted(self) -> bool:
        """Whether it may be given anything, and be believed to speak for its holder."""
        return self.revoked_at is None and self.user.is_active

    def touch(self) -> None:
        """It called: once a minute is exact enough for a list, and spares a write."""
        then = now()
        if self.last_contact_at is None or (then - self.last_contact_at).total_seconds() > 60:
            type(self).objects.filter(pk=self.pk).update(last_contact_at=then)
            self.last_contact_at = then

    @transaction.atomic
    def record_sync(self, files: int) -> None:
        """How many files lie on it from now on."""
        self.taken, self.taken_at = files, now()
        self.save(update_fields=["taken", "taken_at"])
        log.log_event(self.user, "device.took", self, count=files)

    @transaction.atomic
    def revoke(self, *, by: User) -> None:
        """From its next contact it holds nothing; what it had not sent yet is still received."""
        if self.revoked_at is None:
            self.revoked_at, self.revoked_by = now(), by
            self.save(update_fields=["revoked_at", "revoked_by"])
            log.log_event(by, "device.revoked", self)


def _secret_hash(secret: str) -> str:
    return hmac.new(key_ring.derive("devices"), secret.encode(), sha256).hexdigest()
