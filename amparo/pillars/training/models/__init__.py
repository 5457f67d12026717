"""Records of training: competencies, courses, events, participants and their enrolments."""

from .attendance import AttendanceEntry, AttendanceUse, SessionCount, SignedList
from .competencies import Competency, CompetencyFramework, CompetencyText
from .courses import Course, CourseText, CourseVersion, TrainingType
from .enrolments import Enrolment
from .events import EventTrainer, TrainingEvent, TrainingEventCounter, TrainingSession
from .participants import Participant

__all__ = [
    "AttendanceEntry",
    "AttendanceUse",
    "Competency",
    "CompetencyFramework",
    "CompetencyText",
    "Course",
    "CourseText",
    "CourseVersion",
    "Enrolment",
    "EventTrainer",
    "Participant",
    "SessionCount",
    "SignedList",
    "TrainingEvent",
    "TrainingEventCounter",
    "TrainingSession",
    "TrainingType",
]
