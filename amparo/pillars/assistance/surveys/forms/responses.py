"""What somebody says of a prompt, of a round that will not be held, and of what they bring."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.files.uploads import upload_was_too_large
from amparo.ui.forms import Form

from ..models import ReferralSuggestion, ScheduledSurvey


class SuggestionDecisionForm(Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Action taken on flag"), choices=ReferralSuggestion.Outcome,
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Notes for next colleague"),
        widget=forms.Textarea({"rows": 3}), required=False,
    )  # fmt: skip

    def clean(self) -> dict:
        told = super().clean() or self.cleaned_data
        if told.get("outcome") == ReferralSuggestion.Outcome.OTHER and not told.get("text"):
            self.add_error("text", _("Write what came of it."))
        return told


class ScheduleCancellationForm(Form):
    not_asked = forms.ChoiceField(
        label=pgettext_lazy("survey", "Not conducted because"), choices=ScheduledSurvey.NotAsked,
        widget=forms.RadioSelect,
    )  # fmt: skip
    because = forms.CharField(
        label=gettext_lazy("Reason not conducted"),
        widget=forms.Textarea({"rows": 3}), required=False,
    )  # fmt: skip

    def clean(self) -> dict:
        told = super().clean() or self.cleaned_data
        if told.get("not_asked") == ScheduledSurvey.NotAsked.OTHER and not told.get("because"):
            self.add_error("because", _("State why this survey is not conducted."))
        return told


class OfficialForm(Form):
    source = forms.CharField(
        label=gettext_lazy("From which document are the questions, the scores and the weights?"),
        help_text=gettext_lazy("Its title, its year, and the page or annex."),
        max_length=500,
    )


class InstrumentUploadForm(Form):
    file = forms.FileField(
        label=pgettext_lazy("field", "File to import"),
        help_text=gettext_lazy("A survey as JSON, in UTF-8. It is kept as a draft."),
    )

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if request and upload_was_too_large(request):
            self.fields["file"].error_messages["required"] = _(
                "The file is larger than one megabyte."
            )
