"""The form of a State's report: its title, language, groups and file."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.ui.forms import Form

from ..state_reports import FORMATS, GROUPS


class ReportForm(Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    publisher = forms.CharField(
        label=pgettext_lazy("report", "Submitted by"), max_length=200, required=False
    )
    introduction = forms.CharField(
        label=pgettext_lazy("report", "Introduction"), max_length=4000, required=False,
        widget=forms.Textarea,
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=lambda: list(settings.LANGUAGES)
    )
    group = forms.ChoiceField(label=pgettext_lazy("report", "Grouped by"), choices=GROUPS)
    format = forms.ChoiceField(
        label=pgettext_lazy("file", "Format"),
        choices=[(code, each.label) for code, each in FORMATS.items()],
    )
