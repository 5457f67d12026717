"""Services provided to people of a case, with their receipts and costs."""

from .services import AnonymousService, ServiceProvided, ServiceRecipient

__all__ = [
    "AnonymousService",
    "ServiceProvided",
    "ServiceRecipient",
]
