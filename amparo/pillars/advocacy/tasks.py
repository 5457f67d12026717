"""What advocacy does by the clock: complaints past their day, and leave that has ended."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task, periodic_task

from .escalating import escalate
from .models import Complaint, ComplaintReach
from .reaching import Standing, hand_out

HOURLY = timedelta(hours=1)


@periodic_task(every=HOURLY)
@background_task(name="escalate-complaints", title=_("Find overdue items"), in_slices=True)
def look_at_complaints() -> None:
    """Once past its day, a complaint is told to those who receive it, and to one step above."""
    for complaint in Complaint.objects.late().not_told():
        escalate(complaint)
    over = ComplaintReach.objects.filter(until__lte=now()).values("record")
    for complaint in Complaint.objects.filter(pk__in=over).select_related("office"):
        hand_out(complaint, by=None, standing=Standing(complaint.office.organization_id))
