"""What people tell us, in figures: whole to who receives it, without small ones to others."""

from datetime import date, datetime

from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Office
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rules import require_permission
from amparo.foundation.people.models import Place
from amparo.ui import formats
from amparo.ui.charts import Hidden, Lines, Series

from ..models import Complaint
from ..statistics import SMALL_COUNT, Row, build_table, months_until, sum_by_month


@require_safe
def statistics(request):
    require_permission(request, "complaint.count")
    receives = "complaint.keep" in request.user.permissions
    months = months_until(localdate())
    since = timezone.make_aware(datetime.combine(months[0], datetime.min.time()))
    rows = build_table(_read_entries(request.user, since, receives), months, is_exact=receives)
    named = [(codes.label("feedback_type", row.kind), row) for row in rows]
    context = {
        "months": months,
        "rows": named,
        "is_exact": receives,
        "few": SMALL_COUNT,
        "chart": _chart(rows, months),
    }
    return render(request, "feedback/statistics.html", context)


def _chart(rows: list[Row], months: list[date]) -> Lines | None:
    """All of each month as a line; None where no sum can be shown."""
    sums = sum_by_month(rows, len(months))
    if not any(sums):
        return None
    return Lines(
        name="complaints",
        title=_("Complaints and feedback by month"),
        points=tuple(formats.month(month) for month in months),
        point_name=pgettext("chart", "Month"),
        series=(
            Series(
                pgettext("chart", "Together"), tuple(Hidden() if s is None else s for s in sums)
            ),
        ),
    )


def _read_entries(user, since: datetime, receives: bool) -> list:
    """Of whoever receives complaints, their own; of others, all ordinary ones of the office."""
    own = Complaint.objects.accessible_to(user)
    rows = _recent_entries(own, since) if receives else _read_all(user, since)
    places = Place.objects.in_bulk({place for _kind, place, _office, _at in rows if place})
    offices = Office.objects.in_bulk({office for _kind, _place, office, _at in rows})
    return [
        (
            kind,
            places[place].name if place else offices[office].name,
            timezone.localtime(at).date().replace(day=1),
        )
        for kind, place, office, at in rows
    ]


@aggregate_query("an organization sees its figures, without small ones")
def _read_all(user, since: datetime) -> tuple[tuple, ...]:
    organizations = {place.in_office.organization_id for place in user.memberships_held}
    ordinary = Complaint.objects.ordinary()
    return _recent_entries(ordinary.filter(office__organization__in=organizations), since)


def _recent_entries(complaints, since: datetime) -> tuple[tuple, ...]:
    """Kind, place, office and moment of each."""
    recent = complaints.filter(at__gte=since)
    return tuple(recent.values_list("kind", "place", "office", "at"))
