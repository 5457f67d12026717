"""Files of a training event: its calendar entry, lists and badges to print, participants, feed."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.files.downloads import SEALED_OFF, disposition
from amparo.foundation.core.models import User
from amparo.foundation.core.pdf import NoPaper
from amparo.foundation.core.permissions.rls.context import rls_user
from amparo.foundation.core.permissions.rls.records import load_related
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.refusals import Refusal
from amparo.ui.responses import action_done

from ..calendar import MEDIA_TYPE, calendar_of, event_ics
from ..exports import MEDIA_TYPES, WRITERS
from ..models import TrainingEvent
from ..printing import badges_pdf, signatures_pdf
from .events import WHOLE

FED, PAST = 500, timedelta(days=180)
WITH_REMOVED = WHOLE.prefetch_related("removed_sessions")


@require_safe
def calendar(request: HttpRequest, ref) -> HttpResponse:
    """The event for a calendar; the address of the room for who organizes it or trains."""
    event = get_permitted_or_404(request, WITH_REMOVED, to="see", ref=ref)
    load_related([event], "place")
    mine = TrainingEvent.objects.accessible_to(request.user, "train").filter(pk=event.pk)
    response = HttpResponse(
        event_ics(event, has_seat=mine.exists()), content_type=MEDIA_TYPE, headers=SEALED_OFF
    )
    response.headers["Content-Disposition"] = disposition(event.number, ".ics")
    return response


@require_POST
def new_address(request: HttpRequest) -> HttpResponse:
    """Makes the address of the feed, or another one: the old one stops at once."""
    request.user.rotate_calendar_key(by=request.user)
    return action_done(
        request, next_url=f"{reverse('training:events')}#feed", message=_("New address made.")
    )


@login_not_required
@require_http_methods(["GET", "HEAD"])
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """For a calendar program, which cannot sign in: the events that the holder of the address
    organizes or trains at.
    """
    user = User.objects.filter(calendar_key=key, is_active=True).first() if key else None
    if user is None:
        raise Http404
    with rls_user(user, by_action=False):
        found = WITH_REMOVED.accessible_to(user, "train").filter(ends_at__gte=now() - PAST)
        events = list(found.order_by("starts_at", "pk")[:FED])
        load_related(events, "place")
    log.log_event(user, "trainingevent.fetched", user, count=len(events))
    site = request.build_absolute_uri("/").rstrip("/")
    with translation.override(user.language or translation.get_language()):
        body = calendar_of(events, site=site)
    return HttpResponse(body, content_type=MEDIA_TYPE)


@require_safe
def signatures(request: HttpRequest, ref) -> HttpResponse:
    """The list for signatures, a page or more for each session; blank lines where nobody is
    enrolled yet.
    """
    event = get_permitted_or_404(request, WHOLE, to="train", ref=ref)
    return _paper(request, event, signatures_pdf, _("List for signatures"))


@require_safe
def badges(request: HttpRequest, ref) -> HttpResponse:
    """Their codes open the pages of participants: for who organizes the event alone."""
    event = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    return _paper(request, event, badges_pdf, _("Badges"))


def _paper(
    request: HttpRequest, event: TrainingEvent, make: Callable[[TrainingEvent], bytes], name: str
) -> HttpResponse:
    """In the reader's language, or the one that the address asks for."""
    asked = request.GET.get("language", "")
    language = asked if translation.check_for_language(asked) else translation.get_language()
    load_related([event], "place")
    with translation.override(language):
        try:
            paper = make(event)
        except NoPaper:
            raise Refusal(_("No PDF can be made here. Ask your administrator.")) from None
    log.log_event(request.user, "trainingevent.printed", event)
    response = HttpResponse(paper, content_type="application/pdf", headers=SEALED_OFF)
    response.headers["Content-Disposition"] = disposition(f"{name} {event.number}", ".pdf")
    return response


@require_safe
def participants(request: HttpRequest, ref, code: str) -> HttpResponse:
    """The participants of an event as CSV or XLSX, for who organizes it."""
    event = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    if code not in WRITERS:
        raise Http404
    content, count = WRITERS[code](event)
    log.log_event(request.user, "trainingevent.exported", event, count=count, format=code)
    response = HttpResponse(content, content_type=MEDIA_TYPES[code], headers=SEALED_OFF)
    response.headers["Content-Disposition"] = disposition(f"{event.number}.{code}")
    return response
