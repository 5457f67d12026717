"""Case plans, goals and actions, follow-ups and case conferences."""

from .conferences import Conference
from .follow_ups import FollowUp
from .goal_outcomes import GoalOutcome
from .plans import Action, Agreement, Goal, Plan

__all__ = [
    "Action",
    "Agreement",
    "Conference",
    "FollowUp",
    "Goal",
    "GoalOutcome",
    "Plan",
]
