"""Who uses the house, in which offices and teams, and what each of them did."""

from .blocks import Block, WitnessMark
from .bulk import BulkReading
from .codes import Code, Edition
from .data_keys import DataKey
from .deliveries import Delivery
from .jobs import Job
from .ledger import Entry
from .memberships import Grant, Membership
from .notices import Notice
from .offices import Office, Organization, Team
from .once import Once
from .recoveries import Recovery
from .sessions import Browser, Session
from .subscriptions import Subscription
from .tokens import Token
from .tombstones import Figure, Tombstone
from .users import User

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
