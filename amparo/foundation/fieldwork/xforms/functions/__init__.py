"""The functions that the rules of a form may call: these, and no others."""

from . import choosing, dates, geography, numbers, seals, texts  # noqa: F401 - they enrol
from .library import FUNCTIONS, Function

__all__ = ["FUNCTIONS", "Function"]
