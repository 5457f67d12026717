"""Forms filled in about a case, drafts, and where their answers belong."""

from .completed_forms import FormFilled
from .form_drafts import FormDraft
from .form_files import FilledFile

__all__ = [
    "FilledFile",
    "FormDraft",
    "FormFilled",
]
