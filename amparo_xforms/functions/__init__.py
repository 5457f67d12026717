"""The XPath functions that the rules of a form may call: these, and no others."""

from . import choices, dates, numbers, text  # noqa: F401 - they register themselves
from .registry import FUNCTIONS, Function

__all__ = ["FUNCTIONS", "Function"]
