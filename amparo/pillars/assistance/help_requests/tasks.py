"""What is done by the clock about requests for help: those that are overdue are escalated."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.jobs import background_task, periodic_task

from .models import HelpRequest


@periodic_task(every=timedelta(minutes=15))
@background_task(name="escalate-help-requests", title=_("Escalate overdue requests for help"))
def escalate_help_requests() -> None:
    """Who answers for the office hears of each once; new words of the asker count anew."""
    late = HelpRequest.objects.overdue().filter(escalated_at=None)
    for request in late.heeded().select_related("office__parent", "case"):
        request.escalate()
