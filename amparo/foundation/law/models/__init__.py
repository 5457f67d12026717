"""Instruments, provisions, what States did about treaties, imports, frameworks."""

from .frameworks import Framework, FrameworkItem
from .imports import LawImport
from .instruments import Instrument
from .provisions import Provision, ProvisionRight
from .sources import check_source, is_older_than_a_year
from .treaty_status import TreatyStatus

__all__ = [
    "Framework",
    "FrameworkItem",
    "Instrument",
    "LawImport",
    "Provision",
    "ProvisionRight",
    "TreatyStatus",
    "check_source",
    "is_older_than_a_year",
]
