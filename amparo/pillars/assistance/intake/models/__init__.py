"""First contact: registration, screening, and import of beneficiary lists."""

from .imports import Register, RegisterFile, RegisterRow, RowTrouble
from .screenings import Screening

__all__ = [
    "Register",
    "RegisterFile",
    "RegisterRow",
    "RowTrouble",
    "Screening",
]
