"""Opening a file in an emergency, and looking at it afterwards."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.ui.forms import Form

from ..case_numbers import parse_case_number
from ..models import EmergencyAccess


class EmergencyForm(Form):
    number = forms.CharField(
        label=gettext_lazy("Number of the case"),
        help_text=gettext_lazy("As you heard or read it: AMP-26-004217-4"),
        max_length=30,
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason for emergency access"),
        choices=EmergencyAccess.Reason.choices,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=pgettext_lazy("field", "Explanation"),
        help_text=gettext_lazy("Those who answer for the case read it now."),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
    )

    def clean_number(self) -> str:
        try:
            number = parse_case_number(self.cleaned_data["number"])
        except ValueError:
            number = None
        if number is None:
            raise forms.ValidationError(
                _("This case number does not fit: one figure is wrong, or two changed places.")
            )
        return number


class EmergencyAccessReviewForm(Form):
    note = forms.CharField(
        label=gettext_lazy("Review remarks"),
        help_text=gettext_lazy("They read it, and so do their supervisors where it was wrong."),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        required=False,
    )
    answer = forms.ChoiceField(choices=[("justified", ""), ("not_justified", "")])

    def clean(self) -> dict:
        given = super().clean() or self.cleaned_data
        if given.get("answer") == "not_justified" and not (given.get("note") or "").strip():
            self.add_error("note", _("Write why it was not justified."))
        return given
