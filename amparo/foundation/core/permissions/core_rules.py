"""The permission rules of the models of core.

Every colleague sees who works where; changing it needs a permission of a role.
"""

from ..accounts.api_tokens import Token
from ..accounts.organizations import Grant, Membership, Office, Organization, Team
from ..accounts.recoveries import Recovery
from ..accounts.sessions import Browser, Session
from ..accounts.users import User
from ..audit.models import Block, Entry, WitnessMark
from ..code_lists.models import Code, Edition
from ..encryption.values import DataKey
from ..erasure import Figure, Tombstone
from ..idempotency import Once
from ..jobs.models import Job
from ..notifications.models import Notice
from ..webhooks import Delivery, Subscription
from .read_limits import BulkReading
from .rules import (
    any_of,
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
register_rules(Grant, see=has_permission("staff.edit"), edit=has_permission("role.give"))
register_rules(Code, see=has_permission("code.see"), edit=has_permission("code.edit"))
register_rules(BulkReading, see=any_of(is_owner("by"), of_supervised_staff))
register_rules(Edition, see=has_permission("code.see"))
register_rules(Notice, see=is_owner(), read=is_owner())
register_rules(Entry, see=has_permission("ledger.see"))
register_rules(Block, see=has_permission("ledger.see"))
register_rules(WitnessMark, see=has_permission("ledger.see"))
register_rules(Once, see=is_owner("by"))
register_rules(DataKey, see=no_one)
register_rules(Job, see=has_permission("job.see"), retry=has_permission("job.keep"))
register_rules(Token, see=has_permission("system.keep"), revoke=has_permission("system.keep"))
register_rules(Subscription, see=has_permission("system.keep"), keep=has_permission("system.keep"))
register_rules(Delivery, see=has_permission("system.keep"), keep=has_permission("system.keep"))
register_rules(Tombstone, see=of_own_office("file.erase"))
register_rules(Figure, see=of_own_office("file.erase"))
register_rules(Session, see=is_owner(), end=any_of(is_owner(), has_permission("staff.edit")))
register_rules(Browser, see=is_owner(), forget=is_owner())
register_rules(Recovery, see=any_of(has_permission("staff.edit"), has_permission("team.see")))
