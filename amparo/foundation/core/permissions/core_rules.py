"""The permission rules of the models of core.

Every colleague sees who works where; changing it needs a permission of a role.
"""

from ..accounts.api_tokens import ApiToken
from ..accounts.organizations import Membership, Office, Organization, Team
from ..accounts.recoveries import AccountRecovery
from ..accounts.restricted_access import RestrictedGroupAccess
from ..accounts.sessions import KnownBrowser, Session
from ..accounts.users import User
from ..audit.models import AuditBlock, AuditEntry, WitnessPosition
from ..code_lists.models import CodeListEdition, CodeListEntry
from ..encryption.values import DataKey
from ..erasure import ErasureRecord, ErasureStatistic
from ..idempotency import IdempotencyKey
from ..jobs.models import Job
from ..notifications.models import Notification, NotificationPreference
from ..sequences import Sequence
from ..webhooks import WebhookDelivery, WebhookSubscription
from .grants import any_of
from .read_limits import BulkReadJustification
from .rules import (
    any_signed_in_user,
    has_permission,
    is_human_account,
    is_owner,
    no_one,
    of_own_office,
    of_supervised_staff,
    register_rules,
)

register_rules(Organization, see=any_signed_in_user, edit=has_permission("office.edit"))
register_rules(Office, see=any_signed_in_user, edit=has_permission("office.edit"))
register_rules(Team, see=any_signed_in_user, edit=has_permission("office.edit"))
register_rules(
    User,
    see=any_of(is_owner("pk"), is_human_account("staff.edit"), is_human_account("team.see")),
    edit=is_human_account("staff.edit"),
    vouch=any_of(is_human_account("staff.edit"), is_human_account("team.see")),
)
register_rules(Membership, see=has_permission("staff.edit"), edit=has_permission("role.give"))
register_rules(
    RestrictedGroupAccess, see=has_permission("staff.edit"), edit=has_permission("role.give")
)
register_rules(CodeListEntry, see=has_permission("code.see"), edit=has_permission("code.edit"))
register_rules(BulkReadJustification, see=any_of(is_owner("by"), of_supervised_staff))
register_rules(CodeListEdition, see=has_permission("code.see"))
register_rules(Notification, see=is_owner(), read=is_owner())
register_rules(NotificationPreference, see=is_owner(), edit=is_owner())
register_rules(AuditEntry, see=has_permission("ledger.see"))
register_rules(AuditBlock, see=has_permission("ledger.see"))
register_rules(WitnessPosition, see=has_permission("ledger.see"))
register_rules(IdempotencyKey, see=is_owner("by"))
register_rules(DataKey, see=no_one)
register_rules(Sequence, see=no_one)
register_rules(Job, see=has_permission("job.see"), retry=has_permission("job.keep"))
register_rules(ApiToken, see=has_permission("system.keep"), revoke=has_permission("system.keep"))
register_rules(
    WebhookSubscription, see=has_permission("system.keep"), keep=has_permission("system.keep")
)
register_rules(
    WebhookDelivery, see=has_permission("system.keep"), keep=has_permission("system.keep")
)
register_rules(ErasureRecord, see=of_own_office("file.erase"))
register_rules(ErasureStatistic, see=of_own_office("file.erase"))
register_rules(Session, see=is_owner(), end=any_of(is_owner(), has_permission("staff.edit")))
register_rules(KnownBrowser, see=is_owner(), forget=is_owner())
register_rules(
    AccountRecovery, see=any_of(has_permission("staff.edit"), has_permission("team.see"))
)
