"""The report composer: ticked commitments, or those of a list or cluster, as a draft report."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.audit import log
from amparo.foundation.core.files.downloads import SEALED_OFF, disposition
from amparo.foundation.core.pdf import NoPaper
from amparo.foundation.core.permissions.rules import require_permission
from amparo.ui import formats

from ..forms.composer import ReportForm
from ..models import Cluster
from ..selection import selected_commitments
from ..state_reports import FORMATS, MOST, ReportWish, compose_report

NO_PAPER = gettext_lazy("No PDF can be made on this machine. Take it as DOCX.")


@require_http_methods(["GET", "HEAD", "POST"])
def compose(request):
    """Offers the commitments that the address asks for, to be ticked; sends the draft as a file.

    A POST takes those that are ticked on it.
    """
    require_permission(request, "commitment.review")
    if request.method == "POST":
        return _send(request)
    rows = selected_commitments(request.GET, request.user)
    form = ReportForm(initial={"language": formats.current_language(), "title": _title(request)})
    return _page(request, form, rows, ticked=bool(request.GET))


def _send(request) -> HttpResponse:
    form = ReportForm(request.POST)
    rows = selected_commitments(request.POST, request.user)
    is_ticked = bool(request.POST.getlist("ref"))
    if form.is_valid() and not is_ticked:
        form.add_error(None, _("Tick at least one commitment."))
    elif form.is_valid() and rows.count() > MOST:
        form.add_error(None, _("These are too many for one report. Tick fewer."))
    if not form.is_valid():
        offered = selected_commitments(request.GET, request.user)
        return _page(request, form, offered, status=422)
    wish = dict(form.cleaned_data)
    code = wish.pop("format")
    try:
        content = FORMATS[code].write(compose_report(rows, ReportWish(**wish)))
    except NoPaper:
        form.add_error("format", str(NO_PAPER))
        return _page(request, form, rows, status=503)
    log.log_event(request.user, "commitment.exported", None, count=rows.count(), format=code)
    response = HttpResponse(content, content_type=FORMATS[code].media_type, headers=SEALED_OFF)
    name = f"{slugify(wish['title']) or 'report'}-{wish['language']}.{code}"
    response.headers["Content-Disposition"] = disposition(name)
    return response


def _page(request, form, rows, *, status: int = 200, ticked: bool = False) -> HttpResponse:
    chosen = set(form.data.getlist("ref")) if form.is_bound else set()
    shown = list(rows.select_related("document").order_by("-year", "-serial")[: MOST + 1])
    context = {
        "form": form, "most": MOST, "is_cut": len(shown) > MOST,
        "rows": [(each, ticked or str(each.ref) in chosen) for each in shown[:MOST]],
        "clusters": Cluster.objects.accessible_to(request.user),
        "chosen_cluster": request.GET.get("cluster", ""),
    }  # fmt: skip
    return render(request, "dialogue/state_report.html", context, status=status)


def _title(request) -> str:
    cluster = Cluster.objects.accessible_to(request.user)
    for each in cluster:
        if str(each.ref) == request.GET.get("cluster", ""):
            return each.name
    return _("Report on commitments")
