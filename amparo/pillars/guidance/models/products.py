"""Products of guidance: a card, a procedure, a handbook, with all its editions.

A product of an office stands above one of its country, and that above one for everybody.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..codes import AUDIENCES, THEMES

if TYPE_CHECKING:
    from .editions import Edition

ANSWER_DAYS = 14
REVIEW_MONTHS = 12


class ProductQuerySet(PermissionQuerySet):
    def shipped(self) -> "ProductQuerySet":
        """Those that Amparo comes with."""
        return self.filter(is_shipped=True)

    def in_scope(self, office: Office | None) -> "ProductQuerySet":
        """Those for everybody, and those of the country and of the office itself."""
        everywhere = Q(office=None, country="")
        if office is None:
            return self.filter(everywhere)
        here = Q(office=office) | Q(office=None, country=office.country or "-")
        return self.filter(everywhere | here)


class Product(Record):
    """One product of guidance; what it says stands in its editions."""

    class Kind(models.TextChoices):
        CARD = "card", pgettext_lazy("guidance product", "Card")
        SOP = "sop", gettext_lazy("Standard operating procedures (SOP)")
        HANDBOOK = "handbook", pgettext_lazy("guidance product", "Handbook")
        STANDARD = "standard", gettext_lazy("Standard")
        TOOL = "tool", pgettext_lazy("guidance product", "Tool")
        CHECKLIST = "checklist", gettext_lazy("Checklist")
        POLICY = "policy", pgettext_lazy("guidance product", "Policy")

    key = models.SlugField(pgettext_lazy("guidance", "Key"), max_length=60, unique=True)
    kind = models.CharField(pgettext_lazy("column", "Type"), max_length=10, choices=Kind)
    country = models.CharField(gettext_lazy("Country"), max_length=2, blank=True)
    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), null=True, blank=True,
        related_name="guidance",
    )  # fmt: skip
    # Who answers remarks and reviews it; whoever may write it, where nobody is named.
    owner = models.ForeignKey(
        User, models.PROTECT, verbose_name=gettext_lazy("Responsible"), null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    licence = models.CharField(
        gettext_lazy("Licence"), max_length=60, blank=True, default="CC BY 4.0"
    )
    authors = models.CharField(gettext_lazy("Authors"), max_length=300, blank=True)
    is_public = models.BooleanField(gettext_lazy("Public"), default=False)
    is_shipped = models.BooleanField(default=False, editable=False)
    answer_days = models.PositiveSmallIntegerField(
        gettext_lazy("Days to answer a remark"), default=ANSWER_DAYS
    )
    review_months = models.PositiveSmallIntegerField(
        gettext_lazy("Review every (months)"), default=REVIEW_MONTHS
    )
    created_at = models.DateTimeField(default=now, editable=False)
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    audit_name = "product"

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Guidance product")
        indexes = [models.Index(fields=["kind", "country"], name="guidance_by_kind")]
        constraints = [
            # What belongs to an office has its country from there.
            models.CheckConstraint(
                name="guidance_of_office_or_country",
                condition=Q(office=None) | Q(country=""),
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("Guidance: what it says is about no person.")
        plain_text = {"authors": "who wrote a published text", "licence": "name of a licence"}

    class Events:
        created = AuditEvent(gettext_lazy("Guidance product created"))
        changed = AuditEvent(gettext_lazy("Guidance product updated"))

    def __str__(self):
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("guidance:product", args=[self.ref])

    @property
    def scope(self) -> str:
        return "office" if self.office_id else "country" if self.country else "global"

    @property
    def answer_time(self) -> timedelta:
        return timedelta(days=self.answer_days)

    @classmethod
    @transaction.atomic
    def create(
        cls, *, by: User | None, title: str, language: str, audiences: tuple[str, ...] = (),
        themes: tuple[str, ...] = (), **fields,
    ) -> "Product":  # fmt: skip
        """Creates it with a first edition, a draft without sections in its own language."""
        from .editions import Edition

        if cls.objects.filter(key=fields["key"]).exists():
            raise Refusal(_("Another product has this key."))
        product = cls.objects.create(created_by=by, **fields)
        product.set_groups(audiences, themes)
        Edition.objects.create(product=product, number=1, language=language, title=title)
        log.log_event(by, "product.created", product, kind=product.kind)
        return product

    @transaction.atomic
    def change(
        self, *, by: User, audiences: tuple[str, ...], themes: tuple[str, ...], **fields
    ) -> None:
        """Updates what is said about it; its texts stay."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.save()
        self.set_groups(audiences, themes)
        log.log_event(by, "product.changed", self, fields=sorted(fields))

    def set_groups(self, audiences: tuple[str, ...], themes: tuple[str, ...]) -> None:
        """Says for whom it is, and about what; unknown codes raise KeyError."""
        self.audiences.all().delete()
        self.themes.all().delete()
        ProductAudience.objects.bulk_create(
            ProductAudience(product=self, code=code) for code in audiences if AUDIENCES[code]
        )
        ProductTheme.objects.bulk_create(
            ProductTheme(product=self, code=code) for code in themes if THEMES[code]
        )

    def responsible_users(self) -> list[User]:
        """Returns its owner, or without one who still works here the authors of guidance, of its
        office where it has one.
        """
        if self.owner is not None and self.owner.is_active:
            return [self.owner]
        authors = Q(memberships__role="guidance_author")
        if self.office is not None:
            authors &= Q(memberships__office=self.office)
        return list(User.objects.filter(authors, is_active=True).distinct())

    @property
    def current(self) -> "Edition | None":
        """Returns the edition that is published now; None where none is, or it was withdrawn."""
        return self.editions.published().first()

    @property
    def working(self) -> "Edition | None":
        """Returns the edition that is being written; None where none is."""
        return self.editions.open().first()


class ProductAudience(models.Model):
    """For whom a product is."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="audiences")
    code = models.CharField(max_length=20)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "code"], name="audience_once")]

    def __str__(self):
        return self.code


class ProductTheme(models.Model):
    """About what a product is."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="themes")
    code = models.CharField(max_length=20)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "code"], name="theme_once")]

    def __str__(self):
        return self.code
