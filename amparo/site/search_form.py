"""Form of the person search: a little is enough."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.people.forms.fields import choice_field, code_field
from amparo.foundation.people.matching import MatchingFeatures
from amparo.foundation.people.search.query import SearchQuery, parse_birth
from amparo.pillars.assistance.numbering import read_number
from amparo.ui.formats import countries
from amparo.ui.forms import Form


class SearchForm(Form):
    """The one box of the header (`q`), or its four fields."""

    names = forms.CharField(label=gettext_lazy("Names"), required=False)
    born = forms.CharField(label=gettext_lazy("Birth or age"), max_length=40, required=False)
    sex = code_field("sex", gettext_lazy("Sex"))
    nationality = choice_field(gettext_lazy("Nationality"), countries)
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
        if born.strip() and not parse_birth(born, localdate()).year:
            raise ValidationError(
                _("Write a year, a day or an age that can be: 1992, 3/5/1992, “about 30”.")
            )
        return born

    @property
    def query(self) -> SearchQuery:
        given = self.cleaned_data
        told = (given["names"], given["born"], given["nationality"], given["number"])
        return SearchQuery(*told, sex=given["sex"])

    @property
    def features(self) -> MatchingFeatures:
        return self.query.features(localdate())

    @property
    def search_text(self) -> str:
        """All that was typed, with the year of birth."""
        year = self.features.birth_year
        return f"{self.query.text} {year}" if year else self.query.text

    @property
    def is_empty(self) -> bool:
        return not self.query.text.strip()
