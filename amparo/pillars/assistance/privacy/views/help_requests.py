"""Requests for help whose time is over are deleted together, by two people."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from amparo.foundation.core.models import Office
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.pillars.assistance.help_requests.models import HelpRequest
from amparo.ui.responses import action_done

from ..models import BulkDeletion


@require_POST
def request_deletion(request):
    """Ask a second person to delete what is over its time."""
    require_permission(request, "file.erase")
    office = _own_office(request)
    BulkDeletion.ask(HelpRequest, office, by=request.user)
    said = _("Second approval requested. Nothing is deleted until then.")
    return action_done(request, next_url=reverse("privacy:due"), message=said)


@require_POST
def delete(request, ref):
    rows = BulkDeletion.objects.of(HelpRequest)
    asked = get_permitted_or_404(request, rows, to="confirm", ref=ref)
    count = asked.confirm(by=request.user)
    said = ngettext("%(count)s request was deleted.", "%(count)s requests were deleted.", count)
    return action_done(request, next_url=reverse("privacy:due"), message=said % {"count": count})


def _own_office(request) -> Office:
    office = Office.objects.filter(pk__in=request.user.offices_for("file.erase")).first()
    if office is None:
        raise Http404
    return office
