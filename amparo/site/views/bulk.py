"""Many files within an hour: the house asks why, and who answers for the colleague reads it."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.models import BulkReading
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.responses import action_done, safe_next_url

from ..forms.bulk import WhyForm

WHY, SHOW = "site/bulk/why.html", "site/bulk/show.html"


@require_http_methods(["GET", "HEAD", "POST"])
def why(request):
    there = _where_they_were(request)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        BulkReading.explain(by=request.user, **form.cleaned_data)
        said = _("Go on for an hour. Who answers for you has been told.")
        return action_done(request, then=there, said=said)
    office = request.user.office
    context = {"form": form, "there": there, "most": office.files_an_hour if office else 0}
    return render(request, WHY, context, status=422 if form.is_bound else 200)


@require_safe
def show(request, ref):
    readings = BulkReading.objects.select_related("by", "office")
    return render(
        request, SHOW, {"reading": get_permitted_or_404(request, readings, to="see", ref=ref)}
    )


def _where_they_were(request) -> str:
    return safe_next_url(request.POST.get("next") or request.GET.get("next") or "")
