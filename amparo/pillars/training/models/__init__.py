"""Records of training: competencies, courses, events, participants and their enrolments."""

from .attendance import AttendanceEntry, AttendanceUse, SessionCount, SignedList
from .certificate_reports import CertificateReport
from .certificates import Certificate
from .competencies import Competency, CompetencyFramework, CompetencyText
from .consents import TrainingConsent
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
from .course_parts import CourseMaterial, CourseTarget, CourseText
from .courses import Course, CourseVersion, TrainingType
from .enrolments import Enrolment
from .events import EventTrainer, TrainingEvent, TrainingEventCounter, TrainingSession
from .needs import GapCompetency, SetAsideNeed
from .participants import Participant
from .requirements import (
    CompetencyRequirement,
    HeldCompetency,
    RequirementNotice,
    RequirementWaiver,
)
from .trainers import Observation, ObservationScore, Trainer, TrainerGrade, TrainerQualification
from .events import EventTrainer, TrainingEvent, TrainingEventCounter, TrainingSession
from .participant_imports import ImportedEvent, ParticipantImport
from .participant_links import ParticipantLink
from .participant_rules import DistinctParticipants, NeedsErasure, ParticipantRules
from .participants import Participant, ParticipantToken

__all__ = [
    "AttendanceEntry",
    "AttendanceUse",
from .question_bank import (
    AnswerOption,
    AnswerOptionText,
    TestForm,
    TestItem,
    TestQuestion,
    TestQuestionText,
    TestTheme,
    TestThemeText,
)
from .sittings import ClashRefusal, PairingKey, TestAnswer, TestMoment, TestSitting

__all__ = [
    "AnswerOption",
    "AnswerOptionText",
    "ClashRefusal",
from .signing_keys import SigningKey, StatusList

__all__ = [
    "Certificate",
    "CertificateReport",
    "Competency",
    "CompetencyFramework",
    "CompetencyRequirement",
    "CompetencyText",
    "Course",
    "CourseMaterial",
    "CourseTarget",
    "CourseText",
    "CourseVersion",
    "DistinctParticipants",
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
    "ImportedEvent",
    "NeedsErasure",
    "Participant",
    "ParticipantImport",
    "ParticipantLink",
    "ParticipantRules",
    "ParticipantToken",
    "TrainingConsent",
    "GapCompetency",
    "Participant",
    "SetAsideNeed",
    "SessionCount",
    "SignedList",
    "PairingKey",
    "Participant",
    "TestAnswer",
    "TestForm",
    "TestItem",
    "TestMoment",
    "TestQuestion",
    "TestQuestionText",
    "TestSitting",
    "TestTheme",
    "TestThemeText",
    "SigningKey",
    "StatusList",
    "TrainingEvent",
    "TrainingEventCounter",
    "TrainingNotice",
    "TrainingSession",
    "TrainingType",
]
