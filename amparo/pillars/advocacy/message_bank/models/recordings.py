"""Recordings of a wording, to be heard on its public page and on the message.

Sealed like every file; its content is published with the message. Seen by whoever sees the
message, added and removed by whoever keeps it; kept as long as the message. Not offline.
"""

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.files.stored_files import StoredFile, StoredFileQuerySet
from amparo.foundation.core.files.validation import ValidatedFile
from amparo.foundation.core.models import User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal


class Recording(StoredFile):
    """A message spoken in one language. A new one takes the place of the former."""

    message = models.ForeignKey("KeyMessage", models.CASCADE, related_name="recordings")
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "messagerecording"
    crypto_label = "messagerecording"

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a message", "Recording")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["at"],
                name="message_recordings_to_check",
                condition=models.Q(verdict="waiting"),
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("A message to many people, spoken by somebody of the office.")
        plain_text = {"kind": "a media type"}

    class Events:
        added = AuditEvent(gettext_lazy("Recording of a key message added"))
        removed = AuditEvent(gettext_lazy("Recording of a key message removed"))
        infected = AuditEvent(
            gettext_lazy("Recording of a key message quarantined: virus found"),
            notice=Notice(
                gettext_lazy("Recording of a message quarantined: virus found"),
                "work",
                icon="lock",
            ),
        )

    def __str__(self):
        return f"Recording {self.ref}"

    @property
    def page_url(self) -> str:
        return self.message.get_absolute_url()

    @property
    def notified_office_id(self) -> int:
        return self.message.office_id

    @property
    def public_name(self) -> str:
        """A name that says nothing of whoever recorded it."""
        return f"{self.message.number}-{self.language}.{self.kind.rpartition('/')[2]}"

    @classmethod
    @transaction.atomic
    def add(cls, message, *, by: User, language: str, file: ValidatedFile) -> "Recording":
        """Adds one in the place of the former of this language, while the message is a draft: a
        second person hears it before it is heard by anybody.
        """
        message.must_be_draft()
        if message.wording(language) is None:
            raise Refusal(_("Write the wording in this language first."))
        if not file.kind.startswith("audio/"):
            raise Refusal(_("Choose a sound file: MP3, M4A, OGG or WAV."))
        for former in cls.objects.not_removed().filter(message=message, language=language):
            former.remove(by=by)
        recording = cls.store(file, owner=message, by=by, message=message, language=language)
        log.log_event(by, "messagerecording.added", recording, language=language)
        return recording

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        """Name and content go for good. Twice is once."""
        self.message.must_be_draft()
        lock_and_refresh(self, "storage_key")
        if not self.storage_key:
            return
        self.delete_content()
        self.save(update_fields=["name", "storage_key"])
        log.log_event(by, "messagerecording.removed", self)
