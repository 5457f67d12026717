"""The XForms engine: forms parsed, filled in, and submissions evaluated again on the server."""

from .form import Choice, EntityDeclaration, Form, Limits, Question
from .form_parser import read_form
from .form_session import FormState, QuestionState, evaluate_form, prefilled_xform, resume_answers
from .submissions import (
    Attachment,
    Meta,
    Outcome,
    RecordHeader,
    answer_texts,
    evaluate,
    record_header,
    state_as_sent,
)
from .validation import Fault, Finding, TooMuch, UnfitForm, UnreadableFile

__all__ = [
    "Attachment",
    "Choice",
    "EntityDeclaration",
    "Fault",
    "Finding",
    "Form",
    "FormState",
    "Limits",
    "Meta",
    "Outcome",
    "Question",
    "QuestionState",
    "RecordHeader",
    "TooMuch",
    "UnfitForm",
    "UnreadableFile",
    "answer_texts",
    "evaluate",
    "evaluate_form",
    "prefilled_xform",
    "read_form",
    "record_header",
    "resume_answers",
    "state_as_sent",
]
