"""Reintegration: plans with what is in them, and projects of communities and institutions."""

from .causes import CommunityProjectCause, ServedCase
from .community_projects import CommunityProject
from .headcounts import Headcount, HeadcountLine
from .items import PlanItem
from .plans import ReintegrationAgreement, ReintegrationPlan
from .results import CommunityProjectResult, ResultReached
from .status import ReintegrationEnded, ReintegrationReview

__all__ = [
    "CommunityProject",
    "CommunityProjectCause",
    "CommunityProjectResult",
    "Headcount",
    "HeadcountLine",
    "PlanItem",
    "ReintegrationAgreement",
    "ReintegrationEnded",
    "ReintegrationPlan",
    "ReintegrationReview",
    "ResultReached",
    "ServedCase",
]
