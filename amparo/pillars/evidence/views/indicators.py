"""Indicators: the list, one with its trend and breakdowns, and what it counts."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.people.models import Place

from ..cross_table_pages import links_to_records, may_list
from ..engine import Period
from ..figures import Figures
from ..forms import DefinitionForm
from ..legacy import totals_of
from ..lineage import lineage_of, whom_to_ask
from ..maps import indicator_by_area, indicator_by_nationality, indicator_by_town
from ..models import Indicator
from ..presenters import IndicatorPage, StoredIndicators, basis_of, shown_value
from ..response import response_of
from ..sentences import sentence_of
from .scope import Asked


@require_safe
def index(request):
    """All indicators with their figure of the month; those that wait for records say for which."""
    asked = Asked(request)
    stored = StoredIndicators(request.user, asked.scope, Indicator.objects.all())
    rows = []
    for each in stored.indicators:
        cell = stored.figures(each).total(Period.MONTH, asked.month)
        is_counted = not each.waits_for
        rows.append((each, shown_value(each, cell) if is_counted else "", basis_of(each, cell)))
    return render(request, "evidence/indicators.html", asked.context | {"rows": rows})


@require_safe
def show(request, code):
    asked = Asked(request)
    indicator = get_object_or_404(Indicator, code=code)
    stored = StoredIndicators(request.user, asked.scope, [indicator])
    version = stored.version(indicator) or indicator.version
    url = reverse("evidence:figure-records", args=[code])
    is_open = version is not None and may_list(request.user, version.definition["of"])
    link = links_to_records(url, asked.query, is_open)

    def link_of_month(month: date) -> str:
        return links_to_records(url, asked.query_of(month), is_open)()

    figures = stored.figures(indicator)
    page = IndicatorPage(indicator, figures, version, asked.month, link, link_of_month)
    context = asked.context | {
        "indicator": indicator, "page": page, "version": version,
        "versions": indicator.versions.select_related("by")[:20],
        "sentence": sentence_of(version.parsed) if version else "",
        "legacy": totals_of(request.user, indicator, asked.scope.office),
        **_sources(asked, version, stored.computation, is_open),
        "records_url": f"{url}?{asked.query}",
        "may_define": "figure.define" in request.user.permissions,
        "response": response_of(request.user, asked.scope, version, asked.month),
    }  # fmt: skip
    by = version.parsed.by if version else ()
    context |= _maps(request, asked, indicator, figures, by)
    return render(request, "evidence/indicator.html", context)


def _sources(asked, version, computation, is_open: bool) -> dict:
    """Where the figure comes from, and how the records behind it are reached, or whom to ask."""
    if version is None:
        return {}
    user = asked.request.user
    return {
        "lineage": lineage_of(version, computation, user, asked.scope, asked.month),
        "lists_records": is_open, "ask": "" if is_open else whom_to_ask(asked.scope),
        "may_export": "case.export" in user.permissions,
    }  # fmt: skip


def _maps(request, asked: Asked, indicator: Indicator, figures: Figures, by) -> dict[str, Any]:
    """By area, by town of the region that the address names, by nationality: what is listed."""
    office, month = asked.scope.office, asked.month
    areas = indicator_by_area(
        indicator, figures, month, office, query=asked.query, with_towns="area2" in by
    )
    region = _region(request.GET.get("area", "")) if "area2" in by else None
    return {
        "areas": areas,
        "towns": region and indicator_by_town(indicator, figures, month, office, region),
        "nationalities": indicator_by_nationality(indicator, figures, month),
    }


def _region(text: str) -> Place | None:
    try:
        return Place.objects.filter(kind=Place.Kind.REGION, ref=UUID(text)).first()
    except ValueError:
        return None


class Define(ActionView):
    """Says anew what an indicator counts: from the next computation on."""

    title = _("Change definition")
    submit_label = pgettext_lazy("button", "Save")
    success_message = _(
        "Saved as a new version. The next computation counts by it; signed months stay."
    )
    form_class = DefinitionForm
    permission = "define"

    def get_record(self, code):
        try:
            ref = Indicator.objects.only("ref").get(code=code).ref
        except Indicator.DoesNotExist:
            raise Http404 from None
        return get_permitted_or_404(self.request, Indicator, to="define", ref=ref)

    def get_form_kwargs(self, indicator):
        return {"indicator": indicator}

    def get_page(self, indicator):
        return {"crumbs": [(indicator.get_absolute_url(), indicator.code)]}

    def get_back_url(self, indicator):
        return indicator.get_absolute_url()

    def perform(self, indicator, *, by, definition):
        return indicator.define(definition, by=by)

    def get_success_url(self, indicator, result):
        return indicator.get_absolute_url()


define = Define.as_view()
