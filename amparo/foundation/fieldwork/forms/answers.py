"""What is asked of whoever takes all answers to a form out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.ui.forms import Form as AskForm
from amparo.ui.forms import Lines

FORMATS = (
    ("csv", _("CSV: for any program; repeated groups as further tables, in a ZIP")),
    ("xlsx", _("XLSX: for a spreadsheet; repeated groups as further sheets")),
    ("json", _("JSON: one set of answers a line, as nested as the form")),
    ("parquet", _("Parquet: for who reckons with it")),
)


class TakeForm(AskForm):
    format = forms.ChoiceField(label=_("As what"), choices=FORMATS, widget=Lines, initial="csv")
    language = forms.ChoiceField(
        label=_("In which words"),
        help_text=_("Codes stay the same in every language. JSON always speaks in codes."),
        required=False,
    )
    splits = forms.BooleanField(
        label=_("A column for each choice, where several may be chosen"), required=False
    )
    since = forms.DateField(label=_("From"), required=False)
    until = forms.DateField(label=_("Until"), required=False)

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [
            ("", _("Codes and names of questions")), *((each, each) for each in languages)
        ]  # fmt: skip
