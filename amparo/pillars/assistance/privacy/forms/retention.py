"""Asking to delete a file, answering, holding it, and letting it go again."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.ui.forms import Form, RadioList

from ..models import DeletionRequest


class DeletionForm(Form):
    why = forms.ChoiceField(
        label=gettext_lazy("Reason for deletion"), choices=DeletionRequest.Why, widget=RadioList
    )
    because = forms.CharField(
        label=pgettext_lazy("field", "Summary"),
        help_text=gettext_lazy("Needed where the time of the file is not over yet."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )

    def clean(self) -> dict:
        answers = super().clean() or self.cleaned_data
        early = answers.get("why") not in (None, DeletionRequest.Why.RETENTION)
        if early and not answers.get("because", "").strip():
            self.add_error("because", _("Write why this file is deleted before its time."))
        return answers


class DeletionDecisionForm(Form):
    """A second person's answer."""

    because = forms.CharField(
        label=gettext_lazy("Note to colleague"),
        help_text=gettext_lazy("When the file stays, write why."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
    answer = forms.ChoiceField(choices=[("confirm", ""), ("refuse", "")], widget=forms.HiddenInput)

    def clean(self) -> dict:
        answers = super().clean() or self.cleaned_data
        if answers.get("answer") == "refuse" and not answers.get("because", "").strip():
            self.add_error("because", _("Write why the file stays."))
        return answers


class HoldForm(Form):
    because = forms.CharField(
        label=gettext_lazy("Legal hold: requester and purpose"),
        help_text=gettext_lazy("A court, an inquiry, a complaint: until when, if it is known."),
        widget=forms.Textarea({"rows": 3}),
    )


class ReleaseForm(Form):
    because = forms.CharField(
        label=gettext_lazy("Reason for lifting the legal hold"),
        widget=forms.Textarea({"rows": 3}),
    )
