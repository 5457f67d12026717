"""What a text of a section is: the original, or how far its translation is."""

from django.db import models
from django.utils.translation import pgettext_lazy


class TextState(models.TextChoices):
    """The state of a text in one language."""

    ORIGINAL = "original", pgettext_lazy("translation", "Original")
    MACHINE = "machine", pgettext_lazy("translation", "Machine translation")
    TRANSLATED = "translated", pgettext_lazy("translation", "Translated, not reviewed")
    REVIEWED = "reviewed", pgettext_lazy("translation", "Translated and reviewed")


# A translation of the original as it is now, with no words of it left. What a reviewer has read
# may keep some: names and figures.
FINISHED = models.Q(outdated=0) & (
    models.Q(state=TextState.TRANSLATED, untranslated=0) | models.Q(state=TextState.REVIEWED)
)
# What somebody other than the translator may read now.
TO_REVIEW = models.Q(state=TextState.TRANSLATED, outdated=0)
