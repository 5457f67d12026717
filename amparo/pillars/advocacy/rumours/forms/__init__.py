"""Forms of rumours."""

from .answering import AnswerForm, ApprovedMessageForm
from .checking import AssessForm, CheckForm, DisagreeForm, SourceForm
from .hearing import CloseForm, HearForm, SightForm

__all__ = [
    "AnswerForm",
    "ApprovedMessageForm",
    "AssessForm",
    "CheckForm",
    "CloseForm",
    "DisagreeForm",
    "HearForm",
    "SightForm",
    "SourceForm",
]
