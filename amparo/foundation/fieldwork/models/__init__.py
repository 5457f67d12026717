"""What fieldwork keeps."""

from .conflicts import Conflict
from .decisions import SentDecision
from .devices import Device
from .form_files import FormFile
from .form_keys import FormKey
from .forms import Form, FormVersion
from .in_public import InPublic
from .pieces import FilePart, FilePromised
from .repairs import Correction, Settlement
from .sent import Sent
from .submission_files import SubmissionFile
from .submissions import Submission

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
