"""Who sees, keeps and approves broadcasts. Subscriptions are seen by nobody who works here: only
how many they are is counted. Whoever sees a broadcast may pause it: what does harm stops at once.
"""

from amparo.foundation.core.accounts.roles import give_permissions
from amparo.foundation.core.permissions.grants import any_of
from amparo.foundation.core.permissions.rules import (
    has_permission,
    no_one,
    register_rules,
    via_foreign_key,
)
from amparo.foundation.funding.permissions import in_own_office

from .models import (
    AddressConfirmation,
    AudienceGroup,
    Batch,
    Broadcast,
    BroadcastPlace,
    Subscription,
    SubscriptionPlace,
    SubscriptionTopic,
)

give_permissions("supervisor", "broadcast.approve", "broadcast.see")
give_permissions("communications", "broadcast.approve", "broadcast.keep", "broadcast.see")


_KEEP = in_own_office("broadcast.keep", "office")
_APPROVE = in_own_office("broadcast.approve", "office")

register_rules(
    Broadcast,
    see=has_permission("broadcast.see"),
    keep=_KEEP,
    approve=_APPROVE,
    pause=has_permission("broadcast.see"),
    run=any_of(_KEEP, _APPROVE),
)
for part in (BroadcastPlace, Batch, AudienceGroup):
    register_rules(part, see=via_foreign_key("broadcast"))
for closed in (Subscription, SubscriptionTopic, SubscriptionPlace, AddressConfirmation):
    register_rules(closed, see=no_one)
