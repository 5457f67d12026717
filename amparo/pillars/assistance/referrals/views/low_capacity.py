"""Where capacity is low: areas and institutions, each with the reasons why it stands there."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import require_permission

from ..low_capacity import Line, ranking_for

TEMPLATE = "referrals/low_capacity.html"


@require_safe
def index(request):
    """One page for who answers for cases and for who looks after quality."""
    require_permission(request, "capacity.see")
    ranking = ranking_for(request.user)
    lines = [*ranking.areas, *ranking.institutions]
    log.log_list(request.user, "capacity.listed", {each.weakest for each in lines} - {None})
    context = {
        "areas": [(line, _area_lists(line) if ranking.is_exact else {}) for line in ranking.areas],
        "institutions": [
            (line, _referral_lists(line) if ranking.is_exact else {})
            for line in ranking.institutions
        ],
        "is_exact": ranking.is_exact,
    }  # fmt: skip
    return render(request, TEMPLATE, context)


def _area_lists(line: Line) -> dict[str, str]:
    """The list behind each number; what has no place has no list of its own."""
    if line.record is None:
        return {}
    place = line.record.ref.hex
    cases = urlencode({"risk": "severe", "place": place})
    unmet = urlencode({"place": place})
    return {
        "severe": f"{reverse('cases:cases')}?{cases}",
        "unmet": f"{reverse('assessment:unmet-needs')}?{unmet}",
        "unconfirmed": f"{reverse('assessment:unmet-needs')}?{unmet}&state=unconfirmed",
    }


def _referral_lists(line: Line) -> dict[str, str]:
    url, organization = reverse("referrals:referrals"), line.record.ref.hex if line.record else ""
    return {
        state: f"{url}?{urlencode({'organization': organization, 'state': state})}"
        for state in ("refused", "late")
    }
