"""How returns are told: in the ledger, in the story of the case, and on first screens."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import events

from ..models import Case
from ..timeline import aside, narrates, said
from ..undertakings import Undertaking, undertakes
from .models import Counselling, Departure, JourneyEnded, ReturnJourney, Welcome
from .standing import headlines, mine, standings, watched

DEEDS = {
    "return.begun": _("Began to prepare a return with somebody"),
    "return.joined": _("Let somebody join a return"),
    "return.received_by": _("Named the office that receives somebody who returns"),
    "return.counselled": _("Recorded counselling about a return"),
    "return.decided": _("Recorded a decision about a return"),
    "return.taken_back": _("Recorded that a decision to return was taken back"),
    "return.parted": _("Let somebody part from a return"),
    "return.leg_planned": _("Planned a leg of a return"),
    "return.leg_changed": _("Changed a leg of a return"),
    "return.leg_off": _("Called off a leg of a return"),
    "return.provided": _("Arranged help on the way home"),
    "return.provision_ended": _("Ended help on the way home"),
    "return.document": _("Noted how far a travel document has come"),
    "return.booked": _("Booked a return"),
    "return.unbooked": _("The booking of a return ended"),
    "return.departed": _("Recorded a departure"),
    "return.arrived": _("Confirmed an arrival"),
    "return.welcomed": _("Welcomed somebody who returned"),
    "return.ended": _("Ended a return before departure"),
    "return.printed": _("Took a paper of a return"),
    "return.listed": _("Looked through the list of returns"),
    "return.manifest_listed": _("Looked through who departs on a day"),
    "return.manifest_taken": _("Took the list of who departs on a day"),
}
NOTICES = {
    "return.taken_back": _("Somebody took back their decision to return. Nothing is booked now."),
    "return.unbooked": _("A condition is no longer met: a return is not booked any more."),
}
TOLD = {
    "return.begun": said("home-heart", _("They think of going home")),
    "return.joined": said("users", _("Somebody joined the return")),
    "return.received_by": aside("building-community", _("The receiving office was named")),
    "return.counselled": said("messages", _("Counselling about a return")),
    "return.decided": said("file-certificate", _("Somebody decided about the return")),
    "return.taken_back": said("hand-stop", _("A decision to return was taken back")),
    "return.parted": said("users", _("Somebody parted from the return")),
    "return.leg_planned": aside("map-pin", _("A leg of the way was planned")),
    "return.leg_changed": aside("map-pin", _("A leg of the way was changed")),
    "return.leg_off": aside("x", _("A leg of the way was called off")),
    "return.provided": aside("heart-handshake", _("Help on the way was arranged")),
    "return.provision_ended": aside("x", _("Help on the way is not needed")),
    "return.document": aside("file-certificate", _("News of a travel document")),
    "return.booked": said("calendar-event", _("The journey home is booked")),
    "return.unbooked": said("hand-stop", _("The journey home is not booked any more")),
    "return.departed": said("home-heart", _("They left for home")),
    "return.arrived": said("map-pin", _("They arrived")),
    "return.welcomed": said("home", _("They were welcomed")),
    "return.ended": said("x", _("The return ended before it began")),
}


def tell() -> None:
    events.EVENTS.update(DEEDS)
    events.NOTICES.update(NOTICES)
    undertakes(
        Undertaking(
            name="return", icon="home-heart", begins="returns:begin",
            offer=_("Prepare a return"),
            exists=lambda: Exists(ReturnJourney.objects.filter(case=OuterRef("pk"))),
            standings=standings, may_begin=_may_begin, mine=mine, watched=watched,
            headlines=headlines, told=TOLD,
        )
    )  # fmt: skip
    narrates(Counselling, "words")
    narrates(Departure, "words")
    narrates(Welcome, "words")
    narrates(JourneyEnded, "words")


def _may_begin(case: Case) -> bool:
    """Where somebody could travel: a community or an institution does not."""
    return bool(case.person_id or case.family_id)
