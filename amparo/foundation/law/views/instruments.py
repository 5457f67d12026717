"""Instruments on the screen: the list, one with its provisions and parties, one provision, one
country; recording an instrument, and linking a provision to rights.
"""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui import formats
from amparo.ui.filters import Filter, FilterBar
from amparo.ui.pagination import paginate

from ..countries import is_country
from ..forms import InstrumentForm, RightsForm
from ..models import Instrument, Provision, ProvisionRight
from ..presenters import CountryPage, InstrumentPage, ProvisionPage

PAGE, PROVISIONS = 50, 150
INSTRUMENTS = pgettext_lazy("law", "Instruments")


@require_safe
def index(request):
    """Those that are listed, by kind, jurisdiction or right."""
    bar = FilterBar(_filters(), request.GET)
    rows = _filtered(Instrument.objects.accessible_to(request.user), bar)
    office = request.user.office
    context = {
        "pages": paginate(rows, request, "code", "pk", size=PAGE), "bar": bar,
        "country": office.country if office else "",
        "may_keep": "law.keep" in request.user.permissions,
    }  # fmt: skip
    return render(request, "law/instruments.html", context)


def _filters() -> list[Filter]:
    return [
        Filter("kind", pgettext_lazy("law", "Kind"), lambda: Instrument.Kind.choices),
        Filter("where", pgettext_lazy("law", "Jurisdiction"), _jurisdictions, _jurisdiction),
        Filter("right", _("Right"), codes.lazy_choices("right")),
    ]


def _jurisdictions() -> list[tuple[str, str]]:
    rows = Instrument.objects.filter(scope=Instrument.Scope.COUNTRY)
    countries = sorted(rows.order_by("country").values_list("country", flat=True).distinct())
    named = [(code, formats.country_name(code)) for code in countries]
    regions = [(code, str(label)) for code, label in Instrument.Region.choices]
    return [("global", str(Instrument.Scope.GLOBAL.label)), *regions, *named]


def _jurisdiction(code: str) -> str:
    if is_country(code):
        return formats.country_name(code)
    return str(dict(_jurisdictions()).get(code, ""))


def _filtered(rows: QuerySet, bar: FilterBar) -> QuerySet:
    if kind := bar.value("kind"):
        rows = rows.filter(kind=kind)
    if where := bar.value("where"):
        rows = rows.filter(Q(country=where) | Q(region=where) | _global(where))
    if right := bar.value("right"):
        term = codes.find("right", right)
        listed = list(term.extra.get("articles", {})) if term else []
        linked = ProvisionRight.objects.filter(right=right).values("instrument")
        rows = rows.filter(Q(code__in=listed) | Q(pk__in=linked))
    return rows


def _global(where: str) -> Q:
    return Q(scope=Instrument.Scope.GLOBAL) if where == "global" else Q(pk__in=[])


@require_safe
def show(request, ref):
    instrument = get_permitted_or_404(request, Instrument, to="see", ref=ref)
    page = InstrumentPage(instrument, request.GET.get("language", ""))
    pages = paginate(page.provisions, request, "order", "pk", size=PROVISIONS)
    context = {
        "instrument": instrument, "page": page, "pages": pages,
        "provisions": page.with_rights(pages),
    }  # fmt: skip
    return render(request, "law/instrument.html", context)


@require_safe
def provision(request, ref):
    found = get_permitted_or_404(
        request, Provision.objects.select_related("instrument", "law_import"), to="see", ref=ref
    )
    context = {
        "page": ProvisionPage(found), "provision": found, "instrument": found.instrument,
        "may_keep": "law.keep" in request.user.permissions,
    }  # fmt: skip
    return render(request, "law/provision.html", context)


@require_safe
def country(request, country):
    """What is known for one country, by its ISO code; a country that there is not is not found."""
    if not is_country(country):
        raise Http404
    return render(request, "law/country.html", {"page": CountryPage(country)})


class NewInstrument(ActionView):
    """Records an instrument that is not shipped."""

    title = pgettext_lazy("law", "Record instrument")
    submit_label = pgettext_lazy("law", "Record instrument")
    success_message = _("Instrument recorded. Import its provisions or its text.")
    form_class = InstrumentForm

    def get_record(self):
        require_permission(self.request, "law.keep")

    def get_page(self, record):
        return {"crumbs": [(reverse("law:instruments"), INSTRUMENTS)]}

    def get_back_url(self, record):
        return reverse("law:instruments")

    def perform(self, record, *, by, **fields):
        return Instrument.record(by=by, **fields)

    def get_success_url(self, record, result):
        return result.get_absolute_url()


class ProvisionRights(ActionView):
    """Says which rights a provision is about."""

    queryset = Provision.objects.select_related("instrument", "law_import")
    permission = "keep"
    title = _("Link provision to rights")
    submit_label = _("Save")
    success_message = _("Rights saved.")
    form_class = RightsForm

    def get_form_kwargs(self, provision):
        links = ProvisionRight.objects.filter(
            instrument=provision.instrument_id, eid=provision.eid
        )
        return {"initial": {"rights": list(links.values_list("right", flat=True))}}

    def get_page(self, provision):
        law = provision.instrument
        return {"crumbs": [(law.get_absolute_url(), law.code)], "subject": law.name}

    def perform(self, provision, *, by, rights):
        provision.set_rights(by=by, rights=rights)


new = NewInstrument.as_view()
provision_rights = ProvisionRights.as_view()
