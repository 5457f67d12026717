"""The first page of evidence: what the figures of a month say."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from amparo.ui import formats

from ..maps import persons_by_area
from ..models import Indicator
from ..presenters import StoredIndicators, fund_rows, gaps_of, tile_of
from ..report_pages import restated_report
from .scope import Asked


@require_safe
def show(request):
    """Headline figures with their trend, who was assisted from which fund, gaps in the data."""
    asked = Asked(request)
    indicators = list(Indicator.objects.exclude(headline=None).order_by("headline"))
    stored = StoredIndicators(request.user, asked.scope, indicators)
    tiles = []
    for each in indicators:
        version = stored.version(each)
        breakdowns = version.definition["by"] if version else ()
        tiles.append(
            tile_of(each, stored.figures(each), asked.month, asked.group, asked.query, breakdowns)
        )
    found = {each.code: stored.figures(each) for each in indicators}
    persons, services = found.get("OPT-1"), found.get("OPT-2")
    assisted = next((each for each in indicators if each.code == "OPT-1"), None)
    areas = assisted and persons_by_area(
        assisted, stored.figures(assisted), asked.month, asked.group, asked.scope.office
    )
    restated = restated_report(request.user, asked.scope)
    context = asked.context | {
        "restated": restated,
        "restated_month": formats.month(restated.month) if restated else "",
        "tiles": tiles,
        "areas": areas,
        "funds": fund_rows(persons, asked.month, stored.computation) if persons else [],
        "gaps": gaps_of(persons, services, asked.month) if persons and services else [],
    }
    return render(request, "evidence/home.html", context)
