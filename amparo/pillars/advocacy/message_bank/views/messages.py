"""Pages of messages: the bank and one message."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.ui.pagination import paginate

from ..models import KeyMessage

PAGE = 50
WHOLE = KeyMessage.objects.select_related("office", "by").prefetch_related(
    "wordings", "places__place"
)


@require_safe
def index(request):
    """All messages that the user may see, the newest first."""
    require_permission(request, "message.see")
    rows = WHOLE.accessible_to(request.user)
    pages = paginate(rows, request, "-year", "-serial", "pk", size=PAGE)
    log.log_list(request.user, "keymessage.listed", pages)
    return render(request, "message_bank/message_list.html", {"pages": pages})


@require_safe
def show(request, ref):
    message = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    log.log_read(request.user, message)
    context = {"message": message, "may": permissions_on(message, request.user)}
    return render(request, "message_bank/message_detail.html", context)
