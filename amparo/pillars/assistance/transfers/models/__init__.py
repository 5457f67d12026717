"""Transfers of cases to other offices and organizations."""

from .transfer_requests import TransferRequest
from .transfers import Transfer

__all__ = [
    "Transfer",
    "TransferRequest",
]
