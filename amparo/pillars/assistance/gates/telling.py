"""How the deeds at a gate are told: in the ledger, and in the story of the case."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import events

from ..timeline import TOLD, aside, narrates, said
from .models import GateDecision

DEEDS = {
    "gate.put": _("Named what must be settled before a journey"),
    "gate.met": _("Found a condition of a journey met"),
    "gate.not_met": _("Found a condition of a journey not met"),
    "gate.reopened": _("A condition of a journey must be settled anew"),
    "gate.override_asked": _("Asked a second person to let a journey go on all the same"),
    "gate.overridden": _("Let a journey go on although a condition is not met"),
    "gate.override_refused": _("Did not let a journey go on without a condition"),
}
NOTICES = {
    "gate.override_asked": _("Somebody asks to let a journey go on without a condition. Decide."),
    "gate.overridden": _("The second person agreed: a journey may go on."),
    "gate.override_refused": _("The second person said no: a journey does not go on. Read why."),
}


def tell() -> None:
    events.EVENTS.update(DEEDS)
    events.NOTICES.update(NOTICES)
    TOLD.update(
        {
            "gate.met": aside("circle-check", _("A condition of the journey is met")),
            "gate.not_met": said("hand-stop", _("A condition of the journey is not met")),
            "gate.reopened": said("hand-stop", _("A condition must be settled anew")),
            "gate.override_asked": said("hourglass", _("A second person was asked to decide")),
            "gate.overridden": said("scale", _("Two people let the journey go on")),
            "gate.override_refused": said("hand-stop", _("The second person said no")),
        }
    )
    narrates(GateDecision, "words")
