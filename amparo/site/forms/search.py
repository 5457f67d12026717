"""What one knows of the person one looks for: a little is enough."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.people.alike import Asked
from amparo.foundation.people.forms.listed import chosen
from amparo.pillars.assistance.numbering import read_number
from amparo.ui.cldr import countries
from amparo.ui.forms import Form


class SearchForm(Form):
    """The one box of the roof (`q`), or its four fields."""

    names = forms.CharField(label=gettext_lazy("Names"), required=False)
    born = forms.CharField(label=gettext_lazy("Birth or age"), max_length=40, required=False)
    nationality = chosen(gettext_lazy("Nationality"), countries)
    number = forms.CharField(label=gettext_lazy("Document, telephone, case"), required=False)
    q = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["names"] = given.get("names") or given.get("q", "")
        self.case_number = None
        for name in ("names", "number"):
            try:
                self.case_number = self.case_number or read_number(given.get(name, ""))
            except ValueError:
                self.add_error(name, _(
                    "This case number does not fit: one figure is wrong, or two changed places. "
                    "Read it once more."
                ))  # fmt: skip
        return given

    @property
    def asked(self) -> Asked:
        given = self.cleaned_data
        return Asked(given["names"], given["born"], given["nationality"], given["number"])

    @property
    def sought(self) -> str:
        """All that was typed, with the year of birth where it is exact."""
        return f"{self.asked.text} {self.cleaned_data['born']}"

    @property
    def is_empty(self) -> bool:
        return not self.asked.text.strip()
