"""Records of training: competencies, courses, events, participants and their enrolments."""

from .competencies import Competency, CompetencyFramework, CompetencyText
from .courses import Course, CourseText, CourseVersion, TrainingType
from .enrolments import Enrolment
from .events import EventTrainer, TrainingEvent, TrainingEventCounter, TrainingSession
from .participants import Participant
from .requirements import (
    CompetencyRequirement,
    HeldCompetency,
    RequirementNotice,
    RequirementWaiver,
)

__all__ = [
    "Competency",
    "CompetencyFramework",
    "CompetencyRequirement",
    "CompetencyText",
    "Course",
    "CourseText",
    "CourseVersion",
    "Enrolment",
    "EventTrainer",
    "HeldCompetency",
    "Participant",
    "RequirementNotice",
    "RequirementWaiver",
    "TrainingEvent",
    "TrainingEventCounter",
    "TrainingSession",
    "TrainingType",
]
