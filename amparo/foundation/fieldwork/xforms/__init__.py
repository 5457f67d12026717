"""Forms made with XLSForm, asked on the server: what was sent is read again, and never trusted."""

from .form import Choice, EntityDeclaration, Form, Limits, Question
from .problems import Fault, Finding, TooMuch, UnfitForm, Unreadable
from .reading import read_form
from .submissions import Attachment, Meta, Outcome, evaluate

__all__ = [
    "Attachment",
    "Choice",
    "EntityDeclaration",
    "Fault",
    "Finding",
    "Form",
    "Limits",
    "Meta",
    "Outcome",
    "Question",
    "TooMuch",
    "UnfitForm",
    "Unreadable",
    "evaluate",
    "read_form",
]
