"""Personal data of record linkage: that a partner knows somebody too, in their own file."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import declare_personal_data, declare_without_owner
from amparo.foundation.people.merged_records import keep_with_own_record
from amparo.foundation.people.models import Person

from .models.agreements import LinkAgreement
from .models.runs import Linked

declare_personal_data(
    Person, Linked, "person", title=_("Organizations that know you too"),
    tells=("at", "organization"),
)  # fmt: skip
declare_without_owner(
    LinkAgreement, _("On which legal basis two organizations agreed: of no person.")
)
keep_with_own_record(
    Linked, why=_("What a partner knows was found for this file, by what they agreed to.")
)
