"""What was decided at the gates of a journey lies in the file of its case."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.people.merged_records import keep_with_own_record

from .models import Gate

keep_with_own_record(Gate, why=_("It belongs to a case, and is read with it."))
