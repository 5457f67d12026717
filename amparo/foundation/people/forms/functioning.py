"""The Washington Group Short Set: six questions in their own words, in their own order."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from amparo.foundation.trust import codes
from amparo.ui.forms import Form

from ..models.functioning import DOMAINS


class FunctioningForm(Form):
    asked_on = forms.DateField(label=gettext_lazy("Asked on"), initial=localdate)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for domain in DOMAINS:
            self.fields[domain] = forms.TypedChoiceField(
                label=codes.label("wg_question", domain),
                choices=codes.offering("wg_answer"),
                widget=forms.RadioSelect,
                coerce=int,
                empty_value=None,
                required=False,
            )

    @property
    def questions(self) -> list:
        return [self[domain] for domain in DOMAINS]

    @property
    def answers(self) -> dict[str, int]:
        return {domain: self.cleaned_data[domain] for domain in DOMAINS}
