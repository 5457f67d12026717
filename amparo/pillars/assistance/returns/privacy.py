"""A journey home lies in the file of its case, and is told and erased with it."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import blocks_erasure
from amparo.foundation.people.merged_records import keep_with_own_record
from amparo.foundation.people.models import Person

from .models import (
    Traveller,
)

# Also of somebody who left the case since: as long as the return is kept, so is who was on it.
blocks_erasure(Person, lambda person: Traveller.objects.filter(person=person).exists())

keep_with_own_record(Traveller, why=_("It belongs to a case, and is read with it."))
