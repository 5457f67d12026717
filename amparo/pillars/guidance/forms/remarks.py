"""Forms of remarks "not true here": written by a reader, answered by who is responsible."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.ui.forms import Form

from ..models import Remark

LONGEST = 2000


class RemarkForm(Form):
    """What differs at the reader's place."""

    text = forms.CharField(
        label=pgettext_lazy("remark", "What is not true here"), max_length=LONGEST,
        widget=forms.Textarea,
        help_text=_(
            "Say what is different at your place: an address, a time, the law. Name nobody whom "
            "you assist."
        ),
    )  # fmt: skip


class AnswerForm(Form):
    """What became of it, and words for whoever wrote it."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("remark", "What you found"), choices=Remark.Outcome,
        widget=forms.RadioSelect,
    )  # fmt: skip
    answer = forms.CharField(
        label=pgettext_lazy("remark", "Answer"), max_length=LONGEST, widget=forms.Textarea
    )
