"""Unaccompanied and separated children: their care, guardian, and best interests."""

from .assessments import BestInterestsAssessment
from .care import CareArrangement, CareVisit
from .children import UnaccompaniedChild
from .contact_restrictions import (
    FamilyContactRestriction,
    FamilyContactRestrictionEnd,
    may_contact_family,
)
from .decisions import AuthorityDecision, BestInterestsDecision
from .determinations import (
    BestInterestsDetermination,
    BestInterestsInformation,
    BestInterestsOption,
)
from .guardians import Guardian
from .minors import MinorWithoutAdult, end_time_alone
from .panel import PanelMember, PanelOpinion
from .workers import workers_of

__all__ = [
    "AuthorityDecision",
    "BestInterestsAssessment",
    "BestInterestsDecision",
    "BestInterestsDetermination",
    "BestInterestsInformation",
    "BestInterestsOption",
    "CareArrangement",
    "CareVisit",
    "FamilyContactRestriction",
    "FamilyContactRestrictionEnd",
    "Guardian",
    "MinorWithoutAdult",
    "PanelMember",
    "PanelOpinion",
    "UnaccompaniedChild",
    "end_time_alone",
    "may_contact_family",
    "workers_of",
]
