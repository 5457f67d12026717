"""What one knows of the person one looks for: a little is enough."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.people.asked import Asked, birth_in
from amparo.foundation.people.forms.listed import chosen, listed
from amparo.foundation.people.likeness import Traits
from amparo.pillars.assistance.numbering import read_number
from amparo.ui.cldr import countries
from amparo.ui.forms import Form


class SearchForm(Form):
    """The one box of the roof (`q`), or its four fields."""

    names = forms.CharField(label=gettext_lazy("Names"), required=False)
    born = forms.CharField(label=gettext_lazy("Birth or age"), max_length=40, required=False)
    sex = listed("sex", gettext_lazy("Sex"))
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

    def clean_born(self) -> str:
        born = self.cleaned_data["born"]
        if born.strip() and not birth_in(born, localdate()).year:
            raise ValidationError(
                _("Write a year, a day or an age that can be: 1992, 3/5/1992, “about 30”.")
            )
        return born

    @property
    def words(self) -> Asked:
        given = self.cleaned_data
        told = (given["names"], given["born"], given["nationality"], given["number"])
        return Asked(*told, sex=given["sex"])

    @property
    def asked(self) -> Traits:
        return self.words.traits(localdate())

    @property
    def sought(self) -> str:
        """All that was typed, with the year of birth."""
        year = self.asked.birth_year
        return f"{self.words.text} {year}" if year else self.words.text

    @property
    def is_empty(self) -> bool:
        return not self.words.text.strip()
