"""Forms made with XLSForm, asked on the server: what was sent is read again, and never trusted."""

from .filling import Asked, Filled, fill
from .form import Choice, EntityDeclaration, Form, Limits, Question
from .problems import Fault, Finding, TooMuch, UnfitForm, Unreadable
from .reading import read_form
from .resuming import taken_up
from .serving import served
from .submissions import Attachment, Meta, Outcome, Said, as_sent, evaluate, said_of, texts_of

__all__ = [
    "Asked",
    "Attachment",
    "Choice",
    "EntityDeclaration",
    "Fault",
    "Filled",
    "Finding",
    "Form",
    "Limits",
    "Meta",
    "Outcome",
    "Question",
    "Said",
    "TooMuch",
    "UnfitForm",
    "Unreadable",
    "as_sent",
    "evaluate",
    "fill",
    "read_form",
    "said_of",
    "served",
    "taken_up",
    "texts_of",
]
