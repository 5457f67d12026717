"""The keys that sign certificates, and the lists that say which of them no longer hold.

A private key is derived from the key ring and stored nowhere; what is kept is its public half,
which stays listed after its successor came: rotation voids nothing.
"""

import base64
import hmac
import secrets
from datetime import datetime
from hashlib import sha256
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

from ..holder_names import decode, encode

# Bitstring Status List v1.0, section 6.1: fewer entries would tell who is who.
ENTRIES = 131_072
# A list is half full at most: a random place is found quickly, and an index tells no order.
MOST_TAKEN = ENTRIES // 2


class SigningKey(Record):
    """One Ed25519 key with which certificates are signed."""

    # The first letters of the digest of its public half: what a signed word names it by.
    key_id = models.CharField(
        pgettext_lazy("of a key", "Name"), max_length=8, unique=True, editable=False
    )
    public = models.CharField(max_length=43, editable=False)  # base64url of 32 bytes
    made_at = models.DateTimeField(gettext_lazy("Made on"), default=now, editable=False)
    # Since when it signs nothing more; what it signed still counts.
    retired_at = models.DateTimeField(null=True, editable=False)

    audit_name = "certificatekey"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Key of certificates")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(retired_at=None), name="one_certificate_key_signs"
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("A public key of this installation; names nobody.")

    class Events:
        made = AuditEvent(gettext_lazy("Key of certificates made"))
        retired = AuditEvent(gettext_lazy("Key of certificates retired"))

    def __str__(self):
        return self.key_id

    @property
    def private_key(self) -> Ed25519PrivateKey:
        """Returns the key that signs. Raises DecryptionError without the key ring."""
        said = str(self.ref).encode()
        seed = hmac.new(key_ring.derive("certificates"), said, sha256).digest()
        return Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public_bytes(self) -> bytes:
        return decode(self.public)

    @property
    def public_key(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self.public_bytes)

    @property
    def is_ours(self) -> bool:
        """Whether the key ring at hand still makes the key that is listed."""
        return self.private_key.public_key().public_bytes_raw() == self.public_bytes

    @classmethod
    def current(cls) -> "SigningKey":
        """Returns the key that signs now; makes the first."""
        return cls.objects.filter(retired_at=None).first() or cls._make(by=None)

    @classmethod
    @transaction.atomic
    def rotate(cls, *, by: User | None) -> Self:
        """Makes a new key, which signs from now on. What the former signed still counts."""
        for each in cls.objects.select_for_update().filter(retired_at=None):
            each.retired_at = now()
            each.save(update_fields=["retired_at"])
            log.log_event(by, "certificatekey.retired", each)
        return cls._make(by=by)

    @classmethod
    def _make(cls, *, by: User | None) -> Self:
        key = cls()
        public = key.private_key.public_key().public_bytes_raw()
        key.public = encode(public)
        key.key_id = base64.b32encode(sha256(public).digest())[:6].decode().lower()
        key.save()
        log.log_event(by, "certificatekey.made", key)
        return key


class StatusList(Record):
    """A list of one bit for each certificate: which of them no longer hold.

    Each has a random place in it: neither the place nor the length tells when a certificate was
    issued, or how many there are.
    """

    number = models.PositiveIntegerField(unique=True, editable=False)
    taken = models.PositiveIntegerField(default=0, editable=False)
    # As others read it, signed anew each day: a JWT, and JSON with a proof.
    signed_at = models.DateTimeField(null=True, editable=False)
    as_jwt = models.TextField(blank=True, editable=False)
    as_json = models.TextField(blank=True, editable=False)

    audit_name = "statuslist"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Status list of certificates")
        ordering = ["number"]

    class Privacy:
        no_owner = gettext_lazy("Bits in a random order; names nobody.")
        plain_text = {
            "as_jwt": "the signed public list: bits in a random order",
            "as_json": "the signed public list: bits in a random order",
        }

    def __str__(self):
        return f"StatusList {self.number}"

    @classmethod
    def take_place(cls) -> "tuple[StatusList, int]":
        """Returns a list and a free random place in it. Must run in a transaction."""
        found = cls.objects.select_for_update().order_by("-number").first()
        if found is None or found.taken >= MOST_TAKEN:
            found = cls.objects.create(number=found.number + 1 if found else 1)
        index = secrets.randbelow(ENTRIES)
        while found.certificates.filter(status_index=index).exists():
            index = secrets.randbelow(ENTRIES)
        found.taken += 1
        found.save(update_fields=["taken"])
        return found, index

    def keep_signed(self, *, as_jwt: str, as_json: str, at: datetime) -> None:
        """Keeps the list as it was signed."""
        self.as_jwt, self.as_json, self.signed_at = as_jwt, as_json, at
        self.save(update_fields=["as_jwt", "as_json", "signed_at"])
