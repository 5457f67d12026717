"""The first page of evidence: what the figures of a month say."""

from functools import partial

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..cross_table_pages import Links, links_to_records, may_list
from ..data_call_pages import owed_by
from ..dates import whole_month
from ..maps import persons_by_area
from ..models import Indicator
from ..pathway import CODE as PATHWAY
from ..pathway import pathway_of
from ..presenters import StoredIndicators, fund_rows, gaps_of, tile_of
from ..report_pages import restated_report
from ..results import targets_met
from .scope import Asked


@require_safe
def show(request):
    """Headline figures with their trend, who was assisted from which fund, gaps in the data."""
    asked = Asked(request)
    wanted = Q(headline__isnull=False) | Q(code=PATHWAY)
    indicators = list(Indicator.objects.filter(wanted).order_by("headline"))
    stored = StoredIndicators(request.user, asked.scope, indicators)
    met = targets_met(request.user, asked.scope.office, asked.month)
    tiles = []
    for each in indicators:
        if each.headline is None:
            continue
        version = stored.version(each)
        breakdowns = version.definition["by"] if version else ()
        tile = tile_of(
            each, stored.figures(each), asked.month, asked.group, asked.query, breakdowns
        )
        tiles.append((tile, met.get(each.pk)))
    found = {each.code: stored.figures(each) for each in indicators}
    persons, services = found.get("OPT-1"), found.get("OPT-2")
    links = partial(_links, asked, stored)
    pathway = next((each for each in indicators if each.code == PATHWAY), None)
    assisted = next((each for each in indicators if each.code == "OPT-1"), None)
    areas = assisted and persons_by_area(
        assisted, stored.figures(assisted), asked.month, asked.group, asked.scope.office
    )
    restated = restated_report(request.user, asked.scope)
    context = asked.context | {
        "restated": restated,
        "restated_month": whole_month(restated.month) if restated else "",
        "tiles": tiles,
        "areas": areas,
        "owed": owed_by([asked.scope.office], request.user),
        "quality_url": f"{reverse('evidence:data-quality')}?{asked.query}",
        "pathway": pathway_of(
            stored.figures(pathway),
            stored.version(pathway),
            asked.month,
            links(PATHWAY, "&span=year"),
        )
        if pathway
        else None,
        "funds": fund_rows(persons, asked.month, stored.computation, links("OPT-1"))
        if persons
        else [],
        "gaps": gaps_of(persons, services, asked.month) if persons and services else [],
    }
    return render(request, "evidence/home.html", context)


def _links(asked: Asked, stored: StoredIndicators, code: str, span: str = "") -> Links:
    """What leads from the numbers of an indicator to their records, for who opens any of them."""
    version = next((stored.version(each) for each in stored.indicators if each.code == code), None)
    url = reverse("evidence:figure-records", args=[code])
    is_open = version is not None and may_list(asked.request.user, version.definition["of"])
    return links_to_records(url, f"{asked.query}{span}", is_open)
