"""Comments on a segment of a text, while it is written and consulted."""

from typing import Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Notification, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .sections import Section


class CommentQuerySet(PermissionQuerySet):
    def open(self) -> "CommentQuerySet":
        return self.filter(resolved_at=None)


class Comment(Record):
    """What somebody says of one segment, or of a whole section; and what became of it."""

    class Resolution(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("comment", "Accepted")
        PARTLY = "partly", pgettext_lazy("comment", "Partly accepted")
        DECLINED = "declined", pgettext_lazy("comment", "Not accepted")

    section = models.ForeignKey(Section, models.CASCADE, related_name="comments")
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    # Of the segment; nothing for the whole section. It stays found while its words are the same.
    segment = models.CharField(max_length=32, blank=True)
    text = models.TextField(gettext_lazy("Comment"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    resolution = models.CharField(max_length=10, choices=Resolution, blank=True, editable=False)
    reply = models.TextField(pgettext_lazy("comment", "Reply"), blank=True)
    resolved_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    resolved_at = models.DateTimeField(null=True, editable=False)

    audit_name = "guidancecomment"

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Comment")

    class Privacy:
        no_owner = gettext_lazy("A comment on a text of guidance, which is about no person.")
        plain_text = {"text": "a comment on a text", "reply": "what became of a comment"}

    class Events:
        written = AuditEvent(gettext_lazy("Comment on guidance written"))
        resolved = AuditEvent(
            gettext_lazy("Comment on guidance resolved"),
            notice=Notice(
                gettext_lazy("Your comment on a guidance text was answered"),
                "message",
                icon="message-2",
            ),
        )

    def __str__(self):
        return f"Comment {self.ref}"

    @classmethod
    @transaction.atomic
    def write(
        cls, section: Section, *, by: User, language: str, text: str, segment: str = ""
    ) -> Self:
        """Comments on an edition in consultation or in draft."""
        section.edition.require_open()
        if not text.strip():
            raise Refusal(_("Write your comment."))
        comment = cls.objects.create(
            section=section, by=by, language=language, segment=segment, text=text.strip()
        )
        log.log_event(by, "guidancecomment.written", comment)
        return comment

    @transaction.atomic
    def resolve(self, *, by: User, resolution: str, reply: str = "") -> None:
        """Says what became of it. Without a reason it is not declined."""
        if resolution != self.Resolution.ACCEPTED and not reply.strip():
            raise Refusal(_("Write why, for whoever commented."))
        lock_and_refresh(self, "resolved_at")
        if self.resolved_at is not None:
            raise Refusal(_("This was answered already."))
        self.resolution, self.reply = resolution, reply.strip()
        self.resolved_by, self.resolved_at = by, now()
        self.save(update_fields=["resolution", "reply", "resolved_by", "resolved_at"])
        log.log_event(by, "guidancecomment.resolved", self)
        Notification.notify(
            [self.by], event="guidancecomment.resolved", about=self.section.edition.title,
            url=reverse("guidance:section-comments", args=[self.section.ref]), by=by,
        )  # fmt: skip
