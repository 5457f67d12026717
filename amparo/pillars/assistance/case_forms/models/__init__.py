"""Forms filled in about a case, drafts, and where their answers belong."""

from .completed_forms import CaseForm
from .form_drafts import CaseFormDraft
from .form_files import CaseFormAttachment

__all__ = [
    "CaseForm",
    "CaseFormAttachment",
    "CaseFormDraft",
]
