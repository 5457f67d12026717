"""The search field of the library and its filters."""

from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.core.search import SearchTerms
from amparo.foundation.standards.extension_points import guidance_steps
from amparo.ui import formats

from .codes import AUDIENCES, LANGUAGES, THEMES, language_name
from .models import Product

# Whose work a reader does, by their role.
ROLE_AUDIENCES = {
    "caseworker": "caseworker", "supervisor": "supervisor", "data_officer": "data_officer",
    "provider": "provider", "official": "official",
}  # fmt: skip
CURRENT, DRAFTS = "current", "drafts"


class LibraryForm(forms.Form):
    """What an address of the library asks for; what is nowhere filters nothing."""

    q = forms.CharField(label=gettext_lazy("Search guidance"), required=False, max_length=200)
    kind = forms.ChoiceField(label=pgettext_lazy("column", "Type"), required=False)
    audience = forms.ChoiceField(label=gettext_lazy("For whom"), required=False)
    step = forms.ChoiceField(label=gettext_lazy("Step of casework"), required=False)
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    only = forms.ChoiceField(label=gettext_lazy("Currency of the edition"), required=False)
    theme = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    mine = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, asked, *, user: User, countries: list[str]):
        super().__init__(asked)
        self.user = user
        steps = [(code, str(step.label)) for code, step in guidance_steps.items()]
        offered = {
            "kind": Product.Kind.choices,
            "audience": AUDIENCES.items(),
            "step": sorted(steps, key=lambda each: each[1]),
            "country": [(code, formats.country_name(code)) for code in countries],
            "language": [(code, language_name(code)) for code in LANGUAGES],
            "only": self._currencies(),
            "theme": THEMES.items(),
        }
        for name, choices in offered.items():
            every = _("For my office") if name == "country" else _("All")
            cast(forms.ChoiceField, self.fields[name]).choices = [("", every), *choices]

    def _currencies(self) -> list[tuple[str, str]]:
        choices = [(CURRENT, _("Current only"))]
        if "guidance.write" in self.user.permissions:
            choices.append((DRAFTS, _("Being written")))
        return choices

    @property
    def narrowing(self) -> list[forms.BoundField]:
        """The filters beside the search field."""
        return [self[name] for name in ("kind", "audience", "step", "country", "language", "only")]

    def asked(self, name: str) -> str:
        """What one filter asks for; "" where it asks nothing, or for what there is not."""
        self.is_valid()
        return self.cleaned_data.get(name) or ""

    @property
    def terms(self) -> SearchTerms:
        return SearchTerms.parse(self.asked("q"))

    @property
    def own_audiences(self) -> list[str]:
        roles = [each.role for each in self.user.memberships_held]
        return sorted({ROLE_AUDIENCES[role] for role in roles if role in ROLE_AUDIENCES})

    @property
    def is_narrowed(self) -> bool:
        """Whether one of the filters beside the search field is in force."""
        return any(self.asked(each.name) for each in self.narrowing)

    @property
    def is_plain(self) -> bool:
        """Whether nothing at all is asked: the library as one comes to it."""
        return not (self.is_narrowed or any(map(self.asked, ("q", "theme", "mine"))))

    def url_with(self, **changes: str) -> str:
        """The query of the same filters with something changed; never the words of a search."""
        query = QueryDict(mutable=True)
        now = {name: self.asked(name) for name in self.fields if name != "q"} | changes
        query.update({name: str(value) for name, value in now.items() if value})
        return f"?{query.urlencode()}"
