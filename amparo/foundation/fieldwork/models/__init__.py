"""Models of fieldwork."""

from .conflicts import Conflict
from .devices import Device
from .form_attachments import FormAttachment
from .form_encryption import FormKey
from .forms import Form, FormVersion
from .outbox_decisions import OutboxDecision
from .outbox_entries import OutboxEntry
from .public_forms import PublicForm
from .submission_files import PendingUpload, SubmissionFile, UploadPart
from .submissions import Submission, SubmissionAcceptance, SubmissionCorrection

__all__ = [
    "Conflict",
    "Device",
    "Form",
    "FormAttachment",
    "FormKey",
    "FormVersion",
    "OutboxDecision",
    "OutboxEntry",
    "PendingUpload",
    "PublicForm",
    "Submission",
    "SubmissionAcceptance",
    "SubmissionCorrection",
    "SubmissionFile",
    "UploadPart",
]
