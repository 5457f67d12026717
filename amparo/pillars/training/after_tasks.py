"""What training does in the background after an event: follow-ups and their reminders."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task, periodic_task

from .follow_up_requests import ask_due, remind_due


@periodic_task(every=timedelta(days=1))
@background_task(
    name="ask-after-trainings", title=_("Ask participants what they apply of a training")
)
def ask_after_trainings() -> None:
    """Asks those whose day has come, and reminds once; a second time it does nothing."""
    ask_due(now())
    remind_due(now())
