"""What lies in a complaint, and what goes with it when its time is over."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import declare_personal_data

from .models import Complaint, ComplaintAction, LookedInto, NamedIn, Told
from .models.records import KNOWN_WITH_CODE

# Nobody asks for it as their own: it has no name. Who made it reads it with the code.
_WITH_THE_CODE = _("Whoever complained reads it with their code.")
_AMONG_US = _("What was looked into stays among those who receive complaints.")
_KNOWN = Q(kind__in=KNOWN_WITH_CODE)

declare_personal_data(
    Complaint, ComplaintAction, "complaint", only=_KNOWN, withheld=_WITH_THE_CODE
)
declare_personal_data(Complaint, ComplaintAction, "complaint", only=~_KNOWN, withheld=_AMONG_US)
declare_personal_data(Complaint, Told, "complaint", withheld=_WITH_THE_CODE)
for ours in (LookedInto, NamedIn):
    declare_personal_data(Complaint, ours, "complaint", withheld=_AMONG_US)
