"""How the deeds of a search are told: in the ledger, in notices, and in the story of a case."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import events

from ..timeline import narrates, said
from ..told.words import LISTS
from .models import ReunificationCalledOff, Reunited

DEEDS = {
    "tracing.listed": _("Looked at the list of tracing requests"),
    "tracing.candidates": _("Looked at people who may be the one who is looked for"),
    "tracingrequest.taken": _("Took down that somebody looks for their family"),
    "tracingrequest.changed": _("Changed how to reach somebody who looks for their family"),
    "tracingrequest.printed": _("Printed what a relative told about their search"),
    "tracing.cleared": _("Deleted tracing requests whose time was over"),
    "tracing.clearing_asked": _("Asked to delete tracing requests whose time is over"),
    "tracingconsent.given": _("Noted that a relative agrees to the search"),
    "tracingconsent.refused": _("Noted that a relative does not agree to the search"),
    "tracingconsent.taken_back": _("Noted that a relative took their consent back"),
    "sought.named": _("Wrote down who is looked for"),
    "sought.changed": _("Wrote down more about somebody who is looked for"),
    "tracingaction.taken": _("Took a step to find somebody"),
    "match.proposed": _("Put two files side by side, to ask both"),
    "match.set_aside": _("Found that it is somebody else"),
    "verification.recorded": _("Wrote down what one side told"),
    "relativetold.told": _("Told a relative that somebody was found"),
    "tracingclosed.closed": _("Closed a tracing request"),
    "tracingreopened.opened": _("Opened a tracing request again"),
    "reunification.prepared": _("Prepared that a family comes together"),
    "reunification.planned": _("Set the day on which a family comes together"),
    "reunification.called_off": _("Called off that a family comes together"),
    "reunification.printed": _("Printed the paper of a handover"),
    "reunited.handed_over": _("Handed somebody over to their family"),
}
NOTICES = {
    "tracing.taken": _("Somebody looks for their family. Read the request."),
    "tracing.taken_back": _("A relative took back their consent: the search stops."),
    "tracing.clearing": _("Tracing requests are over their time. Confirm that they are deleted."),
}
TOLD = {
    "reunification.prepared": said("users", _("Coming together with the family is prepared")),
    "reunification.planned": said("calendar", _("The day of coming together was set")),
    "reunification.called_off": said("hand-stop", _("Coming together was called off")),
    "reunited.handed_over": said("heart-handshake", _("Handed over to the family")),
}
CODES = {
    "sought.cause": "separation_cause",
    "sought.relation": "family_relation",
    "tracingconsent.method": "consent_method",
    "relativetold.method": "follow_up_mode",
}


def tell() -> None:
    LISTS.update(CODES)
    events.EVENTS.update(DEEDS)
    events.NOTICES.update(NOTICES)
    narrates(ReunificationCalledOff, "because")
    narrates(Reunited, "words")
