"""What asks do in the background: who keeps one is reminded once when its day passed."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.jobs import background_task, periodic_task

from .models import Ask

MOST_AT_ONCE = 500


@periodic_task(every=timedelta(days=1))
@background_task(name="remind-of-asks", title=_("Remind of advocacy asks without an answer"))
def remind_of_asks() -> None:
    """Tells who keeps them, once for each day that was set; a second time it does nothing."""
    remind_of_overdue(localdate())


@transaction.atomic
def remind_of_overdue(today: date) -> int:
    """Returns of how many."""
    rows = Ask.objects.overdue(today).filter(reminded=Ask.Reminded.NOTHING)
    found = list(rows.select_related("office").order_by("pk")[:MOST_AT_ONCE])
    for each in found:
        each.remind()
    return len(found)
