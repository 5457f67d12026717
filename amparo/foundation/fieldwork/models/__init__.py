"""What fieldwork keeps."""

from .devices import Device
from .forms import Form, FormVersion
from .submissions import Submission, SubmissionFile

__all__ = ["Device", "Form", "FormVersion", "Submission", "SubmissionFile"]
