"""Frameworks: goals, targets and indicators, or objectives, that work is measured against."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.ui import formats
from amparo.ui.languages import text_in

from .sources import Sourced


class Framework(Sourced):
    """The Sustainable Development Goals, the Global Compact for Migration, and the like."""

    code = models.CharField(max_length=40, unique=True)
    names = models.JSONField(default=dict)  # by language
    address = models.CharField(max_length=500, blank=True)
    # The words are those of the framework itself; else they are ours, and pages say so.
    is_official = models.BooleanField(default=True)

    audit_name = "framework"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Framework")
        ordering = ["code"]

    class Privacy:
        plain_text = dict.fromkeys(
            ("names", "address", "source", "licence"), "of a published framework"
        )

    def __str__(self):
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("law:framework", args=[self.code])

    @property
    def name(self) -> str:
        return text_in(self.names, formats.current_language())


class FrameworkItem(Record):
    """A goal, target, indicator or objective, by its code."""

    class Kind(models.TextChoices):
        GOAL = "goal", pgettext_lazy("framework", "Goal")
        TARGET = "target", pgettext_lazy("framework", "Target")
        INDICATOR = "indicator", pgettext_lazy("framework", "Indicator")
        OBJECTIVE = "objective", pgettext_lazy("framework", "Objective")

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="items")
    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField(max_length=20)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    order = models.PositiveSmallIntegerField(default=0)
    wordings = models.JSONField(default=dict)  # by language
    # The same thing as another publisher names it.
    same_as = models.CharField(max_length=500, blank=True)

    audit_name = "frameworkitem"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Item of a framework")
        ordering = ["framework", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="framework_item_once"),
        ]

    class Privacy:
        plain_text = dict.fromkeys(("wordings", "same_as"), "words of a published framework")

    def __str__(self):
        return self.code

    @property
    def wording(self) -> str:
        return text_in(self.wordings, formats.current_language())
