"""Parts of a commitment: who made it, who bears it, what it serves, translations of its words."""

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.law.models import FrameworkItem
from amparo.ui import formats

if TYPE_CHECKING:
    from .commitments import Commitment


class CommitmentCounter(models.Model):
    """The last number that was given in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    objects = PermissionQuerySet.as_manager()

    def __str__(self):
        return f"{self.year}: {self.last}"


class CommitmentAuthor(models.Model):
    """Who made a recommendation or joined in it: a State, an organization, or a body by name."""

    commitment = models.ForeignKey("dialogue.Commitment", models.CASCADE, related_name="authors")
    country = models.CharField(gettext_lazy("Country"), max_length=2, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # As the document writes it, where it is neither.
    name = models.CharField(max_length=200, blank=True)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["country"], name="commitments_of_author")]

    class Privacy:
        no_owner = gettext_lazy("A State or a body, as a document names it.")
        plain_text = {"name": "name of a body as a published document writes it"}

    def __str__(self):
        return self.country or self.name or str(self.organization_id)

    @property
    def label(self) -> str:
        if self.country:
            return formats.country_name(self.country)
        return self.organization.name if self.organization else self.name


class CommitmentBearer(models.Model):
    """An institution that is to do it, from one day on; one of them leads."""

    commitment = models.ForeignKey("dialogue.Commitment", models.CASCADE, related_name="bearers")
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=gettext_lazy("Duty bearer"),
        related_name="commitments_borne",
    )  # fmt: skip
    is_lead = models.BooleanField(pgettext_lazy("duty bearer", "Lead"), default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["-is_lead", "organization__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "organization"], condition=Q(until=None), name="borne_once"
            ),
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(until=None, is_lead=True), name="one_lead"
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("Which institution is to do it.")

    def __str__(self):
        return f"{self.commitment_id}: {self.organization_id}"


class CommitmentTag(models.Model):
    """A right, or an item of a framework (SDG, GCM), that a commitment serves: exactly one."""

    commitment = models.ForeignKey("dialogue.Commitment", models.CASCADE, related_name="tags")
    right = models.CharField(gettext_lazy("Right"), max_length=40, blank=True)
    item = models.ForeignKey(
        FrameworkItem, models.PROTECT, null=True, blank=True, related_name="commitment_tags"
    )

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="tag_is_one_thing",
                condition=(Q(right="") & Q(item__isnull=False)) | (~Q(right="") & Q(item=None)),
            ),
        ]
        indexes = [models.Index(fields=["right"], name="commitments_of_right")]

    class Privacy:
        no_owner = gettext_lazy("Which right or goal a commitment serves.")

    def __str__(self):
        return self.code

    @classmethod
    def of(cls, commitment: "Commitment", code: str) -> "CommitmentTag":
        """Returns an unsaved tag for `right:housing` or `GCM:15`. Raises ValueError."""
        kind, _colon, value = code.partition(":")
        if kind == "right":
            codes.require("right", value)
            return cls(commitment=commitment, right=value)
        item = FrameworkItem.objects.filter(framework__code=kind, code=value).first()
        if item is None:
            raise ValueError(f"{code} is no right and no item of a framework.")
        return cls(commitment=commitment, item=item)

    @property
    def code(self) -> str:
        if self.item is None:
            return f"right:{self.right}"
        return f"{self.item.framework.code}:{self.item.code}"

    @property
    def label(self) -> str:
        if self.item is None:
            return codes.label("right", self.right)
        return f"{self.item.framework.code} {self.item.code}"


class CommitmentText(models.Model):
    """A translation of its words, official or not."""

    commitment = models.ForeignKey("dialogue.Commitment", models.CASCADE, related_name="texts")
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    text = models.TextField(pgettext_lazy("commitment", "Wording"), max_length=10_000)
    is_official = models.BooleanField(gettext_lazy("Official translation"), default=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commitment", "language"], name="translated_once"),
        ]

    class Privacy:
        no_owner = gettext_lazy("A translation of what an institution is to do.")
        plain_text = {"text": "published or agreed words on what an institution is to do"}

    def __str__(self):
        return f"{self.commitment_id} {self.language}"

    @classmethod
    @transaction.atomic
    def write(
        cls, commitment: "Commitment", *, by: User | None, language: str, text: str,
        is_official: bool = False,
    ) -> "CommitmentText":  # fmt: skip
        """Adds a translation, or replaces the one of its language. Not of its own language."""
        if language == commitment.language:
            raise Refusal(_("This is the language of the wording itself: edit the commitment."))
        written, _is_new = cls.objects.update_or_create(
            commitment=commitment, language=language,
            defaults={"text": text.strip(), "is_official": is_official, "by": by, "at": now()},
        )  # fmt: skip
        log.log_event(by, "commitment.changed", commitment, fields=["texts"])
        return written
