"""What people tell us, in figures: whole to who receives it, without small ones to others."""

from datetime import datetime

from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.permissions.rls.context import rls_bypass
from amparo.foundation.core.permissions.rules import require_permission

from ..models import Complaint
from ..trends import FEW, months_until, table


@require_safe
def show(request):
    require_permission(request, "complaint.count")
    keeps = "complaint.keep" in request.user.permissions
    months = months_until(localdate())
    since = timezone.make_aware(datetime.combine(months[0], datetime.min.time()))
    rows = table(_told(request.user, since, keeps), months, is_exact=keeps)
    named = [(codes.label("feedback_type", row.kind), row) for row in rows]
    context = {"months": months, "rows": named, "is_exact": keeps, "few": FEW}
    return render(request, "advocacy/trends.html", context)


def _told(user, since: datetime, keeps: bool) -> list:
    """Of whoever receives complaints, their own; of others, all ordinary ones of the office."""
    if keeps:
        return _counted(Complaint.objects.accessible_to(user), since)
    with rls_bypass():  # figures alone leave this room
        organizations = {place.in_office.organization_id for place in user.memberships_held}
        ordinary = Complaint.objects.ordinary()
        return _counted(ordinary.filter(office__organization__in=organizations), since)


def _counted(complaints, since: datetime) -> list:
    recent = complaints.filter(at__gte=since)
    rows = recent.values_list("kind", "place__name", "at", "office__name")
    return [
        (kind, place or office, timezone.localtime(at).date().replace(day=1))
        for kind, place, at, office in rows
    ]
