"""Children alone, who cares and stands for them, and what is found best for each."""

from .assessments import AssessmentAnswer, BestInterestsAssessment
from .care import CareArrangement, CareVisit
from .children import AloneNoLonger, ChildAlone
from .decisions import AuthorityDecision, BestInterestsDecision, ChildInformed, DecisionReopened
from .determinations import (
    BestInterestsDetermination,
    BestInterestsInformation,
    BestInterestsOption,
)
from .family_not_told import FamilyMayBeTold, FamilyNotTold, may_family_be_told
from .guardians import Guardian
from .minors import MinorWithoutAdult
from .panel import MemberExcused, PanelMember, PanelOpinion

__all__ = [
    "AloneNoLonger",
    "AssessmentAnswer",
    "AuthorityDecision",
    "BestInterestsAssessment",
    "BestInterestsDecision",
    "BestInterestsDetermination",
    "BestInterestsInformation",
    "BestInterestsOption",
    "CareArrangement",
    "CareVisit",
    "ChildAlone",
    "ChildInformed",
    "DecisionReopened",
    "FamilyMayBeTold",
    "FamilyNotTold",
    "Guardian",
    "MemberExcused",
    "MinorWithoutAdult",
    "PanelMember",
    "PanelOpinion",
    "may_family_be_told",
]
