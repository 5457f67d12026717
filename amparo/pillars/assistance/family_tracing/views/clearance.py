"""Tracing requests that are over their time: one asks that they go, another confirms."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.models import Office
from amparo.foundation.core.permissions.rules import (
    Request,
    get_permitted_or_404,
    require_permission,
)
from amparo.pillars.assistance.privacy.models import BulkDeletion
from amparo.pillars.assistance.privacy.models.bulk_deletions import count_overdue
from amparo.ui.responses import action_done

from ..models import TracingRequest


@require_safe
def over(request: Request) -> HttpResponse:
    """How many, and whether somebody asked; nothing of what stands in them."""
    require_permission(request, "file.erase")
    office = _own_office(request)
    waiting = BulkDeletion.objects.of(TracingRequest).waiting().accessible_to(request.user)
    asked = waiting.select_related("asked_by", "office").first()
    context = {
        "office": office, "count": count_overdue(TracingRequest, office), "asked": asked,
        "is_mine": asked is not None and asked.asked_by_id == request.user.pk,
    }  # fmt: skip
    return render(request, "family_tracing/over.html", context)


@require_POST
def clear(request: Request) -> HttpResponse:
    require_permission(request, "file.erase")
    BulkDeletion.ask(TracingRequest, _own_office(request), by=request.user)
    said = _("Second approval requested. Nothing is deleted until then.")
    return action_done(request, next_url=reverse("family_tracing:over"), message=said)


@require_POST
def cleared(request: Request, ref) -> HttpResponse:
    rows = BulkDeletion.objects.of(TracingRequest)
    asked = get_permitted_or_404(request, rows, to="confirm", ref=ref)
    count = asked.confirm(by=request.user)
    said = ngettext("%(count)s request was deleted.", "%(count)s requests were deleted.", count)
    return action_done(
        request, next_url=reverse("family_tracing:over"), message=said % {"count": count}
    )


def _own_office(request: Request) -> Office:
    mine = Office.objects.filter(pk__in=request.user.offices_for("file.erase"))
    office = mine.select_related("organization").first()
    if office is None:
        raise Http404
    return office
