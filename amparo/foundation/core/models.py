"""The models of all packages of core, for Django to find."""

from .accounts.api_tokens import Token
from .accounts.organizations import Grant, Membership, Office, Organization, Team
from .accounts.recoveries import Recovery
from .accounts.sessions import Browser, Session
from .accounts.users import User
from .audit.models import Block, Entry, WitnessMark
from .code_lists.models import Code, Edition
from .encryption.values import DataKey
from .erasure import Figure, Tombstone
from .idempotency import Once
from .jobs.models import Job
from .notifications.models import Notice
from .permissions.read_limits import BulkReading
from .webhooks import Delivery, Subscription

__all__ = [
    "Block",
    "Browser",
    "BulkReading",
    "Code",
    "DataKey",
    "Delivery",
    "Edition",
    "Entry",
    "Figure",
    "Grant",
    "Job",
    "Membership",
    "Notice",
    "Office",
    "Once",
    "Organization",
    "Recovery",
    "Session",
    "Subscription",
    "Team",
    "Token",
    "Tombstone",
    "User",
    "WitnessMark",
]
