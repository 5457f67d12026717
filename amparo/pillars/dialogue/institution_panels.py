"""The desk of an institution: the meetings to which it is called."""

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Organization, User
from amparo.foundation.links.extension_points import InstitutionPanel

from .models import Convening
from .presenters.meetings import when_of

TEMPLATE = "dialogue/desk_meetings.html"
MOST = 4


def meetings_of_institution(user: User, organization: Organization) -> InstitutionPanel | None:
    """Returns the coming meetings that the user sees, the next one first; None without any. One
    query.
    """
    coming = Convening.objects.coming(now()).exclude(state=Convening.State.CANCELLED)
    seen = coming.accessible_to(user).select_related("forum")[:MOST]
    meetings = [(each, when_of(each)) for each in seen]
    return InstitutionPanel(TEMPLATE, meetings) if meetings else None
