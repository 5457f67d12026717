"""The models of all packages of core, for Django to find."""

from .accounts.api_tokens import ApiToken
from .accounts.organizations import Membership, Office, Organization, Team
from .accounts.recoveries import AccountRecovery
from .accounts.restricted_access import RestrictedGroupAccess
from .accounts.sessions import KnownBrowser, Session
from .accounts.users import User
from .audit.models import AuditBlock, AuditEntry, WitnessPosition
from .code_lists.models import CodeListEdition, CodeListEntry
from .encryption.values import DataKey
from .erasure import ErasureRecord, ErasureStatistic
from .idempotency import IdempotencyKey
from .jobs.models import Job
from .notifications.models import Notification, NotificationPreference
from .permissions.read_limits import BulkReadJustification
from .sequences import Sequence
from .webhooks import WebhookDelivery, WebhookSubscription

__all__ = [
    "AccountRecovery",
    "ApiToken",
    "AuditBlock",
    "AuditEntry",
    "BulkReadJustification",
    "CodeListEdition",
    "CodeListEntry",
    "DataKey",
    "ErasureRecord",
    "ErasureStatistic",
    "IdempotencyKey",
    "Job",
    "KnownBrowser",
    "Membership",
    "Notification",
    "NotificationPreference",
    "Office",
    "Organization",
    "RestrictedGroupAccess",
    "Sequence",
    "Session",
    "Team",
    "User",
    "WebhookDelivery",
    "WebhookSubscription",
    "WitnessPosition",
]
