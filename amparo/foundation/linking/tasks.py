"""What linking does by the clock."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from amparo.foundation.trust.jobs import in_background, periodic

from .models import LinkRun


@periodic(every=timedelta(days=1))
@in_background(name="end-overdue-linkage-runs", title=_("Put away comparisons that took too long"))
def put_away_lapsed() -> None:
    for run in LinkRun.objects.lapsed():
        run.put_away(by=None)
