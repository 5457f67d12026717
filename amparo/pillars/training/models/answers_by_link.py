"""What somebody without an account is asked by a link, once, with one reminder.

The token of the link is worked out from the key ring and the reference of the record, so that the
reminder carries the same link; only a hash of it is stored. Answers after the day that was named
are taken and marked; once the link has expired what was said stays as it is.
"""

import base64
import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from typing import ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

REMINDED_AFTER = timedelta(days=14)
# Asked for by then; taken as late until the link expires.
ANSWERED_BY, EXPIRES = timedelta(days=28), timedelta(days=60)


class Month(models.IntegerChoices):
    """How many months after the training somebody is asked."""

    THREE = 3
    SIX = 6


class AnswerByLink(Record):
    """Fields and steps of what is asked by a link."""

    # How the class is called in the token: a link opens what it was made for.
    audit_name: ClassVar[str]

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    at = models.DateTimeField(default=now, editable=False)
    # None where nobody was asked yet: there is no address, or no mail is sent from here.
    asked_at = models.DateTimeField(
        pgettext_lazy("follow-up", "Asked on"), null=True, editable=False
    )
    reminded_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(
        pgettext_lazy("follow-up", "Answered on"), null=True, editable=False
    )
    # When an answer was changed last; None where it never was.
    changed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def token(self) -> str:
        said = f"{self.audit_name} {self.ref}".encode()
        made = hmac.new(key_ring.derive("follow up links"), said, sha256).digest()
        return base64.urlsafe_b64encode(made).decode().rstrip("=")

    @classmethod
    def with_secret(cls, secret: str) -> Self | None:
        """Returns what this token asks, also where it has expired; or None."""
        found = cls._default_manager.filter(token_hash=_hash(secret[:100]))
        return found.first()

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def is_open(self) -> bool:
        return self.expires_at is not None and self.expires_at > now()

    @property
    def is_late(self) -> bool:
        """Whether the answer came after the day that was named."""
        return is_late(self.asked_at, self.answered_at)

    @property
    def answer_by(self) -> datetime | None:
        return self.asked_at + ANSWERED_BY if self.asked_at else None

    @property
    def outcome(self) -> str:
        """One of "not_asked", "waiting", "not_answered", "answered" and "late"."""
        if self.is_answered:
            return "late" if self.is_late else "answered"
        if self.asked_at is None:
            return "not_asked"
        return "waiting" if self.is_open else "not_answered"

    @transaction.atomic
    def ask(self, *, by: User | None) -> None:
        """Says that the link was given to them, by mail or by hand. One that was given before
        opens for a month more: an answer is late all the same.
        """
        lock_and_refresh(self, "asked_at", "expires_at")
        if self.asked_at is None:
            self.asked_at, self.expires_at = now(), now() + EXPIRES
        elif not self.is_open:
            self.expires_at = now() + ANSWERED_BY
        self.save(update_fields=["asked_at", "expires_at"])
        log.log_event(by, f"{self.audit_name}.asked", self)

    def save(self, *args, **kwargs) -> None:
        self.token_hash = self.token_hash or _hash(self.token)
        super().save(*args, **kwargs)

    def begin_answer(self) -> None:
        """Locks it, and refuses an answer through a link that has expired."""
        lock_and_refresh(self, "answered_at", "expires_at", "asked_at")
        if not self.is_open:
            raise Refusal(expired_message())
        if self.answered_at is None:
            self.answered_at = now()
        else:
            self.changed_at = now()


def is_late(asked_at: datetime | None, answered_at: datetime | None) -> bool:
    """Whether an answer came after the day that was named; one that never came is not late."""
    return bool(asked_at and answered_at and answered_at > asked_at + ANSWERED_BY)


def expired_message() -> str:
    return _("This link has expired. Ask the organizers of the training to open it again.")


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
