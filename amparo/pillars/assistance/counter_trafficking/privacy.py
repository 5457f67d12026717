"""What is known of exploitation lies in the file of its case; testimony under a key of its own."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import (
    Erasure,
    before_erasure,
)
from amparo.foundation.core.models import DataKey
from amparo.foundation.people.merged_records import keep_with_own_record
from amparo.pillars.assistance.cases.models import Case

from .models import (
    HtcdsImportedRecord,
    TestimonyText,
    TraffickingRecord,
)


def erase_testimony(case: Case, erasing: Erasure) -> None:
    """Each testimony lies under a key of its own, which is destroyed with the file."""
    words = TestimonyText.objects.filter(testimony__way__case=case)
    DataKey.destroy(words.values_list("ref", flat=True))


before_erasure(Case, erase_testimony)


keep_with_own_record(TraffickingRecord, why=_("It belongs to a case, and is read with it."))
keep_with_own_record(HtcdsImportedRecord, why=_("Where one file came from."))
