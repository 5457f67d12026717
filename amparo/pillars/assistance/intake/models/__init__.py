"""First contact: registration, screening, and import of beneficiary lists."""

from .imports import BeneficiaryList, ImportedRow, ImportFile, ImportIssue
from .screenings import Screening

__all__ = [
    "BeneficiaryList",
    "ImportFile",
    "ImportIssue",
    "ImportedRow",
    "Screening",
]
