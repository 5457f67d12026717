"""Funds and what they are for, rates, grants, what was paid of them, and whether it tallies."""

from .funds import BudgetChange, BudgetLine, Fund
from .grants import Grant
from .payments import Payment, PaymentReceipt, PaymentVoided
from .rates import ExchangeRate
from .reconciliations import PaidAndErased, Reconciliation

__all__ = [
    "BudgetChange", "BudgetLine", "ExchangeRate", "Fund", "Grant",
    "PaidAndErased", "Payment", "PaymentReceipt", "PaymentVoided",
    "Reconciliation",
]  # fmt: skip
