"""What dialogue does by the clock: reminders of papers and actions, once each."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.jobs import background_task, periodic_task

from .reminders import remind_of_actions, remind_of_papers


@periodic_task(every=timedelta(days=1))
@background_task(name="remind-of-meetings", title=_("Remind of papers and actions of meetings"))
def remind_of_meetings() -> None:
    """Reminds of papers that are due and of actions past due; a second time it does nothing."""
    remind_of_papers()
    remind_of_actions()
