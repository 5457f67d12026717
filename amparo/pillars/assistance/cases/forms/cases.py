"""What one decides about a case itself: whose it is, who may open it, who comes with it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.people.models import Person
from amparo.foundation.people.search.search import search
from amparo.foundation.protection import code_lists
from amparo.ui.forms import Form, RadioList

from ..models import Case


class AssignForm(Form):
    owner = forms.ChoiceField(label=gettext_lazy("New caseworker"), widget=RadioList)

    def __init__(self, *args, case: Case, colleagues: list[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.colleagues = {str(each.ref): each for each in colleagues if each != case.owner}
        self.fields["owner"].choices = [(ref, each.name) for ref, each in self.colleagues.items()]

    def clean_owner(self) -> User:
        return self.colleagues[self.cleaned_data["owner"]]


class RestrictForm(Form):
    confidentiality = forms.ChoiceField(
        label=gettext_lazy("Case access"),
        choices=Case.Confidentiality,
        widget=RadioList,
    )


def relations() -> list:
    return [pair for pair in code_lists.choices("family_relation") if pair[0] != "head"]


class DependantForm(Form):
    """Somebody who is registered already: found by name, chosen from who was found."""

    find = forms.CharField(
        label=gettext_lazy("Name or document of the person"),
        help_text=gettext_lazy("They must be registered first."),
        required=False,
    )
    person = forms.ChoiceField(
        label=pgettext_lazy("person", "Name"), widget=RadioList, required=False
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("Relationship to the person"),
        choices=relations,
        required=False,
    )

    def __init__(self, *args, case: Case, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.found: dict[str, Person] = {}
        text = (self.data.get("find") or "").strip() if self.is_bound else ""
        if text:
            known = {person.pk for person in case.persons()}
            people = [each for each in search(user, text) if each.pk not in known]
            self.found = {str(person.ref): person for person in people}
        self.fields["person"].choices = [(ref, each.name) for ref, each in self.found.items()]

    @property
    def is_looking(self) -> bool:
        """Only a name was given: show who was found, ask nothing more yet."""
        return self.is_bound and not self.data.get("person")

    def clean(self) -> dict:
        found = super().clean()
        if not found.get("person"):
            raise ValidationError(_("Choose the person."))
        if not found.get("relation"):
            self.add_error("relation", _("Choose how they are related."))
        found["person"] = self.found[found["person"]]
        return found
