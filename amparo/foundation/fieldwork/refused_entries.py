"""Entries of devices that could not be applied: whom the office tells, without naming anybody."""

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import Membership, Notification

if TYPE_CHECKING:
    from .models import OutboxEntry


def report_refused(entry: "OutboxEntry") -> None:
    """Notifies the supervisors of the office of the device, as far as each may see the entry.

    It lies in their list of field entries until it is mended, accepted or discarded. The author
    learns it from the device. Called once for each entry: sent again it is answered, not tried.
    """
    office = entry.office_id
    places = Membership.objects.held().with_permission("case.approve")
    supervisors = places.filter(Q(office=office) | Q(team__office=office)).people()
    rows = type(entry).objects.filter(pk=entry.pk)
    told = [
        each for each in supervisors
        if each.pk != entry.by_id and rows.accessible_to(each, "settle").exists()
    ]  # fmt: skip
    url = reverse("sync:outbox-entry", args=[entry.ref])
    Notification.notify(
        told,
        event="sent.not_taken",
        about=entry.telephone.short_name,
        url=url,
        by=entry.by,
        urgent=entry.is_urgent,
    )
    log.log_event(entry.by, "sent.not_taken", entry, verb=entry.verb, count=len(told))
