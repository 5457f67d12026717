"""The case: its record, who may open it, its tasks, notes, attachments and closure."""

from .access_grants import CaseAccessGrant
from .alerts import SafetyAlert
from .approvals import Approval
from .attachments import Attachment
from .cases import Case
from .closures import Closure
from .dependants import Dependant
from .emergency_access import BreakGlass
from .handovers import HandOver
from .notes import Note
from .saved_views import SavedView
from .settings import CaseRules
from .tasks import Task

__all__ = [
    "Approval",
    "Attachment",
    "BreakGlass",
    "Case",
    "CaseAccessGrant",
    "CaseRules",
    "Closure",
    "Dependant",
    "HandOver",
    "Note",
    "SafetyAlert",
    "SavedView",
    "Task",
]
