"""Reasons for and against a likeness, and what to do next, in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .likeness import Reason

_SAID = {
    "name_same": _("Same name"),
    "name_alike": _("The names sound alike"),
    "name_part": _("Part of the name sounds alike"),
    "name_other": _("Another name"),
    "parent_same": _("The name of a parent fits"),
    "parent_other": _("A parent has another name"),
    "year_same": _("Same year of birth"),
    "sex_other": _("Another sex"),
    "nationality_same": _("Same nationality"),
    "nationality_other": _("Another nationality"),
}
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


def said(reason: Reason) -> str:
    if reason.code in ("year_near", "year_far"):
        text = ngettext(
            "%(count)s year between the years of birth",
            "%(count)s years between the years of birth",
            reason.years,
        )
        return text % {"count": reason.years}
    return str(_SAID.get(reason.code, reason.code))
