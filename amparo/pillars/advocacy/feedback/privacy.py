"""Personal data of a complaint: what is disclosed with the code, and what is withheld."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import declare_personal_data

from .models import (
    Complaint,
    ComplaintAction,
    ComplaintSubject,
    InvestigationNote,
    ResponseDelivery,
)
from .models.records import KNOWN_WITH_CODE

# Nobody asks for it as their own: it has no name. Who made it reads it with the code.
_WITH_THE_CODE = _("Whoever complained reads it with their code.")
_AMONG_US = _("What was looked into stays among those who receive complaints.")
_KNOWN = Q(kind__in=KNOWN_WITH_CODE)

declare_personal_data(
    Complaint, ComplaintAction, "complaint", only=_KNOWN, withheld=_WITH_THE_CODE
)
declare_personal_data(Complaint, ComplaintAction, "complaint", only=~_KNOWN, withheld=_AMONG_US)
declare_personal_data(Complaint, ResponseDelivery, "complaint", withheld=_WITH_THE_CODE)
for internal in (InvestigationNote, ComplaintSubject):
    declare_personal_data(Complaint, internal, "complaint", withheld=_AMONG_US)
