"""The ledger, as an auditor reads it: who did what and opened what, never what it says."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import events
from amparo.foundation.core.models import Block, Entry
from amparo.foundation.core.permissions.rules import require_permission
from amparo.ui.pagination import paginate

from ..forms.ledger import SiftForm

INDEX = "site/ledger.html"
PAGE = 50


@require_safe
def index(request):
    require_permission(request, "ledger.see")
    form = SiftForm(request.GET)
    lines = form.sift(Entry.objects.open_to(request.user).select_related("by"))
    pages = paginate(lines, request, "-pk", size=PAGE)
    context = {
        "form": form,
        "pages": pages,
        "lines": [
            (line, events.event_label(line.deed), events.record_label(line.record_type))
            for line in pages
        ],
        "newest": Block.objects.open_to(request.user).order_by("number").last(),
    }
    return render(request, INDEX, context)
