"""Sounding an alert in two touches, and saying how the danger was met."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.protection import code_lists
from amparo.ui.forms import Form


class AlertForm(Form):
    """The kind is the button that was pressed; all else may stay empty."""

    do_not_contact = forms.BooleanField(
        label=gettext_lazy("Do not contact for now"),
        help_text=gettext_lazy("A call or a message could put them in danger."),
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("Description of the danger"),
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )
    kind = forms.ChoiceField(choices=code_lists.lazy_choices("alert_kind"), required=False)

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        if not data.get("kind") and not (data.get("text") or "").strip():
            self.add_error(None, _("Choose what is happening, or write it in a few words."))
        return data


class ResolveForm(Form):
    how = forms.CharField(
        label=gettext_lazy("Response to the danger"), widget=forms.Textarea({"rows": 3})
    )
