"""What training does in the background."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.jobs import background_task, periodic_task

from . import registration_mails  # noqa: F401 - how participants stand
from .seats import check_counters


@periodic_task(every=timedelta(days=1))
@background_task(name="check-training-seats", title=_("Check the counted seats of trainings"))
def check_training_seats() -> None:
    """Corrects counters that do not fit the list of an event, and tells its organizers."""
    check_counters()
