"""Services provided to people of a case, with their receipts and costs."""

from .services import GivenAndErased, ServiceGiven, ServiceRecipient

__all__ = [
    "GivenAndErased",
    "ServiceGiven",
    "ServiceRecipient",
]
