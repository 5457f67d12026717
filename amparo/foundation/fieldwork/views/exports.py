"""Views: export of all answers to a form, written while it is sent."""

from datetime import date, datetime, time, timedelta

from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import make_aware
from django.views.decorators.http import require_safe

from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.files.downloads import SEALED_OFF, disposition
from amparo.foundation.core.permissions import read_limits
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission

from ..answers import KEEP_PERMISSION, can_read_all
from ..exports.files import export_file
from ..exports.rows import Export
from ..exports.tables import TableOptions
from ..extension_points import answer_models
from ..forms import ExportForm
from ..models import Form

ANSWERS = "fieldwork/export.html"


@require_safe
def answers(request, ref):
    """How many there are, and as what they may be taken out."""
    require_permission(request, KEEP_PERMISSION)
    form = get_permitted_or_404(request, Form, to="see", ref=ref)
    export = _export(request, form, {})
    latest = export.versions[0]
    asks = ExportForm(languages=latest.languages, initial={"format": "csv"})
    hides = not all(
        can_read_all(latest.opened, place.classes(request.user)) for place in answer_models
    )
    context = {"form": form, "count": export.count(), "asks": asks, "hides": hides}
    return render(request, ANSWERS, context)


@require_safe
@require_recent_authentication
def download(request, ref):
    """Row by row as they are opened: nothing of it lies on a disk."""
    require_permission(request, KEEP_PERMISSION)
    form = get_permitted_or_404(request, Form, to="see", ref=ref)
    asks = ExportForm(request.GET, languages=form.versions.all()[0].languages)
    if not asks.is_valid():
        return HttpResponseRedirect(reverse("fieldwork:form-answers", args=[form.ref]))
    export, as_what = _export(request, form, asks.cleaned_data), asks.cleaned_data["format"]
    count = export.count()
    read_limits.check_export_limit(request.user, count, form)
    log.log_event(request.user, "form.exported", form, rows=count, format=as_what)
    file = export_file(export, as_what)
    response = StreamingHttpResponse(file.chunks, content_type=file.kind, headers=SEALED_OFF)
    name = f"{form.code}-{now():%Y-%m-%d}.{file.ending}"
    response.headers["Content-Disposition"] = disposition(name)
    return response


def _export(request, form: Form, told: dict) -> Export:
    wanted = TableOptions(told.get("language", ""), told.get("splits", False))
    until, frozen = told.get("until"), now()
    end = min(_begins(until + timedelta(days=1)), frozen) if until else frozen
    since = _begins(told["since"]) if told.get("since") else None
    return Export(form, request.user, wanted, since, end)


def _begins(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
