"""Personal data of record linkage: that a partner knows somebody too, in their own file."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.people.merged_records import keep_with_own_record

from .models.runs import LinkageMatch

keep_with_own_record(
    LinkageMatch, why=_("What a partner knows was found for this file, by what they agreed to.")
)
