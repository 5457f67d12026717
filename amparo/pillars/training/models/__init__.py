"""Records of training: competencies, courses, events, participants and their enrolments."""

from .competencies import Competency, CompetencyFramework, CompetencyText
from .courses import Course, CourseText, CourseVersion, TrainingType
from .enrolments import Enrolment
from .events import (
    EventTrainer,
    RemovedSession,
    TrainingEvent,
    TrainingEventCounter,
    TrainingSession,
)
from .notices import TrainingNotice
from .participants import Participant

__all__ = [
    "Competency",
    "CompetencyFramework",
    "CompetencyText",
    "Course",
    "CourseText",
    "CourseVersion",
    "Enrolment",
    "EventTrainer",
    "Participant",
    "RemovedSession",
    "TrainingEvent",
    "TrainingEventCounter",
    "TrainingNotice",
    "TrainingSession",
    "TrainingType",
]
