"""Records of standards: endorsements, adoptions, and self-assessments of institutions."""

from .adoptions import Adoption
from .endorsements import Endorsement
from .self_assessments import AssessmentItem, ImprovementAction, SelfAssessment

__all__ = ["Adoption", "AssessmentItem", "Endorsement", "ImprovementAction", "SelfAssessment"]
