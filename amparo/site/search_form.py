"""Form of the search: one box for everything, and what else is known of a person."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.accounts.users import User
from amparo.foundation.core.search import SearchInput
from amparo.foundation.people.forms.fields import choice_field, code_field
from amparo.foundation.people.matching import MatchingFeatures
from amparo.foundation.people.search.query import SearchQuery, parse_birth
from amparo.pillars.assistance.cases.case_numbers import parse_case_number
from amparo.ui.formats import countries
from amparo.ui.forms import Form

MAX_LETTERS = 200
_TOO_LONG = gettext_lazy(
    "This is too long to search for. Write a name, a number or a few words: up to 200 letters."
)


class SearchForm(Form):
    """The one box (`q`), and four fields about a person for who searches people."""

    q = forms.CharField(
        label=gettext_lazy("Name, number or words"),
        required=False,
        max_length=MAX_LETTERS,
        error_messages={"max_length": _TOO_LONG},
    )
    born = forms.CharField(label=gettext_lazy("Birth or age"), max_length=40, required=False)
    sex = code_field("sex", gettext_lazy("Sex"))
    nationality = choice_field(gettext_lazy("Nationality"), countries)
    number = forms.CharField(
        label=gettext_lazy("Document, telephone, case"),
        required=False,
        max_length=MAX_LETTERS,
        error_messages={"max_length": _TOO_LONG},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["autofocus"] = not self.is_bound
        self.case_number: str | None = None
        self.searches_people = "person.see" in user.permissions
        if not self.searches_people:
            for name in ("born", "sex", "nationality", "number"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("q", "number") if self.searches_people else ():
            try:
                self.case_number = self.case_number or parse_case_number(given.get(name, ""))
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
    def input(self) -> SearchInput:
        return SearchInput.parse(self.cleaned_data["q"])

    @property
    def query(self) -> SearchQuery:
        given = self.cleaned_data
        about = (given["q"], given["born"], given["nationality"], given["number"])
        return SearchQuery(*about, sex=given["sex"])

    @property
    def features(self) -> MatchingFeatures:
        return self.query.features(localdate())

    @property
    def search_text(self) -> str:
        """All that was typed about a person, with the year of birth."""
        year = self.features.birth_year
        return f"{self.query.text} {year}" if year else self.query.text

    @property
    def is_about_a_person(self) -> bool:
        """Whether people are searched: not for actions alone, and not for nothing."""
        return (
            self.searches_people and not self.input.only_actions and bool(self.query.text.strip())
        )
