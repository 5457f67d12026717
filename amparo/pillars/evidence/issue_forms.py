"""Forms of the data quality of a month: whom to remind, with what remark."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.models import User
from amparo.ui.forms import CheckboxList, Form


class RemindForm(Form):
    """Colleagues, each with the number of records, and a word to all of them."""

    colleagues = forms.MultipleChoiceField(
        label=pgettext_lazy("reminder", "Colleagues"), widget=CheckboxList
    )
    remark = forms.CharField(
        label=pgettext_lazy("report", "Remark"), max_length=200, required=False,
        help_text=_("By when, for example. Name no person who is assisted."),
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: dict[str, tuple[User, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.known = {ref: user for ref, (user, _name) in colleagues.items()}
        field: Any = self.fields["colleagues"]
        field.choices = [(ref, name) for ref, (_user, name) in colleagues.items()]

    def clean_colleagues(self) -> list[User]:
        return [self.known[ref] for ref in self.cleaned_data["colleagues"]]
