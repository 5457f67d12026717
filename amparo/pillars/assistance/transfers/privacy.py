"""Transfer requests in subject access and erasure."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.people.merged_records import keep_with_own_record

from .models import TransferRequest

keep_with_own_record(
    TransferRequest, why=_("What one office asked of another about the file that it keeps.")
)
