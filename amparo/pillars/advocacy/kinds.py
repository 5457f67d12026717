"""What people say it is about, in their own words, and where that belongs in the list."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# In the order in which people are asked: what hurts first is not hidden at the end.
IN_OWN_WORDS: dict[str, Promise] = {
    "complaint_service": _("They helped me badly, late, or not at all"),
    "complaint_exclusion": _("I was left out, or treated worse than others"),
    "complaint_staff": _("Somebody who works here treated me badly or threatened me"),
    "fraud": _("Somebody asked for money or a favour, or keeps what is for others"),
    "sea": _("Somebody who should help asked for sex, or touched or hurt me sexually"),
    "protection_incident": _("Something there is dangerous for me or for others"),
    "data_breach": _("What I told was passed on, or my data are wrong"),
    "suggestion": _("I have an idea"),
    "appreciation": _("Something was good"),
    "request_info": _("I have a question"),
}

SEA = "sea"
# Where help comes before any inquiry, and details are asked by those who are trained for it.
HELP_FIRST = frozenset({SEA, "complaint_staff", "protection_incident"})
# What is only noted as far as it is needed, and given to those who investigate.
INVESTIGATED = frozenset({SEA, "complaint_staff", "fraud"})
