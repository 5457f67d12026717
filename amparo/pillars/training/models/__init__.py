"""Records of training: competencies, courses, events, participants and their enrolments."""

from .application_plans import ApplicationCommitment
from .competencies import Competency, CompetencyFramework, CompetencyText
from .costs import TrainingCost
from .courses import Course, CourseText, CourseVersion, TrainingType
from .enrolments import Enrolment
from .events import EventTrainer, TrainingEvent, TrainingEventCounter, TrainingSession
from .follow_ups import CommitmentProgress, FollowUpChoice, TrainingFollowUp
from .participants import Participant
from .per_diem import PerDiemLine, PerDiemList
from .reactions import Reaction
from .supervisor_answers import NamedSupervisor, SupervisorAnswer

__all__ = [
    "ApplicationCommitment",
    "CommitmentProgress",
    "Competency",
    "CompetencyFramework",
    "CompetencyText",
    "Course",
    "CourseText",
    "CourseVersion",
    "Enrolment",
    "EventTrainer",
    "FollowUpChoice",
    "NamedSupervisor",
    "Participant",
    "PerDiemLine",
    "PerDiemList",
    "Reaction",
    "SupervisorAnswer",
    "TrainingCost",
    "TrainingEvent",
    "TrainingEventCounter",
    "TrainingFollowUp",
    "TrainingSession",
    "TrainingType",
]
