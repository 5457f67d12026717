"""What people ask for in places through the public pages, for what happens there meanwhile."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.disclosure_control.tables import KEY_MASK
from amparo.foundation.links.extension_points import PlaceFigure

from .models import HelpRequest
from .models.status import HelpRequestState


def requests_for_help(
    places: Collection[int], first: date, last: date
) -> Mapping[date, tuple[int, ...]]:
    """Returns requests for help of these days that named one of the places; spam does not count.
    One query.
    """
    return _requests(tuple(places), first, last)


@aggregate_query(
    "who works on a campaign may learn how many asked for help, in suppressed numbers"
)
def _requests(places: tuple[int, ...], first: date, last: date) -> dict[date, tuple[int, ...]]:
    zone = get_default_timezone()
    rows = HelpRequest.objects.filter(
        place__in=places,
        asked_at__gte=datetime.combine(first, time(), tzinfo=zone),
        asked_at__lt=datetime.combine(last + timedelta(days=1), time(), tzinfo=zone),
    ).exclude(state=HelpRequestState.SET_ASIDE)
    found: dict[date, list[int]] = defaultdict(list)
    for ref, at in rows.values_list("ref", "asked_at"):
        found[at.astimezone(zone).date()].append(ref.int & KEY_MASK)
    return {day: tuple(sorted(keys)) for day, keys in found.items()}


HELP_REQUESTS = PlaceFigure(_("Requests for help"), requests_for_help)
