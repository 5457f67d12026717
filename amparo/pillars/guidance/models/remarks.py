"""Remarks "not true here": a reader says what differs at their place, and gets an answer."""

from datetime import datetime
from typing import Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Notification, Office, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .editions import Edition


class RemarkQuerySet(PermissionQuerySet):
    def open(self) -> "RemarkQuerySet":
        return self.filter(answered_at=None)

    def overdue(self, at: datetime) -> "RemarkQuerySet":
        return self.open().filter(due_at__lt=at)


class Remark(Record):
    """Something in an edition is not true at one office. Answered within the product's time."""

    class Outcome(models.TextChoices):
        CORRECTED = "corrected", pgettext_lazy("remark", "Corrected in the next edition")
        LOCAL = "local", pgettext_lazy("remark", "The office says it in a text of its own")
        CONFIRMED = "confirmed", pgettext_lazy("remark", "Checked: the text is right")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="remarks")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    step = models.CharField(gettext_lazy("Step of casework"), max_length=60, blank=True)
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    text = PersonalField(pgettext_lazy("remark", "What is not true here"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    due_at = models.DateTimeField(gettext_lazy("Due"))
    was_reminded = models.BooleanField(default=False, editable=False)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, editable=False)
    answer = PersonalField(gettext_lazy("Answer"))
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True, editable=False)

    audit_name = "guidanceremark"
    crypto_label = "guidanceremark"

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("guidance", "Remark")
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(answered_at=None), name="remarks_open"
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("What a colleague says of a text; it names nobody.")

    class Events:
        written = AuditEvent(
            gettext_lazy("Remark on guidance: not true here"),
            notice=Notice(
                gettext_lazy("Colleague remarks that a guidance text is not correct here"),
                "message",
                icon="message-2",
            ),
        )
        answered = AuditEvent(
            gettext_lazy("Remark on guidance answered"),
            notice=Notice(
                gettext_lazy("Your remark on a guidance text was answered"),
                "message",
                icon="message-2",
            ),
        )
        overdue = AuditEvent(
            gettext_lazy("Remark on guidance overdue"),
            notice=Notice(gettext_lazy("Remark on guidance overdue"), "work", icon="clock"),
        )

    def __str__(self):
        return f"Remark {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("guidance:remark", args=[self.ref])

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at < now()

    @classmethod
    @transaction.atomic
    def write(
        cls, edition: Edition, *, by: User, text: str, language: str, step: str = ""
    ) -> Self:
        """Tells whoever is responsible for the product, with a day by which they answer."""
        if not text.strip():
            raise Refusal(_("Write what is not true here."))
        remark = cls(
            edition=edition, office=by.office, step=step, language=language, by=by,
            due_at=now() + edition.product.answer_time,
        )  # fmt: skip
        remark.text = text.strip()
        remark.save()
        log.log_event(by, "guidanceremark.written", remark, refs=[str(edition.ref)])
        others = [each for each in edition.product.responsible_users() if each != by]
        remark._notify(others, "guidanceremark.written", by=by)
        return remark

    @transaction.atomic
    def reply(self, *, by: User, outcome: str, answer: str) -> None:
        """Answers whoever wrote it. A second time it is refused."""
        if not answer.strip():
            raise Refusal(_("Write an answer for whoever wrote the remark."))
        lock_and_refresh(self, "answered_at")
        if not self.is_open:
            raise Refusal(_("This was answered already."))
        self.outcome, self.answer = outcome, answer.strip()
        self.answered_by, self.answered_at = by, now()
        self.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
        log.log_event(by, "guidanceremark.answered", self, outcome=outcome)
        self._notify([self.by], "guidanceremark.answered", by=by)

    def remind(self) -> None:
        """Tells who is responsible for the product that it waits too long."""
        self.was_reminded = True
        self.save(update_fields=["was_reminded"])
        log.log_event(None, "guidanceremark.overdue", self)
        responsible = self.edition.product.responsible_users()
        self._notify(responsible, "guidanceremark.overdue", by=None)

    def _notify(self, users: list[User], event: str, *, by: User | None) -> None:
        Notification.notify(
            users, event=event, about=self.edition.title, url=self.get_absolute_url(), by=by
        )
