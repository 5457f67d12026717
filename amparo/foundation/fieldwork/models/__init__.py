"""What fieldwork keeps."""

from .devices import Device
from .forms import Form, FormVersion
from .repairs import Correction, Settlement
from .submissions import Submission, SubmissionFile

__all__ = [
    "Correction",
    "Device",
    "Form",
    "FormVersion",
    "Settlement",
    "Submission",
    "SubmissionFile",
]
