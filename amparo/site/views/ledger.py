"""The ledger, as an auditor reads it: who did what and opened what, never what it says."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from amparo.foundation.trust.access import must
from amparo.foundation.trust.models import Entry

INDEX = "site/ledger.html"
PAGE = 50


@require_safe
def index(request):
    must(request, "ledger.see")
    lines = Entry.objects.open_to(request.user).select_related("by").order_by("-pk")
    if request.GET.get("before", "").isdigit():
        lines = lines.filter(pk__lt=int(request.GET["before"]))
    if request.GET.get("what") in ("deeds", "readings"):
        lines = getattr(lines, request.GET["what"])()
    found = list(lines[: PAGE + 1])
    older = found[PAGE - 1].pk if len(found) > PAGE else None
    return render(
        request,
        INDEX,
        {"lines": found[:PAGE], "older": older, "what": request.GET.get("what", "")},
    )
