"""Case plans, goals and actions, follow-ups and case conferences."""

from .conferences import CaseConference
from .follow_ups import FollowUp
from .goal_outcomes import GoalOutcome
from .plans import Action, CasePlan, CasePlanAgreement, Goal

__all__ = [
    "Action",
    "CaseConference",
    "CasePlan",
    "CasePlanAgreement",
    "FollowUp",
    "Goal",
    "GoalOutcome",
]
