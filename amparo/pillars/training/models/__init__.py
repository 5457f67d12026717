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
from .requirements import (
    CompetencyRequirement,
    HeldCompetency,
    RequirementNotice,
    RequirementWaiver,
)
from .trainers import Observation, ObservationScore, Trainer, TrainerGrade, TrainerQualification

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
    "Observation",
    "ObservationScore",
    "Participant",
    "RequirementNotice",
    "RequirementWaiver",
    "Trainer",
    "TrainerGrade",
    "TrainerQualification",
    "RemovedSession",
    "TrainingEvent",
    "TrainingEventCounter",
    "TrainingNotice",
    "TrainingSession",
    "TrainingType",
]
