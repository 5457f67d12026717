"""Codes sent to a number or mail address, to show that whoever types it holds it.

The code itself is stored nowhere: it is computed from the key ring and the ref. Asked for by
anybody and for any address: that one is here says nothing about a subscription.
"""

import hmac
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.jobs import find_task
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

from ..addresses import Channel

VALID_FOR = timedelta(minutes=20)
KEPT = timedelta(days=1)
MOST_TRIES = 5
DIGITS = 6
PURPOSE = "subscription codes"


class AddressConfirmation(Record):
    """One code that was sent to one address."""

    channel = models.CharField(max_length=8, choices=Channel)
    language = models.CharField(max_length=3)
    address = PersonalField(pgettext_lazy("subscription", "Number or email"))
    at = models.DateTimeField(default=now, editable=False)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    crypto_label = "addressconfirmation"
    audit_name = "addressconfirmation"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Code sent to a subscriber")
        indexes = [models.Index(fields=["at"], name="address_confirmations_by_day")]

    class Privacy:
        no_owner = gettext_lazy("A code sent to an address; deleted within a day.")

    def __str__(self):
        return f"AddressConfirmation {self.ref}"

    @property
    def code(self) -> str:
        """The six digits that are sent."""
        made = hmac.new(key_ring.derive(PURPOSE), self.ref.bytes, sha256).digest()
        return f"{int.from_bytes(made[:8]) % 10**DIGITS:0{DIGITS}d}"

    @property
    def is_over(self) -> bool:
        return self.tries >= MOST_TRIES or now() - self.at > VALID_FOR

    @classmethod
    @transaction.atomic
    def ask(cls, address: str, *, channel: str, language: str) -> "AddressConfirmation":
        """Sends a code to this address, whether anything is kept of it or not."""
        asked = cls.objects.create(address=address, channel=channel, language=language)
        find_task("send-subscription-code").enqueue(str(asked.ref))
        return asked

    @classmethod
    def answered(cls, ref: str, typed: str) -> "AddressConfirmation | None":
        """Returns the one that this code answers; None where it is wrong, expired, was tried too
        often or is of another. Each try counts.
        """
        try:
            known = cls.objects.filter(ref=UUID(ref))
        except ValueError:
            return None
        # Counted before it is compared: of many tries at one moment none is free.
        known.update(tries=F("tries") + 1)
        found = known.first()
        if found is None or found.tries > MOST_TRIES or now() - found.at > VALID_FOR:
            return None
        digits = "".join(str(int(each)) for each in typed if each.isdecimal())
        return found if hmac.compare_digest(digits.encode(), found.code.encode()) else None

    def use(self) -> bool:
        """Whether it was used for the first time: sent twice, a form does one thing."""
        used = AddressConfirmation.objects.filter(pk=self.pk, used_at=None).update(used_at=now())
        return bool(used)

    @classmethod
    def delete_old(cls) -> None:
        """Deletes those of yesterday with the keys of their addresses."""
        old = list(cls.objects.filter(at__lt=now() - KEPT).values_list("pk", "ref")[:5_000])
        DataKey.destroy(ref for _pk, ref in old)
        cls.objects.filter(pk__in=[pk for pk, _ref in old]).delete()
