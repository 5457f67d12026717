"""Grants, what was paid of them, and whether it tallies."""

from .grants import AssistanceGrant
from .payments import Payment, PaymentReceipt, PaymentVoid
from .reconciliations import AnonymousPayment, Reconciliation

__all__ = [
    "AnonymousPayment",
    "AssistanceGrant",
    "Payment",
    "PaymentReceipt",
    "PaymentVoid",
    "Reconciliation",
]  # fmt: skip
