"""What a reader says of two files."""

from django import forms
from django.utils.translation import gettext_lazy

from amparo.ui.forms import Form

from ..models import PairDecision


class PairForm(Form):
    """The same, different, or not sure; with a word on why, where there is one."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Are they the same person?"), choices=PairDecision.Answer.choices
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("For whoever reads this later: what told you."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
