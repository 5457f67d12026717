"""What a message says in one language, for one level of reading."""

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.permissions.grants import PermissionQuerySet

HEADING_LETTERS = 90
BODY_LETTERS = 1_500
TEXT_LETTERS = 300


class Wording(models.Model):
    """The words of a message in one language. None of them stands in for another language."""

    class Level(models.TextChoices):
        STANDARD = "standard", pgettext_lazy("wording", "Standard")
        EASY = "easy", pgettext_lazy("wording", "Easy to read")

    message = models.ForeignKey("KeyMessage", models.CASCADE, related_name="wordings")
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    level = models.CharField(
        pgettext_lazy("wording", "Reading level"), max_length=8, choices=Level,
        default=Level.STANDARD,
    )  # fmt: skip
    heading = models.CharField(pgettext_lazy("wording", "Heading"), max_length=HEADING_LETTERS)
    body = models.TextField(pgettext_lazy("wording", "Text"), max_length=BODY_LETTERS)
    # What a telephone gets; without it the heading alone is sent.
    text = models.CharField(
        pgettext_lazy("wording", "Text message"), max_length=TEXT_LETTERS, blank=True
    )

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a message", "Wording")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "language", "level"], name="wording_once_a_language"
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("Words for many people; a second person reads them first.")
        plain_text = {
            "heading": "published; a second person reads that it names nobody",
            "body": "published; a second person reads that it names nobody",
            "text": "published; a second person reads that it names nobody",
        }

    def __str__(self):
        return f"{self.message_id} {self.language} {self.level}"
