"""Direct assistance: cases, and all that is done in them from first contact to closure."""

from .alerts import SafetyAlert
from .answers import Answer, ServiceReported
from .approvals import Approval
from .assessments import Assessment, Need
from .attachments import Attachment
from .bulk_deletions import BulkDeletion, BulkDeletionKind
from .case_reach import CaseReach
from .cases import Case
from .closures import Closure, GoalOutcome
from .concerned import Concerned
from .conferences import Conference
from .dependants import Dependant
from .emergencies import BreakGlass
from .filled_files import FilledFile
from .followups import FollowUp
from .form_drafts import FormDraft
from .forms_filled import FormFilled
from .handovers import HandOver
from .help_parts import HelpConsent, HelpMessage, HelpStep
from .help_requests import HelpRequest
from .notes import Note
from .plans import Action, Agreement, Goal, Plan
from .reception import Reception
from .referral_links import ReferralLink
from .referrals import Referral
from .registers import (
    Register,
    RegisterFile,
    RegisterRow,
    RowTrouble,
)
from .retention import Deletion, LegalHold
from .rights import Parcel, RightsRequest, Withheld
from .rules import CaseRules
from .saved_views import SavedView
from .screenings import Screening
from .services import GivenAndErased, ServiceGiven, ServiceRecipient
from .take_overs import TakeOverRequest
from .tasks import Task
from .transfers import Transfer

__all__ = [
    "Action",
    "Agreement",
    "Answer",
    "Approval",
    "Assessment",
    "Attachment",
    "BreakGlass",
    "BulkDeletion",
    "BulkDeletionKind",
    "Case",
    "CaseReach",
    "CaseRules",
    "Closure",
    "Concerned",
    "Conference",
    "Deletion",
    "Dependant",
    "FilledFile",
    "FollowUp",
    "FormDraft",
    "FormFilled",
    "GivenAndErased",
    "Goal",
    "GoalOutcome",
    "HandOver",
    "HelpConsent",
    "HelpMessage",
    "HelpRequest",
    "HelpStep",
    "LegalHold",
    "Need",
    "Note",
    "Parcel",
    "Plan",
    "Reception",
    "Referral",
    "ReferralLink",
    "Register",
    "RegisterFile",
    "RegisterRow",
    "RightsRequest",
    "RowTrouble",
    "SafetyAlert",
    "SavedView",
    "Screening",
    "ServiceGiven",
    "ServiceRecipient",
    "ServiceReported",
    "TakeOverRequest",
    "Task",
    "Transfer",
    "Withheld",
]
