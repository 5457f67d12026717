"""The link by which somebody sees what is held about them in trainings, without an account.

It is sent to an address, holds for 24 hours and opens once. Where several people share the
address, who opens it says their name first: an address alone names nobody.
"""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..participant_names import name_key
from .participants import Participant

LASTS = timedelta(hours=24)
TOKEN_BYTES = 32
MOST_TRIES = 5
MOST_A_DAY = 3


class ParticipantLink(Record):
    """One link to what is held about the participants of an address. Only a hash is stored."""

    participants = models.ManyToManyField(Participant, related_name="links")
    email_key = models.CharField(max_length=64, editable=False, db_index=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    at = models.DateTimeField(default=now, editable=False)
    until = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, editable=False)
    # Names that fitted nobody of a shared address.
    tries = models.PositiveSmallIntegerField(default=0, editable=False)

    audit_name = "participantlink"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Link of a participant")
        ordering = ["-pk"]

    class Privacy:
        no_owner = gettext_lazy("Opens what participants may see of themselves; names nobody.")

    class Events:
        sent = AuditEvent(gettext_lazy("Link to the own data sent to a participant"))
        opened = AuditEvent(gettext_lazy("Link to the own data opened"))

    def __str__(self):
        return f"ParticipantLink {self.ref}"

    @property
    def is_shared(self) -> bool:
        return self.participants.count() > 1

    @classmethod
    @transaction.atomic
    def make(
        cls, email_key: str, participants: Iterable[Participant]
    ) -> "tuple[ParticipantLink, str] | None":
        """Returns a new link and its token, said this once; None after three in a day."""
        since = now() - timedelta(days=1)
        if cls.objects.filter(email_key=email_key, at__gt=since).count() >= MOST_A_DAY:
            return None
        token = secrets.token_urlsafe(TOKEN_BYTES)
        link = cls.objects.create(
            email_key=email_key, token_hash=_hash(token), until=now() + LASTS
        )
        link.participants.set(participants)
        log.log_event(None, "participantlink.sent", link)
        return link, token

    @classmethod
    def with_secret(cls, secret: str) -> "ParticipantLink | None":
        """Returns the link of this token, opened or not, or None where it is unknown or over."""
        return cls.objects.filter(token_hash=_hash(secret[:100]), until__gt=now()).first()

    @transaction.atomic
    def open(self, name: str = "") -> Participant | None:
        """Opens it, this once, to the participant whom it was sent to; of a shared address to the
        one of this name, or None where nobody is called so. Raises Refusal where it was used.
        """
        lock_and_refresh(self, "opened_at", "tries")
        if self.opened_at is not None or self.tries >= MOST_TRIES:
            raise Refusal(_("This link was used already. Ask for a new one."))
        found = list(self.participants.filter(erased_at=None))
        if len(found) > 1:
            found = [each for each in found if name_key(each.name) == name_key(name)]
        if not found:
            self.tries += 1
            self.save(update_fields=["tries"])
            return None
        self.participants.set(found[:1])
        self.opened_at = now()
        self.save(update_fields=["opened_at"])
        log.log_event(None, "participantlink.opened", self)
        return found[0]


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
