"""Where a story was given, who was told when it was taken down, and what the person heard back."""

from datetime import date
from typing import Any, Self

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats

from .stories import ENDED, Story
from .texts import WITH_THE_CODE

PAGE, PRINT = "page", "print"


class StoryUseQuerySet(PermissionQuerySet):
    def to_notify(self) -> Self:
        """Those of ended stories of which somebody outside was not told yet. Our own page is gone
        by itself.
        """
        return self.filter(story__state__in=ENDED, notified_on=None).exclude(channel=PAGE)


class StoryUse(Record):
    """One place where a story was given. When the story ends it stands on the take-down list."""

    class NotifiedHow(models.TextChoices):
        MAIL = "mail", pgettext_lazy("take-down", "By e-mail")
        PHONE = "phone", pgettext_lazy("take-down", "By telephone")
        LETTER = "letter", pgettext_lazy("take-down", "By letter")
        PERSON = "person", pgettext_lazy("take-down", "In person")
        OURSELVES = "ourselves", pgettext_lazy("take-down", "We removed it ourselves")

    story = models.ForeignKey(Story, models.CASCADE, related_name="uses")
    use = models.CharField(pgettext_lazy("story", "Use"), max_length=40)
    channel = models.CharField(pgettext_lazy("story", "Given as"), max_length=40)
    what = models.CharField(pgettext_lazy("story", "Where exactly"), max_length=200, blank=True)
    recipient = models.CharField(pgettext_lazy("story", "Given to"), max_length=200, blank=True)
    address = models.URLField(pgettext_lazy("story", "Web address"), max_length=300, blank=True)
    copies = models.PositiveIntegerField(pgettext_lazy("story", "Copies"), null=True, blank=True)
    language = models.CharField(gettext_lazy("Language"), max_length=3, blank=True)
    # "" is everywhere.
    country = models.CharField(gettext_lazy("Country"), max_length=2, blank=True)
    on = models.DateField(pgettext_lazy("story", "Given on"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    # Our own page: since when it is gone.
    ended_at = models.DateTimeField(null=True, editable=False)
    notified_on = models.DateField(
        pgettext_lazy("take-down", "Told on"), null=True, editable=False
    )
    notified_how = models.CharField(max_length=9, choices=NotifiedHow, blank=True)
    notified_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    audit_name = "storyuse"

    objects = StoryUseQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Use of a story")
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="story_use_notified_by_somebody",
                condition=models.Q(notified_on=None, notified_by=None, notified_how="")
                | models.Q(notified_on__isnull=False, notified_by__isnull=False),
            ),
        ]

    class Privacy:
        owner = "story"
        withheld = WITH_THE_CODE
        plain_text = {
            "address": "a public address on the internet",
            "what": "a report, a leaflet or a paper; its form says to name no migrant",
            "recipient": "an organization or an editorial office; its form says so",
        }

    class Events:
        given = AuditEvent(gettext_lazy("Story given to somebody"))
        notified = AuditEvent(gettext_lazy("Told that a story is no longer used"))

    def __str__(self):
        return f"StoryUse {self.ref}"

    @property
    def use_label(self) -> str:
        return codes.label("story_use", self.use)

    @property
    def channel_label(self) -> str:
        return codes.label("story_channel", self.channel)

    @property
    def country_label(self) -> str:
        return formats.country_name(self.country) if self.country else ""

    @property
    def copies_label(self) -> str:
        text = ngettext("%(count)s printed copy", "%(count)s printed copies", self.copies or 0)
        return text % {"count": formats.number(self.copies or 0)}

    @property
    def cannot_be_called_back(self) -> bool:
        return self.channel == PRINT

    @property
    def ends_by_itself(self) -> bool:
        return self.channel == PAGE

    @classmethod
    @transaction.atomic
    def give(cls, story: Story, *, by: User, on: date, **fields: Any) -> "StoryUse":
        """Notes where it was given. Refused where the consent does not cover it, and before a
        second person cleared the story.
        """
        lock_and_refresh(story, "state")
        if story.state not in (Story.State.CLEARED, Story.State.PUBLISHED):
            raise Refusal(_("A second person clears a story before it is given to anybody."))
        codes.require("story_channel", fields["channel"])
        if fields["channel"] == PAGE:
            raise Refusal(_("Publish the story to put it on our own page."))
        if fields["channel"] == PRINT and not fields.get("copies"):
            raise Refusal(_("Say how many copies are printed: they cannot be called back."))
        if on > story.office.today():
            raise Refusal(_("Note it on the day on which it is given."))
        if not fields.get("language"):
            raise Refusal(_("Say in which language it was given."))
        story.must_allow(
            use=fields["use"], language=fields["language"], country=fields.get("country", "")
        )
        use = cls.objects.create(story=story, by=by, on=on, **fields)
        log.log_event(by, "storyuse.given", use)
        return use

    @transaction.atomic
    def mark_notified(self, *, by: User, on: date, how: str) -> None:
        """Notes that who has it was told to use it no more."""
        lock_and_refresh(self, "notified_on")
        ended = self.story.ended_at
        if not self.story.is_ended or ended is None:
            raise Refusal(_("The story is still used. Stop its use first."))
        if not ended.astimezone(self.story.office.zone).date() <= on <= self.story.office.today():
            raise Refusal(_("This day is before its use was stopped, or still to come."))
        self.notified_on, self.notified_how, self.notified_by = on, how, by
        self.save(update_fields=["notified_on", "notified_how", "notified_by"])
        log.log_event(by, "storyuse.notified", self)


class StoryMessage(Record):
    """What the person was told of their story: where it appeared, and how to stop it."""

    class How(models.TextChoices):
        PERSON = "person", pgettext_lazy("story told back", "In person")
        PHONE = "phone", pgettext_lazy("story told back", "By telephone")
        TEXT = "text", pgettext_lazy("story told back", "By text message")
        OTHER = "other", pgettext_lazy("story told back", "Through somebody they trust")
        FAILED = "failed", pgettext_lazy("story told back", "Could not be reached")

    story = models.ForeignKey(Story, models.CASCADE, related_name="messages")
    how = models.CharField(pgettext_lazy("story told back", "How"), max_length=6, choices=How)
    on = models.DateField(pgettext_lazy("story told back", "On"))
    note = PersonalField(pgettext_lazy("story told back", "What was said"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "storymessage"
    audit_name = "storymessage"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Message to who told a story")
        ordering = ["-on", "-pk"]

    class Privacy:
        owner = "story"
        withheld = WITH_THE_CODE

    class Events:
        noted = AuditEvent(gettext_lazy("Told the person where their story appeared"))

    def __str__(self):
        return f"StoryMessage {self.ref}"

    @property
    def file(self) -> Story:
        return self.story

    @classmethod
    @transaction.atomic
    def record(cls, story: Story, *, by: User, how: str, on: date, note: str) -> "StoryMessage":
        """Notes what the person was told."""
        if on > story.office.today():
            raise Refusal(_("This day is still to come."))
        if story.erased_at:
            raise Refusal(_("Its words were erased: there is nothing more to tell."))
        message = cls.objects.create(story=story, by=by, how=how, on=on, note=note)
        log.log_event(by, "storymessage.noted", message)
        return message
