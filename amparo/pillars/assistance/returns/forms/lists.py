"""What one looks for in the list of returns."""

from datetime import date

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.ui.forms import Form

from ..models import ReturnJourney

PHASES = [
    ("", _("All in progress")),
    *ReturnJourney.State.choices,
    ("home", _("Came home")),
    ("still", _("No progress")),
    ("asked", _("Second approval requested")),
]


class ReturnFilterForm(Form):
    """Whose, and in which phase: all of it in the address."""

    whose = forms.ChoiceField(
        label=pgettext_lazy("filter", "Caseworker"), required=False,
        choices=[("all", _("All that I may open")), ("mine", _("Mine"))],
    )  # fmt: skip
    at = forms.ChoiceField(label=_("Phase"), required=False, choices=PHASES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_valid()  # an answer that makes no sense is as good as none: never an error

    @property
    def is_mine(self) -> bool:
        return self.cleaned_data.get("whose") == "mine"

    @property
    def phase(self) -> str:
        return self.cleaned_data.get("at", "")

    @property
    def is_sifted(self) -> bool:
        return self.is_mine or bool(self.phase)


class DayForm(Form):
    day_asked = forms.DateField(label=_("Day"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_valid()

    @property
    def day(self) -> date:
        return self.cleaned_data.get("day_asked") or localdate()
