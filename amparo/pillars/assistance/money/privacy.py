"""What was granted and paid lies in the file of its case; what remains of it is a figure."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import (
    Erasure,
    before_erasure,
    declare_personal_data,
    declare_without_owner,
)

from ..models import Case
from .models import (
    Grant,
    GrantDecision,
    GrantWithdrawn,
    PaidAndErased,
    Payment,
    PaymentReceipt,
    PaymentVoided,
    Reconciliation,
)

declare_personal_data(
    Case, Grant, "case", title=_("Grants and allowances"), needs_review=True,
    disclosed_fields=("at", "kind", "amount", "currency", "in_kind", "state", "words"),
)  # fmt: skip
declare_personal_data(
    Case, GrantDecision, "grant__case", title=_("What was decided about them"), needs_review=True,
    disclosed_fields=("at", "approved", "because"),
)  # fmt: skip
declare_personal_data(
    Case, GrantWithdrawn, "grant__case", title=_("Grants that were withdrawn"), needs_review=True,
    disclosed_fields=("at", "because"),
)  # fmt: skip
declare_personal_data(
    Case, Payment, "grant__case", title=_("Payments"), needs_review=True,
    disclosed_fields=("on", "amount", "how", "receipt", "words"),
)  # fmt: skip
declare_personal_data(
    Case, PaymentReceipt, "payment__grant__case", title=_("Receipts of payments"),
    disclosed_fields=("on", "how"),
)  # fmt: skip
declare_personal_data(
    Case, PaymentVoided, "payment__grant__case", title=_("Payments that were cancelled"),
    needs_review=True, disclosed_fields=("at", "because"),
)  # fmt: skip
declare_without_owner(
    Reconciliation, _("Why an account differs: of the money of an office, of no person.")
)


def leave_the_figures(case: Case, erasing: Erasure) -> None:
    """The accounts of a fund stay right when a file goes: each payment as a figure."""
    paid = Payment.objects.live().filter(grant__case=case).select_related("grant")
    PaidAndErased.objects.bulk_create(
        PaidAndErased(
            line_id=each.grant.line_id, receipt=each.receipt, on=each.on, charged=each.charged
        )
        for each in paid
    )


before_erasure(Case, leave_the_figures)
