"""Form fields for translated text, and for yes, no or not asked yet."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.ui.forms import Form

from ..translated_text import MAXIMUM_LENGTH, TranslatedText

KNOWN = (("", _("Not asked yet")), ("yes", _("Yes")), ("no", _("No")))
_MEANS = {"": None, "yes": True, "no": False}


class YesNoUnknownField(forms.ChoiceField):
    """Yes, no, or nobody has asked yet."""

    def __init__(self, label: Any, **kwargs: Any):
        super().__init__(label=label, choices=KNOWN, required=False, **kwargs)

    def clean(self, value: str) -> bool | None:
        return _MEANS[super().clean(value)]

    def prepare_value(self, value: object) -> object:
        return {None: "", True: "yes", False: "no"}.get(value, value)  # type: ignore[call-overload]


class TranslatedField(forms.CharField):
    """Words in the language that is being written; what stands in the others stays."""

    def __init__(self, label: Any, **kwargs: Any):
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", MAXIMUM_LENGTH)
        super().__init__(label=label, **kwargs)


def text_area() -> forms.Textarea:
    return forms.Textarea({"rows": 3})


class TranslatedForm(Form):
    """Some fields are stored in several languages: one language is written at a time."""

    def __init__(self, *args: Any, record: Any = None, language: str = "", **kwargs: Any):
        self.record, self.language = record, language or (get_language() or "en").split("-")[0]
        initial = self._known() | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
        for name in self._worded():
            self.fields[name].widget.attrs |= {"lang": self.language, "dir": "auto"}

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        for name in self._worded():
            before: TranslatedText = getattr(self.record, name, None) or {}
            found[name] = before | {self.language: found.get(name, "")}
        return found

    def _worded(self) -> list[str]:
        return [
            name for name, field in self.base_fields.items() if isinstance(field, TranslatedField)
        ]

    def _known(self) -> dict:
        if self.record is None:
            return {}
        plain = {
            name: getattr(self.record, name)
            for name in self.base_fields
            if hasattr(type(self.record), name)
        }
        texts = {name: plain.get(name, {}).get(self.language, "") for name in self._worded()}
        return plain | texts
