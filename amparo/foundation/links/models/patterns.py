"""Patterns: a kind of unmet need at a place, counted month by month, in which nobody is found."""

from collections.abc import Mapping
from datetime import date

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.people.models import Place

from ..rollup import PatternKey


class Pattern(Record):
    """Unmet needs of one type of service or group of types, at a place or within it.

    Its figures are rounded counts of cases; it leads to none of them.
    """

    place = models.ForeignKey(
        Place, models.PROTECT, verbose_name=gettext_lazy("Place"), related_name="patterns"
    )
    service_type = models.CharField(gettext_lazy("Service"), max_length=40)
    # Nothing: no right was confirmed, or too few cases for each right.
    right = models.CharField(gettext_lazy("Right"), max_length=40, blank=True)

    audit_name = "pattern"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("unmet needs", "Pattern of unmet needs")
        constraints = [
            models.UniqueConstraint(
                fields=["place", "service_type", "right"], name="pattern_once"
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("Rounded counts of at least five cases; names nobody.")

    def __str__(self):
        return f"Pattern {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("links:pattern", args=[self.ref])

    @property
    def key(self) -> PatternKey:
        return PatternKey(self.place_id, self.service_type, self.right)

    @property
    def service_label(self) -> str:
        return codes.label("service_type", self.service_type)

    @property
    def right_label(self) -> str:
        """The right in the reader's language; "" where it is of any right."""
        return codes.label("right", self.right) if self.right else ""


class PatternFigure(models.Model):
    """How many cases had such a need at some time of a month: a multiple of five, never less."""

    pattern = models.ForeignKey(Pattern, models.CASCADE, related_name="figures")
    month = models.DateField(pgettext_lazy("period", "Month"))
    cases = models.PositiveIntegerField(pgettext_lazy("pattern of unmet needs", "Cases"))
    at = models.DateTimeField(default=now, editable=False)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Figure of a pattern")
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(fields=["pattern", "month"], name="pattern_figure_once"),
            models.CheckConstraint(name="pattern_not_small", condition=models.Q(cases__gte=5)),
        ]
        indexes = [models.Index(fields=["month"], name="pattern_figures_by_month")]

    class Privacy:
        no_owner = gettext_lazy("Rounded counts of at least five cases; names nobody.")

    def __str__(self):
        return f"{self.pattern_id} {self.month}"


@transaction.atomic
def store_month(month: date, counted: Mapping[PatternKey, int]) -> int:
    """Replaces the figures of a month by these; returns how many there are now.

    Patterns stay, also without a figure: what rests on them is not lost.
    """
    known = {each.key: each for each in Pattern.objects.all()}
    new = [
        Pattern(place_id=key.place, service_type=key.service_type, right=key.right)
        for key in counted
        if key not in known
    ]
    Pattern.objects.bulk_create(new)
    known |= {each.key: each for each in new}
    PatternFigure.objects.filter(month=month).delete()
    PatternFigure.objects.bulk_create(
        PatternFigure(pattern=known[key], month=month, cases=count)
        for key, count in counted.items()
    )
    return len(counted)
