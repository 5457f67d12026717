"""Records of training: competencies, courses, events, participants and their enrolments."""

from .competencies import Competency, CompetencyFramework, CompetencyText
from .course_parts import CourseMaterial, CourseTarget, CourseText
from .courses import Course, CourseVersion, TrainingType
from .enrolments import Enrolment
from .events import EventTrainer, TrainingEvent, TrainingEventCounter, TrainingSession
from .needs import GapCompetency, SetAsideNeed
from .participants import Participant

__all__ = [
    "Competency",
    "CompetencyFramework",
    "CompetencyText",
    "Course",
    "CourseMaterial",
    "CourseTarget",
    "CourseText",
    "CourseVersion",
    "Enrolment",
    "EventTrainer",
    "GapCompetency",
    "Participant",
    "SetAsideNeed",
    "TrainingEvent",
    "TrainingEventCounter",
    "TrainingSession",
    "TrainingType",
]
