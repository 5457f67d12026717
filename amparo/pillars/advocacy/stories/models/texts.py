"""The words of a story in each language, and what was left out of them."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.ui import formats

if TYPE_CHECKING:
    from .stories import Story

WITH_THE_CODE = gettext_lazy(
    "Whoever told the story sees where it is used and stops it with their code."
)


class StoryText(Record):
    """The words of a story in one language. In any other than the one it was told in, they are a
    translation.
    """

    story = models.ForeignKey("Story", models.CASCADE, related_name="texts")
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    title = PersonalField(pgettext_lazy("story", "Title"))
    body = PersonalField(pgettext_lazy("story", "Words"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "storytext"
    audit_name = "storytext"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Words of a story")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["story", "language"], name="story_text_once"),
        ]

    class Privacy:
        owner = "story"
        withheld = WITH_THE_CODE

    def __str__(self):
        return f"StoryText {self.ref}"

    @property
    def file(self) -> "Story":
        return self.story

    @property
    def language_label(self) -> str:
        return formats.language_name(self.language)

    @property
    def is_translation(self) -> bool:
        return self.language != self.story.original_language


class StoryRemoval(models.Model):
    """A kind of detail that was left out so that nobody recognises the person."""

    story = models.ForeignKey("Story", models.CASCADE, related_name="removals")
    code = models.CharField(max_length=40)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("story", "Detail left out")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["story", "code"], name="story_removed_once"),
        ]

    class Privacy:
        owner = "story"
        withheld = WITH_THE_CODE

    def __str__(self):
        return f"{self.story_id} {self.code}"

    @property
    def label(self) -> str:
        return codes.label("story_removed", self.code)
