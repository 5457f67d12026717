"""What was decided at the checks of a journey lies in the file of its case."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.people.merged_records import keep_with_own_record

from .models import Check

keep_with_own_record(Check, why=_("It belongs to a case, and is read with it."))
