"""Forms of assessing and checking a rumour."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.files.forms import SCANNED_TYPES, UploadField
from amparo.ui import formats
from amparo.ui.forms import CheckboxList, Form, RadioList

from ..models import RumourCheck
from ..models.checks import LEVELS

NAME_NOBODY = gettext_lazy("Name nobody.")


def level_choices() -> list[tuple[str, str]]:
    proposed = str(pgettext_lazy("rumour, risk level", "Suggested level"))
    return [("", proposed), *((code, str(formats.band_word(code))) for code in LEVELS)]


class AssessForm(Form):
    harms = forms.MultipleChoiceField(
        label=gettext_lazy("How somebody could be hurt by it"),
        choices=codes.lazy_choices("rumour_harm"), widget=CheckboxList,
    )  # fmt: skip
    is_imminent = forms.BooleanField(
        label=gettext_lazy("Somebody may be harmed in these days"), required=False
    )
    level = forms.ChoiceField(
        label=pgettext_lazy("rumour", "Risk level"), choices=level_choices, widget=RadioList,
        required=False,
        help_text=gettext_lazy(
            "The rule: grave harm is high, and critical where it is widely heard; moderate harm is"
            " medium, or high; mild harm is low, or medium. You decide."
        ),
    )  # fmt: skip
    reason = forms.CharField(
        label=pgettext_lazy("rumour", "Reason"), max_length=300,
        widget=forms.Textarea({"rows": 2}), help_text=NAME_NOBODY,
    )  # fmt: skip


class SourceForm(Form):
    """One source: what was learned, from whom, where it stands, when."""

    what = forms.CharField(
        label=pgettext_lazy("source", "What was learned"), max_length=1_000,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    said_by = forms.CharField(
        label=pgettext_lazy("source", "Who says so"),
        help_text=gettext_lazy("An institution, a service, somebody who knows. Sealed."),
    )  # fmt: skip
    learned_on = forms.DateField(label=pgettext_lazy("source", "Date"), initial=localdate)
    url = forms.URLField(
        label=pgettext_lazy("document", "Web address"), max_length=500, required=False,
        assume_scheme="https",
    )  # fmt: skip
    document = UploadField(
        missing=gettext_lazy("Choose a file."), types=SCANNED_TYPES, required=False,
        label=pgettext_lazy("source", "Document"),
    )  # fmt: skip

    @property
    def source_fields(self) -> dict[str, Any]:
        names = ("what", "said_by", "learned_on", "url", "document")
        return {name: self.cleaned_data[name] for name in names}


class CheckForm(SourceForm):
    """A verdict, with its first source on the same page."""

    verdict = forms.ChoiceField(
        label=pgettext_lazy("rumour", "Verdict"), choices=RumourCheck.Verdict.choices,
        widget=RadioList,
    )  # fmt: skip
    explanation = forms.CharField(
        label=pgettext_lazy("rumour", "What is right"), max_length=1_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy(
            "What is right instead. Where nobody knows yet: how people can find out. Name nobody."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, has_sources: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.has_sources = has_sources
        for name in ("what", "said_by", "learned_on"):
            self.fields[name].required = not has_sources
        if has_sources:
            self.fields["what"].help_text = _("Only if you have a further source.")

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        begun = any(said.get(name) for name in ("what", "said_by", "url", "document"))
        for name in ("what", "said_by", "learned_on"):
            if begun and self.has_sources and not said.get(name) and name not in self.errors:
                self.add_error(name, _("This is still missing."))
        return said

    @property
    def has_new_source(self) -> bool:
        return bool(self.cleaned_data.get("what"))


class DisagreeForm(Form):
    because = forms.CharField(
        label=pgettext_lazy("rumour", "Why you disagree"), max_length=300,
        widget=forms.Textarea({"rows": 2}), help_text=NAME_NOBODY,
    )  # fmt: skip
