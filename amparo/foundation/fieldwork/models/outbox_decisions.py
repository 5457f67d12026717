"""Decisions about entries of a device's outbox that cannot be applied as they came."""

from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal

from .base import BelongsToRecord
from .devices import Device
from .outbox_entries import OutboxEntry, release_dependents
from .submission_files import UploadPart


class OutboxDecision(BelongsToRecord):
    """Taken over in their name, or put away, and why."""

    entry = models.OneToOneField(OutboxEntry, models.CASCADE, related_name="decision")
    is_accepted = models.BooleanField()
    because = PersonalField(pgettext_lazy("column, field", "Reason"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "sentdecision"
    audit_name = "sentdecision"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Decision on field entry")

    def __str__(self):
        return f"OutboxDecision {self.ref}"

    @classmethod
    @transaction.atomic
    def accept(cls, entry: OutboxEntry, *, by: User) -> None:
        """A person takes it over: it is done in their name, and what waited for it goes on."""
        entry.require_open()
        entry.accept(by=by)
        log.log_event(by, "sent.accepted", entry, verb=entry.verb)
        cls._note(entry, by, is_accepted=True)
        release_dependents(entry.key)

    @classmethod
    @transaction.atomic
    def discard(cls, entry: OutboxEntry, *, by: User, because: str) -> None:
        """It is not done, and its words go; that it came, and why it was put away, stays."""
        entry.require_open()
        if not because.strip():
            raise Refusal(_("State the reason for discarding this."))
        entry.discard(by=by)
        UploadPart.forget(entry.key, by=by)
        log.log_event(by, "sent.put_away", entry, verb=entry.verb)
        cls._note(entry, by, is_accepted=False, because=because)

    @classmethod
    @transaction.atomic
    def discard_on_device(cls, key: UUID, *, device: Device, by: User) -> None:
        """Its author discarded what could not be applied, on the device that wrote it: its words
        go here too, and who decides about entries sees by whom. What a colleague decided, or
        another device wrote, stays as it is.
        """
        refused = OutboxEntry.objects.refused().filter(key=key, device=device, by=by)
        entry = refused.select_for_update().first()
        if entry is None:
            return
        entry.telephone = device
        entry.discard(by=by)
        UploadPart.forget(entry.key, by=by)
        log.log_event(by, "sent.put_away", entry, verb=entry.verb)
        cls._note(entry, by, is_accepted=False)

    @property
    def is_of_author(self) -> bool:
        """Whether the author discarded it on the device, where no reason is asked."""
        return not self.is_accepted and not self.because and self.by_id == self.entry.by_id

    @classmethod
    def _note(cls, entry: OutboxEntry, by: User, *, is_accepted: bool, because: str = "") -> None:
        cls.objects.create(
            entry=entry, by=by, is_accepted=is_accepted, because=because,
            file_kind=entry.file_kind, file_ref=entry.file_ref,
        )  # fmt: skip
