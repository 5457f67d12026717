"""Records of training: courses, events, who takes part, what they learn and what comes of it."""

from .application_plans import (
    ApplicationCommitment,
)
from .attendance import (
    AttendanceEntry,
    AttendanceUse,
    SessionCount,
    SignedList,
)
from .certificate_reports import (
    CertificateReport,
)
from .certificates import (
    Certificate,
)
from .competencies import (
    Competency,
    CompetencyFramework,
    CompetencyText,
)
from .completions import (
    CompletionChoice,
    CompletionExport,
    CompletionSystem,
    OutsideCompletion,
)
from .consents import (
    TrainingConsent,
)
from .costs import (
    TrainingCost,
)
from .course_parts import (
    CourseMaterial,
    CourseTarget,
    CourseText,
)
from .course_versions import (
    CourseVersion,
)
from .courses import (
    Course,
    TrainingType,
)
from .enrolments import (
    Enrolment,
)
from .events import (
    EventTrainer,
    TrainingEvent,
    TrainingEventCounter,
)
from .follow_ups import (
    CommitmentProgress,
    FollowUpChoice,
    TrainingFollowUp,
)
from .needs import (
    GapCompetency,
    SetAsideNeed,
)
from .notices import (
    TrainingNotice,
)
from .observations import EventObserver, Observation, ObservationScore
from .participant_imports import (
    ImportedEvent,
    ParticipantImport,
)
from .participant_links import (
    ParticipantLink,
)
from .participant_rules import (
    DistinctParticipants,
    NeedsErasure,
    ParticipantRules,
)
from .participants import (
    Participant,
    ParticipantToken,
)
from .per_diem import (
    PerDiemLine,
    PerDiemList,
)
from .practice import PracticeEntry, PracticeOutcome
from .qualifications import TrainerQualification
from .question_bank import (
    AnswerOption,
    AnswerOptionText,
    TestQuestion,
    TestQuestionText,
    TestTheme,
    TestThemeText,
)
from .reactions import (
    Reaction,
)
from .record_stores import LearningRecordStore, LearningStatement
from .requirements import (
    CompetencyRequirement,
    HeldCompetency,
    RequirementNotice,
    RequirementWaiver,
)
from .sessions import RemovedSession, TrainingSession
from .signing_keys import (
    SigningKey,
    StatusList,
)
from .sittings import (
    ClashRefusal,
    PairingKey,
    TestAnswer,
    TestMoment,
    TestSitting,
)
from .supervisor_answers import (
    NamedSupervisor,
    SupervisorAnswer,
)
from .test_forms import TestForm, TestItem
from .trainers import Trainer, TrainerGrade

__all__ = [
    "AnswerOption",
    "AnswerOptionText",
    "ApplicationCommitment",
    "AttendanceEntry",
    "AttendanceUse",
    "Certificate",
    "CertificateReport",
    "ClashRefusal",
    "CommitmentProgress",
    "Competency",
    "CompetencyFramework",
    "CompetencyRequirement",
    "CompetencyText",
    "CompletionChoice",
    "CompletionExport",
    "CompletionSystem",
    "Course",
    "CourseMaterial",
    "CourseTarget",
    "CourseText",
    "CourseVersion",
    "DistinctParticipants",
    "Enrolment",
    "EventObserver",
    "EventTrainer",
    "FollowUpChoice",
    "GapCompetency",
    "HeldCompetency",
    "ImportedEvent",
    "LearningRecordStore",
    "LearningStatement",
    "NamedSupervisor",
    "NeedsErasure",
    "Observation",
    "ObservationScore",
    "OutsideCompletion",
    "PairingKey",
    "Participant",
    "ParticipantImport",
    "ParticipantLink",
    "ParticipantRules",
    "ParticipantToken",
    "PerDiemLine",
    "PerDiemList",
    "PracticeEntry",
    "PracticeOutcome",
    "Reaction",
    "RemovedSession",
    "RequirementNotice",
    "RequirementWaiver",
    "SessionCount",
    "SetAsideNeed",
    "SignedList",
    "SigningKey",
    "StatusList",
    "SupervisorAnswer",
    "TestAnswer",
    "TestForm",
    "TestItem",
    "TestMoment",
    "TestQuestion",
    "TestQuestionText",
    "TestSitting",
    "TestTheme",
    "TestThemeText",
    "Trainer",
    "TrainerGrade",
    "TrainerQualification",
    "TrainingConsent",
    "TrainingCost",
    "TrainingEvent",
    "TrainingEventCounter",
    "TrainingFollowUp",
    "TrainingNotice",
    "TrainingSession",
    "TrainingType",
]
