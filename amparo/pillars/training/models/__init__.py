"""Records of training: competencies, courses, events, participants and their enrolments."""

from .certificate_reports import CertificateReport
from .certificates import Certificate
from .competencies import Competency, CompetencyFramework, CompetencyText
from .courses import Course, CourseText, CourseVersion, TrainingType
from .enrolments import Enrolment
from .events import EventTrainer, TrainingEvent, TrainingEventCounter, TrainingSession
from .participants import Participant
from .signing_keys import SigningKey, StatusList

__all__ = [
    "Certificate",
    "CertificateReport",
    "Competency",
    "CompetencyFramework",
    "CompetencyText",
    "Course",
    "CourseText",
    "CourseVersion",
    "Enrolment",
    "EventTrainer",
    "Participant",
    "SigningKey",
    "StatusList",
    "TrainingEvent",
    "TrainingEventCounter",
    "TrainingSession",
    "TrainingType",
]
