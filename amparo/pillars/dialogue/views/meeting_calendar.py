"""The calendar feed of meetings, by the key of each person."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.context import rls_user
from amparo.ui.responses import action_done

from ..calendar import calendar_of
from ..models import Convening

FED, PAST = 500, timedelta(days=180)


@require_POST
def new_address(request):
    """Makes the address of the feed, or another one: the old one stops at once."""
    request.user.rotate_calendar_key(by=request.user)
    return action_done(
        request, next_url=f"{reverse('dialogue:meetings')}#feed", message=_("New address made.")
    )


@login_not_required
@require_http_methods(["GET", "HEAD"])
def feed(request, key):
    """For a calendar program, which cannot sign in: who has the address has the feed."""
    user = User.objects.filter(calendar_key=key, is_active=True).first() if key else None
    if user is None:
        raise Http404
    with rls_user(user, by_action=False):
        found = Convening.objects.accessible_to(user).filter(ends_at__gte=now() - PAST)
        meetings = list(found.order_by("starts_at", "pk")[:FED])
    log.log_event(user, "meeting.fetched", user, count=len(meetings))
    site = request.build_absolute_uri("/").rstrip("/")
    with translation.override(user.language or translation.get_language()):
        body = calendar_of(meetings, site=site)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")
