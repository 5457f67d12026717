"""Figures of guidance: public pictures by their digest. Texts say what they show, each in its
language.
"""

from django.db import models, transaction
from django.utils.translation import gettext_lazy

from amparo.foundation.content import figures
from amparo.foundation.content.problem_texts import PICTURE_TEXTS
from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .products import Product


class Figure(Record):
    """One picture of a product, made small and without what the camera wrote into it."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="figures")
    digest = models.CharField(max_length=64)
    name = models.CharField(gettext_lazy("File name"), max_length=120)
    # Of guidance, which is published: stored in clear, at most 40 kB.
    content = models.BinaryField()
    media_type = models.CharField(max_length=20)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "figure"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Figure")
        constraints = [models.UniqueConstraint(fields=["product", "digest"], name="figure_once")]

    class Privacy:
        no_owner = gettext_lazy("A picture in guidance, which is published.")
        plain_text = {"name": "file name of a published picture"}

    class Events:
        added = AuditEvent(gettext_lazy("Figure added"))

    def __str__(self):
        return self.digest

    @classmethod
    @transaction.atomic
    def add(cls, product: Product, *, by: User, name: str, content: bytes) -> "Figure":
        """Adds a picture, re-encoded; the same one again is the one that is there. Raises Refusal
        for what is no picture. What it shows is said in each text that shows it.
        """
        try:
            picture = figures.store_form(content)
        except figures.UnfitPicture as unfit:
            raise Refusal(str(PICTURE_TEXTS[unfit.reason])) from None
        return cls.keep(product, picture, by=by, name=name)

    @classmethod
    @transaction.atomic
    def keep(
        cls, product: Product, picture: figures.StoredPicture, *, by: User, name: str
    ) -> "Figure":
        """Adds a picture that is in its stored form already, unless it is there."""
        figure, is_new = cls.objects.get_or_create(
            product=product, digest=picture.digest,
            defaults={
                "name": name[:120], "content": picture.content, "by": by,
                "media_type": picture.media_type, "width": picture.width,
                "height": picture.height,
            },
        )  # fmt: skip
        if is_new:
            log.log_event(by, "figure.added", figure)
        return figure
