"""Doing things once: a form sent twice, or a phone that retries, gets the first answer again."""

import hmac
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from .. import keyring
from ..clock import now
from ..reach import GuardedQuerySet
from ..refusals import Refusal

LONGEST = 300


class Once(models.Model):
    """A key that came with a deed, and where the deed led. The same key never does it again."""

    key = models.UUIDField(unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_index=False
    )
    verb = models.CharField(max_length=120)
    # Keyed: a short answer in a form must not be guessed from its hash.
    body_hash = models.CharField(max_length=64)
    result_ref = models.CharField(max_length=LONGEST, blank=True)
    at = models.DateTimeField(default=now, editable=False)

    personal = ()
    harmless = ("key", "verb", "body_hash", "result_ref", "at")

    objects = GuardedQuerySet.as_manager()

    def __str__(self):
        return f"{self.verb} {self.key}"

    @classmethod
    def claim(cls, *, key, by, verb: str, body: bytes) -> "tuple[Once, bool]":
        """The deed's row, and whether it is new. Another body under the same key is refused."""
        digest = hmac.new(keyring.derive("once"), body, sha256).hexdigest()
        once, is_first = cls.objects.get_or_create(
            key=key, defaults={"by": by, "verb": verb, "body_hash": digest}
        )
        if not is_first and (once.by, once.verb, once.body_hash) != (by, verb, digest):
            raise Refusal(
                _("This form was already saved with other answers. Open it again to change them.")
            )
        return once, is_first

    def answer(self, result_ref: str) -> None:
        """Where it led. Longer than any address of ours, somebody made it up: it is not kept."""
        self.result_ref = result_ref if len(result_ref) <= LONGEST else ""
        self.save(update_fields=["result_ref"])
