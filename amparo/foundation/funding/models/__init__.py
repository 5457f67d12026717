"""Funds, their budget lines and how these changed, and exchange rates."""

from .budget_lines import BudgetChange, BudgetLine
from .exchange_rates import ExchangeRate
from .funds import Fund

__all__ = ["BudgetChange", "BudgetLine", "ExchangeRate", "Fund"]
