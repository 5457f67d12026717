"""Records of broadcasts."""

from .batches import AudienceGroup, Batch
from .broadcasts import Broadcast, BroadcastPlace
from .confirmations import AddressConfirmation
from .subscriptions import Subscription, SubscriptionPlace, SubscriptionTopic

__all__ = [
    "AddressConfirmation",
    "AudienceGroup",
    "Batch",
    "Broadcast",
    "BroadcastPlace",
    "Subscription",
    "SubscriptionPlace",
    "SubscriptionTopic",
]
