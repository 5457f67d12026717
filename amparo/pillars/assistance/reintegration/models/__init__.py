"""Reintegration: plans with what is in them, and projects of communities and institutions."""

from .causes import ProjectCause, ServedCase
from .headcounts import Headcount, HeadcountLine
from .items import ItemEnded, ItemStarted, PlanItem
from .plans import ReintegrationAgreement, ReintegrationPlan
from .projects import Project, ProjectEnded
from .results import ProjectResult, ResultReached
from .standing import ReintegrationEnded, ReintegrationReview

__all__ = [
    "Headcount",
    "HeadcountLine",
    "ItemEnded",
    "ItemStarted",
    "PlanItem",
    "Project",
    "ProjectCause",
    "ProjectEnded",
    "ProjectResult",
    "ReintegrationAgreement",
    "ReintegrationEnded",
    "ReintegrationPlan",
    "ReintegrationReview",
    "ResultReached",
    "ServedCase",
]
