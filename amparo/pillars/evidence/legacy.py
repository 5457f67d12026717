"""Legacy totals as the page of an indicator shows them, beside the figures."""

from collections.abc import Iterable

from django.http import Http404

from amparo.foundation.core.models import Office, User

from .models import Indicator, LegacyTotal

MOST = 60


def office_of(user: User) -> Office:
    """The office whose legacy totals the user keeps; Http404 where there is none."""
    office = user.office
    if office is None:
        raise Http404
    return office


def totals_of(user: User, indicator: Indicator, office: Office) -> Iterable[LegacyTotal]:
    """What other sources say of this indicator in this office, newest period first."""
    found = LegacyTotal.objects.standing().accessible_to(user)
    return found.filter(indicator=indicator, office=office).select_related("place")[:MOST]
