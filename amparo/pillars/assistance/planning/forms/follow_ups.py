"""What was heard when keeping in touch."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.forms.base import YesNoField
from amparo.pillars.assistance.cases.forms.reminders import offer, remind_field
from amparo.pillars.assistance.cases.reminders import PLAIN, ReminderOptions
from amparo.ui.forms import Form

from ..models import FollowUp


def modes() -> list[tuple[str, str]]:
    """Ways of keeping in touch; whether it succeeded is asked by itself."""
    return [choice for choice in code_lists.choices("follow_up_mode") if choice[0] != "attempt"]


class FollowUpForm(Form):
    on = forms.DateField(label=pgettext_lazy("field, incident", "Date"))
    mode = forms.ChoiceField(
        label=gettext_lazy("Mode of contact"), choices=modes, widget=forms.RadioSelect
    )
    reached = YesNoField(label=gettext_lazy("Spoke with the person"))
    change = forms.ChoiceField(
        label=gettext_lazy("Change in risk level"),
        choices=FollowUp.Change.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    progress = forms.CharField(
        label=gettext_lazy("Progress and obstacles"),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
    story = forms.CharField(
        label=gettext_lazy("Account of the person"),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
    next_on = forms.DateField(label=gettext_lazy("Next contact"), required=False)
    remind = remind_field()

    def __init__(self, *args: Any, today: date, reminding: ReminderOptions, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offer(self, reminding, PLAIN)
        self.today = today
        self.fields["on"].initial = today

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        if data.get("reached") and not data.get("change"):
            self.add_error("change", _("Say whether the risk changed, or that it is not known."))
        if data.get("reached") is False:
            data["change"] = ""
        if data.get("next_on") and data["next_on"] < self.today:
            self.add_error("next_on", _("This day has passed."))
        return data
