"""Who met about a case, what they said, and what each will do."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.forms.base import YesNoField
from amparo.ui.forms import Form


class ConferenceForm(Form):
    on = forms.DateField(label=pgettext_lazy("field, incident", "Date"))
    participants = forms.CharField(
        label=gettext_lazy("Participants"),
        help_text=gettext_lazy("Name and institution, one a line."),
        widget=forms.Textarea({"rows": 3}),
    )
    person_took_part = YesNoField(label=gettext_lazy("Person took part"))
    discussion = forms.CharField(
        label=pgettext_lazy("case conference", "Minutes"),
        widget=forms.Textarea({"rows": 4}),
        required=False,
    )
    decisions = forms.CharField(
        label=pgettext_lazy("field", "Decision"), widget=forms.Textarea({"rows": 4})
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].initial = today

    def clean_on(self) -> date:
        if self.cleaned_data["on"] > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return self.cleaned_data["on"]


class DecisionForm(Form):
    """One decision that somebody carries out by a day."""

    text = forms.CharField(label=gettext_lazy("Action proposed"))
    assigned_to = forms.ChoiceField(label=pgettext_lazy("column", "Responsible"))
    due_on = forms.DateField(label=gettext_lazy("Due date"))

    def __init__(self, *args: Any, colleagues: list[User], owner: User | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.colleagues = {str(each.ref): each for each in colleagues}
        field = self.fields["assigned_to"]
        field.choices = [(ref, each.name) for ref, each in self.colleagues.items()]
        field.initial = str(owner.ref) if owner else None

    def clean_assigned_to(self) -> User:
        return self.colleagues[self.cleaned_data["assigned_to"]]
