"""What was granted and paid lies in the file of its case; what remains of it is a figure."""

from amparo.foundation.core.erasure import (
    Erasure,
    before_erasure,
)
from amparo.pillars.assistance.cases.models import Case

from .models import (
    AnonymousPayment,
    Payment,
)


def keep_anonymous_payments(case: Case, erasing: Erasure) -> None:
    """The accounts of a fund stay right when a file goes: each payment as a figure."""
    paid = Payment.objects.live().filter(grant__case=case).select_related("grant")
    AnonymousPayment.objects.bulk_create(
        AnonymousPayment(
            line_id=each.grant.line_id, receipt=each.receipt, on=each.on, charged=each.charged
        )
        for each in paid
    )


before_erasure(Case, keep_anonymous_payments)
