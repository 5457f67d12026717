"""A flag lies in the file of its case, and is read with it."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.people.merged_records import keep_with_own_record

from .models import ProtectionFlag

keep_with_own_record(ProtectionFlag, why=_("It belongs to a case, and is read with it."))
