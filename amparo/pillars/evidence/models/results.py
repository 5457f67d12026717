"""The results framework of a project: results, their indicators, baselines and targets."""

from datetime import date
from decimal import Decimal

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.funding.models import Fund, Project
from amparo.foundation.people.models import Place

from .computations import Computation
from .indicators import Indicator


class ResultLevel(models.TextChoices):
    """Impact, outcome and output, as OECD-DAC uses the words."""

    IMPACT = "impact", pgettext_lazy("results framework", "Impact")
    OUTCOME = "outcome", pgettext_lazy("results framework", "Outcome")
    OUTPUT = "output", pgettext_lazy("results framework", "Output")


# Which level a result of each level lies under.
ABOVE = {ResultLevel.OUTCOME: ResultLevel.IMPACT, ResultLevel.OUTPUT: ResultLevel.OUTCOME}


class ProjectResult(Record):
    """One result that a project is there for, under the result that it contributes to."""

    Level = ResultLevel

    project = models.ForeignKey(Project, models.CASCADE, related_name="results")
    level = models.CharField(
        pgettext_lazy("results framework", "Level"), max_length=10, choices=ResultLevel
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts",
        verbose_name=gettext_lazy("Contributes to"),
    )  # fmt: skip
    text = models.CharField(pgettext_lazy("results framework", "Result"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "result"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("results framework", "Result")
        ordering = ["pk"]

    class Privacy:
        no_owner = gettext_lazy("What a project is there for; names nobody.")
        plain_text = {"text": "result of a project"}

    class Events:
        added = AuditEvent(gettext_lazy("Result added to a project"))

    def __str__(self):
        return self.text

    @classmethod
    @transaction.atomic
    def add(cls, project: Project, *, by: User, **fields) -> "ProjectResult":
        """Adds a result. Refused under a result of another project or of a wrong level."""
        result = cls(project=project, by=by, **fields)
        parent = result.parent
        if parent and (
            parent.project_id != project.pk or ABOVE.get(ResultLevel(result.level)) != parent.level
        ):
            raise Refusal(_("An output contributes to an outcome, an outcome to an impact."))
        result.save()
        log.log_event(by, "result.added", result)
        return result


class ResultIndicator(Record):
    """By which indicator a result is measured, and from where it began."""

    result = models.ForeignKey(ProjectResult, models.CASCADE, related_name="indicators")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    baseline = models.DecimalField(
        gettext_lazy("Baseline"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    baseline_on = models.DateField(gettext_lazy("Baseline of"), null=True, blank=True)
    # Whether targets count from the start of the project, or of their own period.
    is_cumulative = models.BooleanField(
        gettext_lazy("Cumulative since the project began"), default=False
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "resultindicator"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Indicator of a result")
        constraints = [
            models.UniqueConstraint(fields=["result", "indicator"], name="result_indicator_once")
        ]

    class Privacy:
        no_owner = gettext_lazy("What is measured; names nobody.")

    class Events:
        chosen = AuditEvent(gettext_lazy("Indicator of a result chosen"))

    def __str__(self):
        return f"ResultIndicator {self.ref}"

    @classmethod
    @transaction.atomic
    def choose(cls, result: ProjectResult, *, by: User, **fields) -> "ResultIndicator":
        chosen = cls(result=result, by=by, **fields)
        if cls.objects.filter(result=result, indicator=chosen.indicator).exists():
            raise Refusal(_("This indicator measures this result already."))
        if chosen.baseline is not None and chosen.baseline_on is None:
            raise Refusal(_("Say of which day the baseline is."))
        chosen.save()
        log.log_event(by, "resultindicator.chosen", chosen)
        return chosen


class Target(Record):
    """What an indicator of a result is to reach in a period, and perhaps in one area."""

    of = models.ForeignKey(ResultIndicator, models.CASCADE, related_name="targets")
    starts_on = models.DateField(gettext_lazy("Start date"))
    ends_on = models.DateField(pgettext_lazy("period", "End date"))
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=pgettext_lazy("area", "Area"),
    )  # fmt: skip
    value = models.DecimalField(gettext_lazy("Target"), max_digits=12, decimal_places=2)
    # What has to be there by then, where it is more than a number.
    milestone = models.CharField(
        pgettext_lazy("results framework", "Milestone"), max_length=300, blank=True
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    replaced_by = models.OneToOneField(
        "self", models.SET_NULL, null=True, related_name="replaces", editable=False
    )

    audit_name = "target"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Target")
        ordering = ["ends_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="target_ends_after_it_starts"
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("What is to be reached; names nobody.")
        plain_text = {"milestone": "what a project is to reach"}

    class Events:
        set = AuditEvent(gettext_lazy("Target set"))

    def __str__(self):
        return f"Target {self.ref}"

    @classmethod
    @transaction.atomic
    def set_for(cls, chosen: ResultIndicator, *, by: User, **fields) -> "Target":
        """Sets a target; one for the same period and area replaces the one before, which stays.

        Refused outside the project's time, and above a hundred for a share.
        """
        target, project = cls(of=chosen, by=by, **fields), chosen.result.project
        if target.ends_on < target.starts_on:
            raise Refusal(_("It ends before it starts."))
        if target.starts_on < project.starts_on or target.ends_on > project.ends_on:
            raise Refusal(_("A target lies within the time of the project."))
        if target.value < 0:
            raise Refusal(_("A target is not below zero."))
        if chosen.indicator.unit == Indicator.Unit.PERCENT and target.value > 100:
            raise Refusal(_("A share is at most 100 percent."))
        before = cls.objects.filter(
            of=chosen, starts_on=target.starts_on, ends_on=target.ends_on, place=target.place,
            replaced_by=None,
        ).first()  # fmt: skip
        target.save()
        if before:
            before.replaced_by = target
            before.save(update_fields=["replaced_by"])
        log.log_event(by, "target.set", target)
        return target

    @property
    def counts_since(self) -> date:
        """The first day that counts towards it."""
        return self.of.result.project.starts_on if self.of.is_cumulative else self.starts_on

    def is_behind(self, value: Decimal | float | None) -> bool:
        """Whether `value` has not reached it, by the direction of the indicator."""
        if value is None:
            return True
        if self.of.indicator.is_growth_good:
            return Decimal(value) < self.value
        return Decimal(value) > self.value


class TargetFigure(Record):
    """What was reached of a target by the last computation. Of a share also part and whole."""

    target = models.OneToOneField(Target, models.CASCADE, related_name="reached")
    computation = models.ForeignKey(Computation, models.CASCADE, related_name="+")
    # [count, base, median, people, members], as `figures.Cell`.
    cell = PersonalField(gettext_lazy("Figures"), kind="json")
    # Counted over the project's own budget lines; else over all that its offices do.
    is_by_project = models.BooleanField()

    crypto_label = "targetfigure"
    audit_name = "targetfigure"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Figure towards a target")

    class Privacy:
        no_owner = gettext_lazy("Counts of people; names nobody.")

    def __str__(self):
        return f"TargetFigure {self.ref}"

    @property
    def file(self) -> Computation:
        return self.computation


class FundSpending(models.Model):
    """What was spent from a fund in a month, in its currency, by the last computation.

    None where nothing is recorded; `unvalued` records have no value, or none in its currency.
    """

    computation = models.ForeignKey(Computation, models.CASCADE, related_name="spending")
    fund = models.ForeignKey(Fund, models.CASCADE, related_name="+")
    month = models.DateField()
    spent = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    unvalued = models.PositiveIntegerField(default=0)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Spending of a fund in a month")
        constraints = [
            models.UniqueConstraint(
                fields=["computation", "fund", "month"], name="fund_spending_once"
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("Sums of money; names nobody.")

    def __str__(self):
        return f"FundSpending {self.pk}"
