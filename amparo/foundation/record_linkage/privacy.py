"""Personal data of record linkage: that a partner knows somebody too, in their own file."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import declare_personal_data, declare_without_owner
from amparo.foundation.people.merged_records import keep_with_own_record
from amparo.foundation.people.models import Person

from .models.agreements import LinkageAgreement
from .models.runs import LinkageMatch

declare_personal_data(
    Person, LinkageMatch, "person", title=_("Organizations that know you too"),
    disclosed_fields=("at", "organization"),
)  # fmt: skip
declare_without_owner(
    LinkageAgreement, _("On which legal basis two organizations agreed: of no person.")
)
keep_with_own_record(
    LinkageMatch, why=_("What a partner knows was found for this file, by what they agreed to.")
)
