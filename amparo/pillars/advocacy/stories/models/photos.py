"""Photos of a story: the original for who keeps stories, and the copy that others see."""

from typing import Any

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.content.figures import UnfitPicture
from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.files.file_types import IMAGE_FORMATS
from amparo.foundation.core.files.stored_files import StoredFile, StoredFileQuerySet
from amparo.foundation.core.files.validation import ValidatedFile
from amparo.foundation.core.models import User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..photo_blurring import derive_copy
from ..photo_grid import Cell, UnreadableCellsError, read_cells, write_cells
from .consents import MediaConsent
from .stories import LANGUAGES, NOT_OURS, Story
from .texts import WITH_THE_CODE

NO_PICTURE = gettext_lazy("Choose a picture: JPEG, PNG or WebP.")
HARMFUL = Notice(gettext_lazy("File of a story quarantined: virus found"), "work", icon="lock")


class StoryFile(StoredFile):
    """A file of a story, under the key of the story."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        abstract = True

    story: Any

    @property
    def file(self) -> Story:
        return self.story

    @property
    def page_url(self) -> str:
        return reverse("stories:story", args=[self.story.ref])

    @property
    def notified_office_id(self) -> int:
        return self.story.office_id


class StoryPhoto(StoryFile):
    """A photo as it was brought, without what a camera writes beside it. Never given out."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="photos")
    # Which fields of the grid may be seen; "" leaves all blurred.
    shown_cells = models.CharField(
        pgettext_lazy("photo", "What may be seen"), max_length=900, blank=True
    )

    crypto_label = "storyphoto"
    audit_name = "storyphoto"

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("story", "Photo")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["at"], name="story_photos_to_check", condition=models.Q(verdict="waiting")
            )
        ]

    class Privacy:
        owner = "story"
        withheld = WITH_THE_CODE
        plain_text = {"kind": "a media type", "shown_cells": "names of fields of a grid"}

    class Events:
        kept = AuditEvent(gettext_lazy("Photo of a story added"))
        marked = AuditEvent(gettext_lazy("Photo of a story: marked what may be seen"))
        opened = AuditEvent(gettext_lazy("Original photo of a story viewed"))
        removed = AuditEvent(gettext_lazy("Photo of a story removed"))
        infected = AuditEvent(
            gettext_lazy("Photo of a story quarantined: virus found"), notice=HARMFUL
        )

    def __str__(self):
        return f"StoryPhoto {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("stories:photo", args=[self.story.ref, self.ref])

    @property
    def cells(self) -> frozenset[Cell]:
        return read_cells(self.shown_cells)

    @property
    def current_copy(self) -> "PhotoCopy | None":
        return next(iter(self.copies.all()), None)

    def alt(self, language: str) -> str:
        found = next((each for each in self.texts.all() if each.language == language), None)
        return found.text if found else ""

    @classmethod
    @transaction.atomic
    def keep(cls, story: Story, *, by: User, file: ValidatedFile) -> "StoryPhoto":
        """Keeps a photo that was checked and encoded anew, blurred whole for everybody else."""
        story.must_be_editable()
        story.must_have_consent()
        if file.kind not in IMAGE_FORMATS:
            raise Refusal(str(NO_PICTURE))
        photo = cls.store(file, owner=story, by=by, story=story)
        log.log_event(by, "storyphoto.kept", photo, kind=file.kind)
        photo._derive(by)
        return photo

    @transaction.atomic
    def mark(self, *, by: User, cells: str) -> "PhotoCopy":
        """Says which fields may be seen; all others stay blurred. The copy is made anew and a
        second person compares it again.
        """
        self.story.must_be_editable()
        try:
            self.shown_cells = write_cells(read_cells(cells))
        except UnreadableCellsError as wrong:
            raise Refusal(
                _("“%(part)s” names no field of the photo. Write for example: C4:F7, H2.")
                % {"part": wrong.part}
            ) from wrong
        self.save(update_fields=["shown_cells"])
        log.log_event(by, "storyphoto.marked", self)
        return self._derive(by)

    def _derive(self, by: User) -> "PhotoCopy":
        with self.open() as content:
            original = content.read()
        try:
            made = derive_copy(original, self.cells)
        except UnfitPicture as unfit:
            raise Refusal(
                _("This picture does not open. Save it again, and choose it again.")
            ) from unfit
        self._drop_copies()
        return PhotoCopy.make(self, by=by, made=made)

    @transaction.atomic
    def describe(self, language: str, *, by: User, text: str) -> None:
        """Says in one language what the photo shows: without it, it is not shown there."""
        self.story.must_be_editable()
        if language not in LANGUAGES:
            raise Refusal(str(NOT_OURS))
        self.texts.filter(language=language).delete()
        if text.strip():
            PhotoText.objects.create(photo=self, language=language, text=text.strip()[:200])

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        """Deletes it with its copy for good; that it was here stays in the ledger."""
        log.log_event(by, "storyphoto.removed", self)
        self.forget()
        self.delete()

    def forget(self) -> None:
        """Deletes what it shows and says; that there was one stays."""
        self._drop_copies()
        self.texts.all().delete()
        self.delete_content()
        self.shown_cells = ""
        self.save(update_fields=["name", "storage_key", "shown_cells"])

    def _drop_copies(self) -> None:
        for copy in self.copies.all():
            copy.delete_content()
            copy.save(update_fields=["name", "storage_key"])
            copy.delete()
        getattr(self, "_prefetched_objects_cache", {}).pop("copies", None)


class PhotoCopy(StoryFile):
    """What others see of a photo, named by the digest of its content. It is given out only once a
    second person compared it with the consent that holds now.
    """

    photo = models.ForeignKey(StoryPhoto, models.CASCADE, related_name="copies")
    digest = models.CharField(max_length=32, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    compared_with = models.ForeignKey(MediaConsent, models.CASCADE, null=True, related_name="+")
    compared_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    compared_at = models.DateTimeField(null=True, editable=False)
    shows_face = models.BooleanField(
        gettext_lazy("Can a face be seen?"), null=True, editable=False
    )

    crypto_label = "storyphotocopy"
    audit_name = "storyphotocopy"

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("story", "Copy of a photo")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["photo"], name="story_photo_copy_once"),
            models.CheckConstraint(
                name="story_photo_compared_by_another",
                condition=models.Q(compared_by=None, compared_at=None, compared_with=None)
                | models.Q(compared_at__isnull=False, compared_with__isnull=False)
                & ~models.Q(compared_by=models.F("by")),
            ),
        ]

    class Privacy:
        owner = "photo__story"
        withheld = WITH_THE_CODE
        plain_text = {"kind": "a media type"}

    class Events:
        compared = AuditEvent(gettext_lazy("Photo of a story compared with the consent"))
        infected = AuditEvent(
            gettext_lazy("Photo of a story quarantined: virus found"), notice=HARMFUL
        )

    def __str__(self):
        return f"PhotoCopy {self.ref}"

    @property
    def story(self) -> Story:  # type: ignore[override]
        return self.photo.story

    @property
    def is_compared(self) -> bool:
        """Whether it was compared, with the consent that holds now."""
        consent = self.story.consent
        return (
            self.compared_at is not None and consent is not None
            and self.compared_with_id == consent.pk
        )  # fmt: skip

    @classmethod
    def make(cls, photo: StoryPhoto, *, by: User, made: Any) -> "PhotoCopy":
        """Our own drawing of it: there is nothing in it to be checked for viruses."""
        from io import BytesIO

        from amparo.foundation.core.encryption.files import EncryptedFile

        return cls._default_manager.create(
            photo=photo, by=by, name=made.digest, digest=made.digest, kind=made.media_type,
            size=len(made.content), width=made.width, height=made.height,
            storage_key=EncryptedFile.write(BytesIO(made.content), owner=photo.story),
        )  # fmt: skip

    @transaction.atomic
    def compare(
        self, *, by: User, digest: str, shows_face: bool, shows_others: bool, agrees: bool
    ) -> None:
        """A second person looked at exactly this copy and says what can be seen on it."""
        lock_and_refresh(self, "digest", "compared_at")
        story = self.story
        story.must_have_consent()
        if digest != self.digest:
            raise Refusal(_("The photo was marked anew meanwhile. Open it again."))
        if by.pk == self.by_id:
            raise Refusal(_("Somebody else compares what you marked."))
        if shows_others:
            raise Refusal(
                _("Somebody else, a name, a place or a paper can be seen. Mark fewer fields.")
            )
        if shows_face and not story.consent.shows_face:  # type: ignore[union-attr]
            raise Refusal(_("The person did not agree to their face. Mark fewer fields."))
        if not agrees:
            raise Refusal(_("It shows more than the person agreed to. Mark fewer fields."))
        self.compared_by, self.compared_at = by, now()
        self.compared_with, self.shows_face = story.consent, shows_face
        self.save()
        log.log_event(by, "storyphotocopy.compared", self)


class PhotoText(Record):
    """What a photo shows, in one language, for those who do not see it."""

    photo = models.ForeignKey(StoryPhoto, models.CASCADE, related_name="texts")
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    text = PersonalField(pgettext_lazy("photo", "What it shows"))

    crypto_label = "storyphototext"
    audit_name = "storyphototext"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("story", "Description of a photo")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["photo", "language"], name="story_photo_text_once"),
        ]

    class Privacy:
        owner = "photo__story"
        withheld = WITH_THE_CODE

    def __str__(self):
        return f"PhotoText {self.ref}"

    @property
    def file(self) -> Story:
        return self.photo.story
