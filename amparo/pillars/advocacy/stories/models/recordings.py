"""Recordings of a voice: kept only with a consent to the voice, without what a telephone writes
beside the sound. No public page plays one; who keeps stories gives it out and notes where.
"""

from io import BytesIO

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.files.stored_files import StoredFileQuerySet
from amparo.foundation.core.files.validation import ValidatedFile
from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal

from ..recording_tags import UnreadableRecordingError, without_tags
from .photos import HARMFUL, StoryFile
from .stories import Story
from .texts import WITH_THE_CODE

NO_RECORDING = gettext_lazy(
    "Choose an MP3 or a WAV: of others we cannot take out what a telephone writes into them."
)


class StoryRecording(StoryFile):
    """The voice of the person, as MP3 or WAV without tags."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="recordings")

    crypto_label = "storyrecording"
    audit_name = "storyrecording"

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("story", "Recording")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["at"], name="story_sounds_to_check", condition=models.Q(verdict="waiting")
            )
        ]

    class Privacy:
        owner = "story"
        withheld = WITH_THE_CODE
        plain_text = {"kind": "a media type"}

    class Events:
        kept = AuditEvent(gettext_lazy("Recording of a story added"))
        opened = AuditEvent(gettext_lazy("Recording of a story opened"))
        infected = AuditEvent(
            gettext_lazy("Recording of a story quarantined: virus found"), notice=HARMFUL
        )

    def __str__(self):
        return f"StoryRecording {self.ref}"

    @classmethod
    @transaction.atomic
    def keep(cls, story: Story, *, by: User, file: ValidatedFile) -> "StoryRecording":
        """Keeps it only with a consent to the voice that holds today."""
        story.must_be_editable()
        story.must_have_consent()
        if not story.consent.shows_voice:  # type: ignore[union-attr]
            raise Refusal(_("The person did not agree to their voice. Nothing was kept."))
        file.content.seek(0)
        try:
            bare = without_tags(file.kind, file.content.read())
        except UnreadableRecordingError as wrong:
            raise Refusal(
                str(NO_RECORDING)
            ) from wrong  # fmt: skip
        plain = ValidatedFile(file.name, file.kind, len(bare), BytesIO(bare))
        recording = cls.store(plain, owner=story, by=by, story=story)
        log.log_event(by, "storyrecording.kept", recording, kind=file.kind)
        return recording

    def forget(self) -> None:
        self.delete_content()
        self.save(update_fields=["name", "storage_key"])
