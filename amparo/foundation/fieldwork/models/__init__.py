"""What fieldwork keeps."""

from .conflicts import Conflict
from .decisions import SentDecision
from .devices import Device
from .forms import Form, FormVersion
from .pieces import FilePart, FilePromised
from .sent import Sent
from .submissions import Submission, SubmissionFile

__all__ = [
    "Conflict",
    "Device",
    "FilePart",
    "FilePromised",
    "Form",
    "FormVersion",
    "Sent",
    "SentDecision",
    "Submission",
    "SubmissionFile",
]
