"""The case: its record, who may open it, its tasks, notes, attachments and closure."""

from .access_grants import CaseAccessGrant
from .alerts import SafetyAlert
from .approvals import ApprovalRequest
from .attachments import Attachment
from .cases import Case
from .closures import Closure
from .dependants import Dependant
from .emergency_access import EmergencyAccess
from .handovers import CaseloadHandover
from .notes import Note
from .saved_views import SavedView
from .settings import CaseSettings
from .tasks import Task

__all__ = [
    "ApprovalRequest",
    "Attachment",
    "Case",
    "CaseAccessGrant",
    "CaseSettings",
    "CaseloadHandover",
    "Closure",
    "Dependant",
    "EmergencyAccess",
    "Note",
    "SafetyAlert",
    "SavedView",
    "Task",
]
