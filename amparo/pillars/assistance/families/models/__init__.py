"""Children alone, who cares and stands for them, and what is found best for each."""

from .assessments import BestInterestsAssessment
from .care import CareArrangement, CareVisit
from .children import ChildAlone
from .decisions import AuthorityDecision, BestInterestsDecision
from .determinations import (
    BestInterestsDetermination,
    BestInterestsInformation,
    BestInterestsOption,
)
from .family_not_told import FamilyMayBeTold, FamilyNotTold, may_family_be_told
from .guardians import Guardian
from .minors import MinorWithoutAdult
from .panel import PanelMember, PanelOpinion

__all__ = [
    "AuthorityDecision",
    "BestInterestsAssessment",
    "BestInterestsDecision",
    "BestInterestsDetermination",
    "BestInterestsInformation",
    "BestInterestsOption",
    "CareArrangement",
    "CareVisit",
    "ChildAlone",
    "FamilyMayBeTold",
    "FamilyNotTold",
    "Guardian",
    "MinorWithoutAdult",
    "PanelMember",
    "PanelOpinion",
    "may_family_be_told",
]
