"""Grants, what was paid of them, and whether it tallies."""

from .grants import Grant
from .payments import Payment, PaymentReceipt, PaymentVoided
from .reconciliations import PaidAndErased, Reconciliation

__all__ = [
    "Grant", "PaidAndErased", "Payment", "PaymentReceipt", "PaymentVoided", "Reconciliation",
]  # fmt: skip
