"""What became of each goal of a case, as seen at its closure."""

from django.db import models
from django.utils.translation import gettext_lazy

from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.pillars.assistance.cases.models.closures import Closure, GoalResult

from .plans import Goal


class GoalOutcome(models.Model):
    """What became of one goal, as seen at closure."""

    closure = models.ForeignKey(Closure, models.CASCADE, related_name="outcomes")
    goal = models.ForeignKey(
        Goal, models.CASCADE, verbose_name=gettext_lazy("Goal"), related_name="outcomes"
    )
    outcome = models.CharField(gettext_lazy("Result"), max_length=10, choices=GoalResult)

    objects = PermissionQuerySet.as_manager()

    class Privacy:
        owner = "closure__case"
        title = gettext_lazy("Results of goals")
        disclose = ("goal", "outcome")

    def __str__(self):
        return f"{self.outcome}"
