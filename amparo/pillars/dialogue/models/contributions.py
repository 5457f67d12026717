"""Contributions to a consultation: own words, with or without an account, never a name.

Who contributes gets a code: with it they read what was heard and what became of it, add words, or
take it back, which erases it.
"""

from typing import Any, Self

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import (
    allow_new,
    find_by_secret,
    lock_and_refresh,
)
from amparo.foundation.core.receipt_codes import ReceiptCodeModel
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Place

from .consultations import Consultation

MAX_TEXT_LENGTH = 10_000


class ContributionQuerySet(PermissionQuerySet):
    def counted(self) -> "ContributionQuerySet":
        """Those that nobody took back. What was erased because its time was over still counts."""
        return self.filter(withdrawn_at=None)

    def readable(self) -> "ContributionQuerySet":
        return self.counted().filter(erased_at=None)


class Contribution(Record, ReceiptCodeModel):
    """What somebody answers to the question of a consultation."""

    class Sex(models.TextChoices):
        UNSAID = "", pgettext_lazy("contribution, sex", "Not said")
        FEMALE = "female", pgettext_lazy("contribution, sex", "Woman or girl")
        MALE = "male", pgettext_lazy("contribution, sex", "Man or boy")
        OTHER = "other", pgettext_lazy("contribution, sex", "In another way")

    class Age(models.TextChoices):
        UNSAID = "", pgettext_lazy("contribution, age", "Not said")
        CHILD = "child", pgettext_lazy("contribution, age", "Under 18")
        ADULT = "adult", pgettext_lazy("contribution, age", "18 to 59")
        OLDER = "older", pgettext_lazy("contribution, age", "60 or older")

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="contributions")
    text = PersonalField(pgettext_lazy("field", "Text"))
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    sex = models.CharField(max_length=6, choices=Sex, blank=True)
    age = models.CharField(max_length=5, choices=Age, blank=True)
    # The colleague who heard it; nobody where it came from the public page.
    heard_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)

    crypto_label = "contribution"
    audit_name = "contribution"

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Contribution to a consultation")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="contribution_taken_back_is_erased",
                condition=models.Q(withdrawn_at=None) | models.Q(erased_at__isnull=False),
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy(
            "Whoever contributed has given no name: they read it and erase it with their code."
        )

    class Events:
        given = AuditEvent(gettext_lazy("Contribution to a consultation received"))
        added_to = AuditEvent(gettext_lazy("Contribution to a consultation added to"))
        listed = AuditEvent(gettext_lazy("Contributions to a consultation viewed"))
        withdrawn = AuditEvent(gettext_lazy("Contribution to a consultation withdrawn"))

    def __str__(self):
        return f"Contribution {self.ref}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @classmethod
    def for_code(cls, code: str) -> Self | None:
        """Returns the contribution of this code with its consultation, and opens both; or None."""
        return find_by_secret(cls, code, "consultation")

    @classmethod
    @transaction.atomic
    def give(
        cls, code: str, *, by: User | None, consultation: Consultation, text: str, **fields: Any
    ) -> "Contribution":
        """Takes it in while the consultation is open. Sent twice with one code, it is there once;
        words that were changed meanwhile are added.
        """
        if known := cls.for_code(code):
            return known._with(text)
        if not text.strip():
            raise Refusal(_("Write a few words: what you think, or what should change."))
        if consultation.state != Consultation.State.OPEN:
            raise Refusal(_("This consultation is not open: nothing was recorded."))
        contribution = cls(
            receipt=cls.hash_code(code), consultation=consultation, heard_by=by,
            text=text.strip()[:MAX_TEXT_LENGTH], **fields,
        )  # fmt: skip
        allow_new(contribution)
        try:
            with transaction.atomic():
                contribution.save()
        except IntegrityError:  # the same form, sent twice in the same moment
            if known := cls.for_code(code):
                return known
            raise
        log.log_event(by, "contribution.given", contribution)
        return contribution

    @transaction.atomic
    def add(self, text: str) -> None:
        """Adds words, as long as the consultation is open."""
        lock_and_refresh(self, "text", "withdrawn_at", "erased_at")
        said = text.strip()
        if not said:
            raise Refusal(_("Write a few words to add."))
        if self.erased_at:
            raise Refusal(_("You took it back: nothing can be added."))
        if self.consultation.state != Consultation.State.OPEN:
            raise Refusal(_("It is closed: nothing more can be added."))
        whole = f"{self.text}\n\n{said}"
        if len(whole) > MAX_TEXT_LENGTH:
            raise Refusal(_("This is more than we can keep. Write less."))
        self.text = whole
        self.save(update_fields=["text"])
        log.log_event(None, "contribution.added_to", self)

    @transaction.atomic
    def withdraw(self) -> None:
        """Takes it back at any stage: the words go for good, also in backups, and it counts no
        more. Twice is once.
        """
        lock_and_refresh(self, "withdrawn_at")
        if self.withdrawn_at:
            return
        self.withdrawn_at, self.sex, self.age, self.place = now(), "", "", None
        self._forget()
        log.log_event(None, "contribution.withdrawn", self)

    @transaction.atomic
    def erase(self) -> None:
        """Its time is over: the words go for good, what is counted stays. Twice is once."""
        lock_and_refresh(self, "erased_at")
        if not self.erased_at:
            self._forget()

    def _forget(self) -> None:
        self.text, self.erased_at = "", self.erased_at or now()
        self.save()
        DataKey.destroy([self.ref])

    def _with(self, text: str) -> "Contribution":
        if text.strip() and text.strip() not in self.text and not self.erased_at:
            self.add(text)
        return self
