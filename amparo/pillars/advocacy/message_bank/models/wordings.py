"""What a message says: its words in one language and level of reading, and words of their own for
a channel. Who wrote or translated a wording stands with it; that another person read it is
recorded, and not required.

Seen by whoever sees the message; kept as long as it. Nothing in it is personal: it is published.
Not offline: what is said to many people is written where a second person can read it.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def all_languages() -> str:
    return ",".join(LANGUAGES)


HEADING_LETTERS = 90
BODY_LETTERS = 1_500
TEXT_LETTERS = 300
CHANNEL_LETTERS = 3_000


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
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    # Somebody else who read these very words; they go when the words change.
    read_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    read_at = models.DateTimeField(null=True, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a message", "Wording")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "language", "level"], name="wording_once_a_language"
            ),
            models.CheckConstraint(
                name="wording_read_by_another",
                condition=models.Q(read_by=None) | ~models.Q(read_by=models.F("by")),
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


class ChannelWording(models.Model):
    """Words of their own for one language and channel: a radio spot that is spoken otherwise than
    it is written. Without one, what a channel gets is derived from the wording (`channel_texts`).
    """

    message = models.ForeignKey("KeyMessage", models.CASCADE, related_name="channel_wordings")
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    channel = models.CharField(pgettext_lazy("message", "Channel"), max_length=40)
    text = models.TextField(pgettext_lazy("wording", "Text"), max_length=CHANNEL_LETTERS)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a message", "Channel version")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "language", "channel"], name="channel_wording_once"
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("Words for many people; a second person reads them first.")
        plain_text = {"text": "published; a second person reads that it names nobody"}

    def __str__(self):
        return f"{self.message_id} {self.language} {self.channel}"
