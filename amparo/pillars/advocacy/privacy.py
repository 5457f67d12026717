"""What lies in a complaint, and what goes with it when its time is over."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import declare_personal_data

from .models import (
    Acknowledged,
    Answered,
    Closed,
    Complaint,
    DeletionAsked,
    LookedInto,
    NamedIn,
    Referred,
    Reopened,
    Resorted,
    Said,
    Told,
    Withdrawn,
)

# Nobody asks for it as their own: it has no name. Who made it reads it with the code.
_WITH_THE_CODE = _("Whoever complained reads it with their code.")
_AMONG_US = _("What was looked into stays among those who receive complaints.")

for part in (Acknowledged, Answered, Said, Reopened, Withdrawn, Told, Closed):
    declare_personal_data(Complaint, part, "complaint", withheld=_WITH_THE_CODE)
for ours in (LookedInto, Referred, Resorted, NamedIn, DeletionAsked):
    declare_personal_data(Complaint, ours, "complaint", withheld=_AMONG_US)
