"""What a text of a section is: the original, or how far its translation is."""

from django.db import models
from django.utils.translation import pgettext_lazy


class TextState(models.TextChoices):
    """The state of a text in one language."""

    ORIGINAL = "original", pgettext_lazy("translation", "Original")
    MACHINE = "machine", pgettext_lazy("translation", "Machine translation")
    TRANSLATED = "translated", pgettext_lazy("translation", "Translated, not reviewed")
    REVIEWED = "reviewed", pgettext_lazy("translation", "Translated and reviewed")
