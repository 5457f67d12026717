"""Hourly: complaints past their day go one step up, and ended permissions are taken back."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task, periodic_task

from .access_grants import RoutingState, notify_recipients, update_grants
from .models import Complaint, ComplaintAccessGrant

HOURLY = timedelta(hours=1)


@periodic_task(every=HOURLY)
@background_task(name="escalate-complaints", title=_("Find overdue items"), in_slices=True)
def escalate_complaints() -> None:
    """Notifies of each complaint past its day those who receive it and those one step above."""
    for complaint in Complaint.objects.late().not_escalated():
        escalate(complaint)
    ended = ComplaintAccessGrant.objects.filter(until__lte=now()).values("record")
    for complaint in Complaint.objects.filter(pk__in=ended).select_related("office"):
        update_grants(complaint, by=None, state=RoutingState(complaint.office.organization_id))


@transaction.atomic
def escalate(complaint: Complaint) -> None:
    """Once for each limit that it passes. Never to whom it is about: the same rule finds them."""
    locked = Complaint.objects.select_for_update(of=("self",)).select_related("office")
    late = locked.late().not_escalated().filter(pk=complaint.pk).first()
    if late is None:
        return
    late.escalated_at = now()
    late.save(update_fields=["escalated_at"])
    update_grants(late, by=None)
    notify_recipients(late, "complaint.late", by=None, urgent=True)
