"""What training does in the background: reminders."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.jobs import background_task, periodic_task

from .requirement_reminders import remind_of_requirements


@periodic_task(every=timedelta(days=1))
@background_task(
    name="remind-of-required-competencies", title=_("Remind of required competencies")
)
def remind_of_required_competencies() -> None:
    """Tells who has to renew something their work requires, once for each warning."""
    remind_of_requirements()
