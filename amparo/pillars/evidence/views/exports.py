"""What leaves of a monthly report: the formats, the files, and the codes of DHIS2."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.files.downloads import SEALED_OFF, disposition
from amparo.foundation.core.models import Office
from amparo.foundation.core.pdf import NoPaper
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats

from ..dates import whole_month
from ..dhis2 import DataValueSet
from ..exports import FOR_OTHERS, FOR_THE_OFFICE, FORMATS, name_of_file, published_figures_of
from ..forms import DHIS2IndicatorForm, DHIS2OfficesForm
from ..labels import labels_for, name_of
from ..models import DHIS2DataElement, DHIS2OrgUnit, Indicator, MonthlyReport
from .reports import WHOLE

PAGE = "evidence/export.html"


@require_safe
def index(request, ref):
    report = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    return _page(request, report)


@require_safe
@require_recent_authentication
def download(request, ref, code):
    """One file; where there can be none, the page says why."""
    report = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    chosen = FORMATS.get(code)
    if chosen is None:
        raise Http404
    try:
        content = chosen.file_of(report, request.user)
    except Refusal as refusal:
        return _page(request, report, refusal=str(refusal), status=422)
    except NoPaper:
        said = _("No PDF can be made on this machine. Take the workbook (XLSX).")
        return _page(request, report, refusal=said, status=503)
    log.log_event(
        request.user, "monthlyreport.exported", report, format=code, purpose=chosen.purpose
    )
    response = HttpResponse(content, content_type=chosen.content_type, headers=SEALED_OFF)
    response.headers["Content-Disposition"] = disposition(name_of_file(chosen, report))
    return response


def _page(request, report: MonthlyReport, *, refusal: str = "", status: int = 200) -> HttpResponse:
    try:
        waits_for, unmapped = "", _unmapped(DataValueSet(report, published_figures_of(report)))
    except Refusal as reason:
        waits_for, unmapped = str(reason), []
    context = {
        "report": report, "month_name": whole_month(report.month), "refusal": refusal,
        "for_the_office": FOR_THE_OFFICE if report.frozen_at else (), "for_others": FOR_OTHERS,
        "waits_for": waits_for, "unmapped": unmapped,
        "may_map": "figure.define" in request.user.permissions,
        "may_list": "case.export" in request.user.permissions,
    }  # fmt: skip
    return render(request, PAGE, context, status=status)


def _unmapped(found: DataValueSet) -> list[tuple[str, str]]:
    """Code of the indicator, and what of it has no code of DHIS2, in words."""
    said: dict[str, list[str]] = {}
    for each in found.unmapped:
        words = _("Total")
        if each.name:
            value = labels_for(each.fact, each.name, [each.value])(each.value)
            named = {"name": name_of(each.fact, each.name), "values": value}
            words = _("%(name)s: %(values)s") % named
        said.setdefault(each.indicator, []).append(words)
    return [(code, formats.join_list(words)) for code, words in said.items()]


class MapIndicator(ActionView):
    """Enters which codes of DHIS2 an indicator and its cells are."""

    title = pgettext_lazy("indicator", "DHIS2 codes")
    submit_label = pgettext_lazy("button", "Save")
    success_message = gettext_lazy("Saved. The next DHIS2 file has these codes.")
    form_class = DHIS2IndicatorForm
    permission = "define"

    def get_record(self, code):
        ref = Indicator.objects.filter(code=code).values_list("ref", flat=True).first()
        if ref is None:
            raise Http404
        return get_permitted_or_404(self.request, Indicator, to="define", ref=ref)

    def get_form_kwargs(self, indicator):
        return {"indicator": indicator}

    def get_page(self, indicator):
        return {"crumbs": [(indicator.get_absolute_url(), indicator.code)]}

    def get_back_url(self, indicator):
        return indicator.get_absolute_url()

    def get_success_url(self, indicator, result):
        return indicator.get_absolute_url()

    def perform(self, indicator, *, by, uid, option_combos):
        DHIS2DataElement.put(indicator, by=by, uid=uid, option_combos=option_combos)


map_indicator = MapIndicator.as_view()


class MapOffices(ActionView):
    """Enters which organisation units of DHIS2 the offices of the user are."""

    title = gettext_lazy("DHIS2 codes of offices")
    submit_label = pgettext_lazy("button", "Save")
    success_message = gettext_lazy("Saved. The next DHIS2 file has these codes.")
    form_class = DHIS2OfficesForm

    def get_record(self):
        require_permission(self.request, "figure.define")

    def get_form_kwargs(self, record):
        offices = Office.objects.filter(pk__in=set(self.request.user.offices_for("figure.define")))
        return {"offices": offices.order_by("name")}

    def get_page(self, record):
        return {"crumbs": [(reverse("evidence:reports"), _("Monthly reports"))]}

    def get_back_url(self, record):
        return reverse("evidence:reports")

    def get_success_url(self, record, result):
        return reverse("evidence:reports")

    def perform(self, record, *, by, units):
        for office, uid in units.items():
            DHIS2OrgUnit.put(office, by=by, uid=uid)


map_offices = MapOffices.as_view()
