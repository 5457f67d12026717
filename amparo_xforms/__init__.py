"""An XForms engine: parses forms, evaluates them while they are filled in, checks submissions."""

from .cycles import find_cycle
from .form import Choice, EntityDeclaration, Form, Limits, Question
from .form_parser import read_form
from .form_session import FormState, QuestionState, evaluate_form, prefilled_xform, resume_answers
from .lists import read_list
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
from .validation import Fault, Finding, FormError, TooMuch, UnfitForm, UnreadableForm

__all__ = [
    "Attachment",
    "Choice",
    "EntityDeclaration",
    "Fault",
    "Finding",
    "Form",
    "FormError",
    "FormState",
    "Limits",
    "Meta",
    "Outcome",
    "Question",
    "QuestionState",
    "RecordHeader",
    "TooMuch",
    "UnfitForm",
    "UnreadableForm",
    "answer_texts",
    "evaluate",
    "evaluate_form",
    "find_cycle",
    "prefilled_xform",
    "read_form",
    "read_list",
    "record_header",
    "resume_answers",
    "state_as_sent",
]
