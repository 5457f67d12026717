"""Views: the calendar file of a training, for who opened their page with the code of a badge."""

from django.http import HttpRequest, HttpResponse

from amparo.foundation.core.files.downloads import disposition
from amparo.foundation.core.permissions.rls.records import load_related
from amparo.foundation.core.receipt_sessions import ReceiptSession
from amparo.pillars.training.calendar import MEDIA_TYPE, event_ics
from amparo.pillars.training.models import Enrolment

from .my_training import require_enrolment


@require_enrolment("GET")
def calendar(request: HttpRequest, visit: ReceiptSession, enrolment: Enrolment) -> HttpResponse:
    """The sessions for their own calendar, with the address of the room for who has a seat."""
    event = enrolment.event
    load_related([event], "place", "sessions", "removed_sessions")
    has_seat = enrolment.state == Enrolment.State.ENROLLED
    response = HttpResponse(event_ics(event, has_seat=has_seat), content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = disposition(event.number, ".ics")
    return response
