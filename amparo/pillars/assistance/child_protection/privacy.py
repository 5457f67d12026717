"""What is written of a child alone lies in the file of the case; what the child may read of it."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.people.merged_records import keep_with_own_record

from .models import (
    MinorWithoutAdult,
    UnaccompaniedChild,
)

keep_with_own_record(
    MinorWithoutAdult, why=_("It says how one file began, and is looked at there.")
)
keep_with_own_record(UnaccompaniedChild, why=_("It belongs to a case, and is read with it."))
