"""What dialogue does by the clock: it reminds of deadlines and of reports that are due."""

from datetime import timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.jobs import background_task, periodic_task

from .reminders import remind_of_deadlines


@periodic_task(every=timedelta(days=1))
@background_task(name="remind-of-commitments", title=_("Remind of commitments"))
def remind_of_commitments() -> None:
    """Tells the people of a duty bearer and who follows up, once for each deadline."""
    remind_of_deadlines(localdate())
