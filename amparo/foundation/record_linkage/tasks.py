"""Background jobs of record linkage: runs that took too long."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.jobs import background_task, periodic_task

from .models.runs import LinkageRun


@periodic_task(every=timedelta(days=1))
@background_task(name="end-overdue-linkage-runs", title=_("Discard timed-out comparisons"))
def discard_lapsed_runs() -> None:
    for run in LinkageRun.objects.lapsed():
        run.discard(by=None)
