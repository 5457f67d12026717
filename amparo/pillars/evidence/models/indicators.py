"""Indicators, and the versions of what they count."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.ui.languages import SOURCE, text_in

from ..grammar import Definition, DefinitionError


def in_language(texts: dict[str, str]) -> str:
    """Returns the text in the reader's language, else as the product falls back, else any."""
    return text_in(texts, get_language() or SOURCE) or next(iter(texts.values()), "")


class IndicatorQuerySet(PermissionQuerySet):
    def computed(self) -> "IndicatorQuerySet":
        return self.exclude(versions=None)


class Indicator(Record):
    """One indicator: what it is called in four languages, in which unit, and from where it comes.

    One without a version waits for records that are not kept yet (`waits_for`).
    """

    class Level(models.TextChoices):
        OUTCOME = "outcome", pgettext_lazy("results framework", "Outcome")
        OUTPUT = "output", pgettext_lazy("results framework", "Output")
        QUALITY = "quality", pgettext_lazy("results framework", "Quality")

    class Unit(models.TextChoices):
        NUMBER = "number", pgettext_lazy("indicator unit", "Number")
        PERCENT = "percent", pgettext_lazy("indicator unit", "Percent")
        DAYS = "days", pgettext_lazy("indicator unit", "Days")

    code = models.CharField(pgettext_lazy("indicator", "Code"), max_length=20, unique=True)
    level = models.CharField(max_length=10, choices=Level)
    unit = models.CharField(gettext_lazy("Unit"), max_length=10, choices=Unit)
    names = models.JSONField(pgettext_lazy("indicator", "Name"))
    texts = models.JSONField(pgettext_lazy("indicator", "Definition"), default=dict)
    source = models.CharField(gettext_lazy("Source"), max_length=500, blank=True)
    # Whether more is better: for a target.
    is_growth_good = models.BooleanField(default=True)
    # Shown on the first page of evidence, in this order; null: on the list alone.
    headline = models.PositiveSmallIntegerField(null=True, blank=True)
    waits_for = models.JSONField(default=dict, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    audit_name = "indicator"

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Indicator")
        ordering = ["order", "code"]

    class Privacy:
        no_owner = gettext_lazy("What is counted; names nobody.")
        plain_text = {
            "names": "name of an indicator",
            "texts": "what an indicator counts",
            "source": "title of a publication",
            "waits_for": "name of a pillar",
        }

    class Events:
        defined = AuditEvent(gettext_lazy("Indicator defined anew"))

    def __str__(self):
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return f"/evidence/indicators/{self.code}/"

    @property
    def name(self) -> str:
        return in_language(self.names)

    @property
    def text(self) -> str:
        return in_language(self.texts)

    @property
    def waiting_text(self) -> str:
        return in_language(self.waits_for)

    @property
    def version(self) -> "IndicatorVersion | None":
        """The version in force."""
        return self.versions.order_by("pk").last()

    @transaction.atomic
    def define(self, data: Any, *, by: User | None) -> "IndicatorVersion":
        """Makes `data` what is counted from now on; the same as now changes nothing.

        Raises Refusal, in words, where it cannot be counted.
        """
        try:
            definition = Definition.parse(data)
        except DefinitionError as fault:
            raise Refusal(str(fault)) from fault
        before = self.version
        if before and before.digest == definition.hash:
            return before
        if self.unit == self.Unit.PERCENT and not definition.share:
            raise Refusal(_("This indicator is a share: say of which part."))
        version = self.versions.create(definition=definition.data, digest=definition.hash, by=by)
        log.log_event(by, "indicator.defined", self, code=version.short_digest)
        return version


class IndicatorVersion(Record):
    """What an indicator counts, from the day on which it was said until the next version."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="versions")
    definition = models.JSONField()
    digest = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "indicatorversion"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Version of an indicator")
        ordering = ["-pk"]

    class Privacy:
        no_owner = gettext_lazy("What is counted; names nobody.")
        plain_text = {"definition": "codes of what is counted"}

    def __str__(self):
        return f"IndicatorVersion {self.ref}"

    @property
    def parsed(self) -> Definition:
        """Raises DefinitionError where the fact that it counts is no longer there."""
        return Definition.parse(self.definition)

    @property
    def short_digest(self) -> str:
        return self.digest[:12]
