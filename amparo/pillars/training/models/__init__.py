"""Records of training: competencies, courses, events, participants and their enrolments."""

from .competencies import Competency, CompetencyFramework, CompetencyText
from .courses import Course, CourseText, CourseVersion, TrainingType
from .enrolments import Enrolment
from .events import EventTrainer, TrainingEvent, TrainingEventCounter, TrainingSession
from .participants import Participant
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
    "Competency",
    "CompetencyFramework",
    "CompetencyText",
    "Course",
    "CourseText",
    "CourseVersion",
    "Enrolment",
    "EventTrainer",
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
    "TrainingEvent",
    "TrainingEventCounter",
    "TrainingSession",
    "TrainingType",
]
