"""You said, we did: both halves in one language or more."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.ui.forms import Form
from amparo.ui.languages import direction

LANGUAGES = settings.LANGUAGES


class YouSaidForm(Form):
    kind = forms.ChoiceField(
        label=pgettext_lazy("you said", "Subject"), choices=codes.lazy_choices("feedback_type")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, name in LANGUAGES:
            for half, label in (("said", _("You said")), ("did", _("We did"))):
                attrs = {"rows": 2, "lang": code, "dir": direction(code)}
                self.fields[f"{half}_{code}"] = forms.CharField(
                    label=_("%(label)s (%(language)s)") % {"label": label, "language": name},
                    required=False, max_length=1000, widget=forms.Textarea(attrs),
                )  # fmt: skip

    @property
    def told(self) -> dict:
        halves = {
            half: {code: self.cleaned_data[f"{half}_{code}"] for code, _name in LANGUAGES}
            for half in ("said", "did")
        }
        return {"kind": self.cleaned_data["kind"], **halves}

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        for code, _name in LANGUAGES:
            if bool(said.get(f"said_{code}")) != bool(said.get(f"did_{code}")):
                lacking = "did" if said.get(f"said_{code}") else "said"
                self.add_error(f"{lacking}_{code}", _("Write both halves, or neither."))
        if not any(said.get(f"said_{code}") for code, _name in LANGUAGES):
            self.add_error(f"said_{LANGUAGES[0][0]}", _("Write in one language at least."))
        return said


def as_told(entry) -> dict:
    """What an entry says, as the form takes it."""
    halves = {"said": entry.said, "did": entry.did}
    return {"kind": entry.kind} | {
        f"{half}_{code}": words for half, told in halves.items() for code, words in told.items()
    }
