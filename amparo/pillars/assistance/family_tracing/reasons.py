"""What to do next about somebody who may be the one, in words."""

from django.utils.translation import gettext_lazy as _

NEXT = {
    "nothing": _("Nothing: one of them does not agree to the search."),
    "ask_person": _("Ask the person who may have been found, alone."),
    "set_aside": _("It does not fit: say that it is somebody else."),
    "respect_no": _("They do not want it. Nobody tells the family that they were found."),
    "not_told": _("The family must not be told yet. Do not contact the relative."),
    "ask_relative": _("Ask the relative what only family can know."),
    "verify_more": _("It is not clear yet: verify more of what they said."),
    "settle": _("Speak with both about what they want and whether it is safe."),
    "reunify": _("All is verified: prepare that they come together."),
}
