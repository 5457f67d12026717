"""What fieldwork keeps."""

from .devices import Device
from .form_files import FormFile
from .forms import Form, FormVersion
from .submissions import Submission, SubmissionFile

__all__ = ["Device", "Form", "FormFile", "FormVersion", "Submission", "SubmissionFile"]
