"""Views: a participant types the code of the session that goes on, on their own page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from amparo.foundation.core.rate_limits import RateLimit
from amparo.foundation.core.receipt_sessions import ReceiptSession
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.training.models import Enrolment
from amparo.pillars.training.session_codes import WrongCode
from amparo.pillars.training.session_codes import sign_in as sign_in_by_code

from ..templatetags.public import to
from .my_training import own_page, require_enrolment

# Of one badge: a million codes, twenty of which are taken at a time. Who guesses for the whole of
# a day finds one in a hundred.
WRONG_CODES, WITHIN_SECONDS = 8, 10 * 60


@require_enrolment("POST")
def sign_in(
    request: HttpRequest, visit: ReceiptSession, enrolment: Enrolment, session: UUID
) -> HttpResponse:
    """Records that they are here. A code that is not taken counts as a try of this badge alone:
    all telephones of a room share one address.
    """
    sessions = enrolment.event.sessions.all()
    found = next((each for each in sessions if each.ref == session), None)
    if found is None:
        raise Refusal(_("This session is not one of your training."))
    attempts = RateLimit(f"attendance:{enrolment.ref}", WRONG_CODES, WITHIN_SECONDS)
    ticket = attempts.take()
    if not ticket:
        raise TooManyCodes(
            _("That was tried too often. Wait ten minutes, or ask the trainer to mark you.")
        )
    try:
        sign_in_by_code(found, enrolment, request.POST.get("code", ""))
    except WrongCode as wrong:
        response = own_page(request, visit, enrolment, str(wrong), wrong.status)
        response.keep_changes = True  # type: ignore[attr-defined]  # what was tried is counted
        return response
    except Refusal:
        attempts.give_back(ticket)
        raise
    attempts.give_back(ticket)
    return HttpResponseRedirect(to("my-training"), status=303)


class TooManyCodes(Refusal):
    status = 429
