"""Projects, funds, their budget lines and how these changed, and exchange rates."""

from .budget_lines import BudgetChange, BudgetLine
from .exchange_rates import ExchangeRate
from .funds import Fund
from .projects import Project

__all__ = ["BudgetChange", "BudgetLine", "ExchangeRate", "Fund", "Project"]
