"""What data quality does by the clock: all checks, each night."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.jobs import background_task, periodic_task

from .runs import run_all


@periodic_task(every=timedelta(days=1))
@background_task(name="check-data-quality", title=_("Check data quality"), in_slices=True)
def check_data_quality() -> None:
    """Finds what is missing in records, and ends what no longer is."""
    run_all()
