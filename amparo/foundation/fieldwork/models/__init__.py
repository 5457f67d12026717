"""What fieldwork keeps."""

from .devices import Device
from .form_files import FormFile
from .forms import Form, FormVersion
from .in_public import InPublic
from .submissions import Submission, SubmissionFile

__all__ = [
    "Device",
    "Form",
    "FormFile",
    "FormVersion",
    "InPublic",
    "Submission",
    "SubmissionFile",
]
