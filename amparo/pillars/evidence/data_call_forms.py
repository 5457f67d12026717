"""Forms of data calls: what is asked of whom by when, and a remark."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import Office
from amparo.ui import formats
from amparo.ui.forms import CheckboxList, Form

from .figures import earlier
from .models.data_calls import LAST_DUE_DAY, MOST_REMIND_DAYS

_MONTHS_BACK, _MONTHS_AHEAD = 6, 3


class DataCallForm(Form):
    """Who owes the monthly report, by which day of the next month, from which month on."""

    name = forms.CharField(
        label=pgettext_lazy("data call", "Name"), max_length=100,
        help_text=gettext_lazy("What it is for, such as the regional protection report."),
    )  # fmt: skip
    offices = forms.MultipleChoiceField(
        label=pgettext_lazy("data call", "Offices that owe their report"), widget=CheckboxList
    )
    due_day = forms.IntegerField(
        label=gettext_lazy("Due on day of the next month"), min_value=1, max_value=LAST_DUE_DAY,
        initial=10, help_text=gettext_lazy("From 1 to 28: every month has it."),
    )  # fmt: skip
    remind_days = forms.IntegerField(
        label=gettext_lazy("Remind so many days before"), min_value=0,
        max_value=MOST_REMIND_DAYS, initial=3,
        help_text=gettext_lazy("0: only when it is late. Each reminder goes out once."),
    )  # fmt: skip
    first_month = forms.ChoiceField(label=gettext_lazy("First month"))

    def __init__(
        self, *args: Any, offices: list[Office], today: date, first: date | None = None,
        **kwargs: Any,
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        self.known = {str(each.ref): each for each in offices}
        fields["offices"].choices = [(ref, each.name) for ref, each in self.known.items()]
        months = [earlier(today, back) for back in range(-_MONTHS_AHEAD, _MONTHS_BACK + 1)]
        if first and first not in months:
            months.append(first)
        self.months = {f"{month:%Y-%m}": month for month in months}
        fields["first_month"].choices = [
            (code, formats.month(month)) for code, month in self.months.items()
        ]
        fields["first_month"].initial = f"{earlier(today, 1):%Y-%m}"

    def clean_offices(self) -> list[Office]:
        return [self.known[ref] for ref in self.cleaned_data["offices"]]

    def clean_first_month(self) -> date:
        return self.months[self.cleaned_data["first_month"]]


class RemarkForm(Form):
    text = forms.CharField(
        label=pgettext_lazy("report", "Remark"), max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Both offices read it. Name no person who is assisted."),
    )  # fmt: skip

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].strip()
        if not text:
            raise forms.ValidationError(_("Write the remark."))
        return text
