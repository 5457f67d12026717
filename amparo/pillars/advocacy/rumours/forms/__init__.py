"""Forms of rumours."""

from .answers import AnswerForm, ApprovedMessageForm
from .checks import AssessForm, CheckForm, DisagreeForm, SourceForm
from .rumours import CloseForm, RumourForm, SightingForm

__all__ = [
    "AnswerForm",
    "ApprovedMessageForm",
    "AssessForm",
    "CheckForm",
    "CloseForm",
    "DisagreeForm",
    "RumourForm",
    "SightingForm",
    "SourceForm",
]
