"""Pages of training events: the list and one event."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.ui.pagination import paginate

from ..models import TrainingEvent

PAGE = 50
WHOLE = TrainingEvent.objects.select_related(
    "office", "place", "version__course"
).prefetch_related("version__texts", "sessions")


@require_safe
def index(request):
    """Those that the user may see, the newest first."""
    pages = paginate(
        WHOLE.accessible_to(request.user), request, "-year", "-serial", "pk", size=PAGE
    )
    log.log_list(request.user, "trainingevent.listed", pages)
    return render(request, "training/event_list.html", {"pages": pages})


@require_safe
def show(request, ref):
    event = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    context = {"event": event, "may": permissions_on(event, request.user)}
    return render(request, "training/event_detail.html", context)
