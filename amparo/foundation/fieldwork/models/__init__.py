"""Models of fieldwork."""

from .conflicts import Conflict
from .devices import Device
from .form_attachments import FormFile
from .form_encryption import FormKey
from .forms import Form, FormVersion
from .outbox_entries import Sent, SentDecision
from .public_forms import InPublic
from .submission_files import FilePart, FilePromised, SubmissionFile
from .submissions import Correction, Settlement, Submission

__all__ = [
    "Conflict",
    "Correction",
    "Device",
    "FilePart",
    "FilePromised",
    "Form",
    "FormFile",
    "FormKey",
    "FormVersion",
    "InPublic",
    "Sent",
    "SentDecision",
    "Settlement",
    "Submission",
    "SubmissionFile",
]
