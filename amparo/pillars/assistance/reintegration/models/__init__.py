"""Reintegration: plans with what is in them, and projects of communities and institutions."""

from .causes import ProjectCause, ServedCase
from .headcounts import Headcount, HeadcountLine
from .items import PlanItem
from .plans import ReintegrationAgreement, ReintegrationPlan
from .projects import Project
from .results import ProjectResult, ResultReached
from .standing import ReintegrationEnded, ReintegrationReview

__all__ = [
    "Headcount",
    "HeadcountLine",
    "PlanItem",
    "Project",
    "ProjectCause",
    "ProjectResult",
    "ReintegrationAgreement",
    "ReintegrationEnded",
    "ReintegrationPlan",
    "ReintegrationReview",
    "ResultReached",
    "ServedCase",
]
