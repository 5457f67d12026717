"""Records of training: competencies, courses, events, participants and their enrolments."""

from .competencies import Competency, CompetencyFramework, CompetencyText
from .consents import TrainingConsent
from .courses import Course, CourseText, CourseVersion, TrainingType
from .enrolments import Enrolment
from .events import EventTrainer, TrainingEvent, TrainingEventCounter, TrainingSession
from .participant_imports import ImportedEvent, ParticipantImport
from .participant_links import ParticipantLink
from .participant_rules import DistinctParticipants, NeedsErasure, ParticipantRules
from .participants import Participant, ParticipantToken

__all__ = [
    "Competency",
    "CompetencyFramework",
    "CompetencyText",
    "Course",
    "CourseText",
    "CourseVersion",
    "DistinctParticipants",
    "Enrolment",
    "EventTrainer",
    "ImportedEvent",
    "NeedsErasure",
    "Participant",
    "ParticipantImport",
    "ParticipantLink",
    "ParticipantRules",
    "ParticipantToken",
    "TrainingConsent",
    "TrainingEvent",
    "TrainingEventCounter",
    "TrainingSession",
    "TrainingType",
]
