"""First contact: registration, screening, and import of beneficiary lists."""

from .imports import ImportIssue, Register, RegisterFile, RegisterRow
from .screenings import Screening

__all__ = [
    "ImportIssue",
    "Register",
    "RegisterFile",
    "RegisterRow",
    "Screening",
]
