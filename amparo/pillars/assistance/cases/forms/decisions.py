"""What a supervisor answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.ui.forms import Form


class ApprovalDecisionForm(Form):
    """A supervisor's answer: yes, or back with a note."""

    note = forms.CharField(
        label=_("Note to colleague"),
        help_text=_("When you send it back, write what is missing."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    answer = forms.ChoiceField(
        choices=[("approve", ""), ("send_back", "")], widget=forms.HiddenInput
    )

    def clean(self):
        answers = super().clean()
        if answers.get("answer") == "send_back" and not answers.get("note", "").strip():
            self.add_error(
                "note", _("State what is missing, so that your colleague can continue.")
            )
        return answers
