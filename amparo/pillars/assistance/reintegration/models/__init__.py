"""Reintegration: plans with what is in them, and projects of communities and institutions."""

from .causes import CommunityProjectCause, ProjectCase
from .community_projects import CommunityProject
from .headcounts import ParticipantCount, ParticipantCountLine
from .items import PlanItem
from .plans import ReintegrationAgreement, ReintegrationPlan
from .results import CommunityProjectResult, IndicatorMeasurement
from .status import ReintegrationPlanClosure, ReintegrationReview

__all__ = [
    "CommunityProject",
    "CommunityProjectCause",
    "CommunityProjectResult",
    "IndicatorMeasurement",
    "ParticipantCount",
    "ParticipantCountLine",
    "PlanItem",
    "ProjectCase",
    "ReintegrationAgreement",
    "ReintegrationPlan",
    "ReintegrationPlanClosure",
    "ReintegrationReview",
]
