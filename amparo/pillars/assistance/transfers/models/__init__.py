"""Transfers of cases to other offices and organizations."""

from .transfer_requests import TakeOverRequest
from .transfers import Transfer

__all__ = [
    "TakeOverRequest",
    "Transfer",
]
