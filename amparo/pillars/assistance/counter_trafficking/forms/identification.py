"""What was seen and decided, what the person wants, and what was done to them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from amparo.foundation.core.models import Organization
from amparo.foundation.people.models import Person
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.forms.base import open_choice
from amparo.pillars.assistance.cases.models import Case
from amparo.ui import formats
from amparo.ui.forms import CheckboxList, Form, RadioList

from .. import signs
from ..models import AuthorityCooperation, DeterminationObjection
from ..models.exploitation import offered
from ..models.ways import DECIDERS, POSSIBLE, STATUSES

ELEMENTS = ("act", "means", "purpose", "indicator", "child")
MOST = 300  # organizations in a list; those beyond are written by name


def story(label: Any, hint: Any = "", *, required: bool = False, rows: int = 3) -> forms.CharField:
    """Something that is told in words."""
    return forms.CharField(
        label=label, help_text=hint, required=required, widget=forms.Textarea({"rows": rows})
    )


class IndicatorsForm(Form):
    """Signs by the element that they speak of, and whether the case is kept close from now on."""

    person = forms.ChoiceField(label=pgettext_lazy("person", "Name"), widget=RadioList)
    text = story(
        pgettext_lazy("title", "Observations"),
        gettext_lazy("Only what is needed. Do not ask them to tell it twice."),
    )
    restrict = forms.BooleanField(
        label=gettext_lazy("Restrict this case to authorized staff from now on"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, case: Case, people: list[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.people = {str(person.ref): person for person in people}
        for element, (label, choices) in zip(ELEMENTS, signs.offered(), strict=True):
            self.fields[element] = forms.MultipleChoiceField(
                label=label, choices=choices, widget=CheckboxList, required=False
            )
        if len(people) == 1:
            del self.fields["person"]
        else:
            self.fields["person"].choices = [
                (ref, one.shown_name) for ref, one in self.people.items()
            ]
        if case.confidentiality == Case.Confidentiality.TRAFFICKING:
            del self.fields["restrict"]

    @property
    def by_element(self) -> list[forms.BoundField]:
        return [self[element] for element in ELEMENTS]

    def clean(self) -> dict:
        found = super().clean()
        found["indicators"] = [
            code for element in ELEMENTS for code in found.pop(element, None) or []
        ]
        if not found["indicators"]:
            raise forms.ValidationError(_("Choose at least one sign, or leave without saving."))
        ref = found.pop("person", None) or next(iter(self.people))
        found["person"] = self.people[ref]
        return found


def organizations() -> list[tuple[str, str]]:
    found = Organization.objects.order_by("name")[:MOST]
    return [(str(each.ref), each.name) for each in found]


class DeterminationForm(Form):
    status = forms.ChoiceField(
        label=pgettext_lazy("field", "Decision"),
        choices=code_lists.lazy_choices(STATUSES),
        widget=RadioList,
    )
    decided_on = forms.DateField(label=gettext_lazy("Date of determination"))
    decided_by = forms.ChoiceField(
        label=gettext_lazy("Type of deciding organization"),
        choices=open_choice(code_lists.lazy_choices(DECIDERS)),
        required=False,
    )
    organization = forms.ChoiceField(
        label=pgettext_lazy("field", "Organization"),
        choices=open_choice(organizations),
        required=False,
    )
    organization_name = forms.CharField(
        label=gettext_lazy("Its name, if it is not in the list"), required=False
    )
    legal_basis = story(gettext_lazy("Legal basis"), rows=2)
    text = story(gettext_lazy("Opinion and reasons"))
    paper = forms.ChoiceField(
        label=gettext_lazy("Supporting document"),
        help_text=gettext_lazy("Add it to the papers of the case first."),
        required=False,
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.papers = {str(each.ref): each for each in case.attachments.not_removed()[:60]}
        self.fields["paper"].choices = [
            ("", pgettext("permission, method", "None")),
            *((ref, each.name) for ref, each in self.papers.items())
        ]  # fmt: skip

    def clean_organization(self) -> Organization | None:
        ref = self.cleaned_data["organization"]
        return Organization.objects.get(ref=ref) if ref else None

    def clean_paper(self):
        return self.papers.get(self.cleaned_data["paper"])

    def clean(self) -> dict:
        found = super().clean()
        is_named = found.get("organization") or found.get("organization_name")
        if found.get("status", POSSIBLE) != POSSIBLE:
            if not found.get("decided_by"):
                self.add_error("decided_by", _("Say which kind of organization decided this."))
            if not is_named:
                self.add_error("organization", _("Say which organization decided this."))
        return found


class OtherViewForm(Form):
    whose = forms.ChoiceField(
        label=gettext_lazy("Author of the differing opinion"),
        choices=DeterminationObjection.Whose,
        widget=RadioList,
    )
    text = story(gettext_lazy("Differing opinion"), required=True)
    is_appeal = forms.BooleanField(label=gettext_lazy("Appeal to an authority"), required=False)


class CooperationForm(Form):
    wish = forms.ChoiceField(
        label=gettext_lazy("Wish for contact or reunification"),
        choices=AuthorityCooperation.Wish,
        widget=RadioList,
    )
    on = forms.DateField(label=gettext_lazy("Date of statement"))
    text = story(gettext_lazy("In the person’s own words"))


def many(field: str, label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=lambda: offered(field), widget=CheckboxList, required=False
    )


class ExploitationForm(Form):
    types = many("types", gettext_lazy("Type of exploitation"))
    sexual_types = many("sexual_types", gettext_lazy("Which kind of sexual exploitation"))
    industries = many("industries", gettext_lazy("In which work"))
    methods_of_control = many("methods_of_control", gettext_lazy("Means of control"))
    recruitment_methods = many("recruitment_methods", gettext_lazy("How they came into it"))
    relationship = forms.ChoiceField(
        label=pgettext_lazy("trafficking", "Recruiter"),
        choices=open_choice(lambda: offered("relationship")),
        required=False,
    )
    recruitment_websites = many(
        "recruitment_websites", gettext_lazy("Pages and apps by which they were found")
    )
    websites = many("websites", gettext_lazy("Pages and apps on which they were exploited"))
    age_when_trafficked = forms.IntegerField(
        label=gettext_lazy("Age at start of exploitation"),
        help_text=gettext_lazy("Under 18: the definition for children applies."),
        min_value=0,
        max_value=120,
        required=False,
    )
    from_on = forms.DateField(label=pgettext_lazy("date", "From"), required=False)
    until_on = forms.DateField(label=pgettext_lazy("date", "To"), required=False)
    place_of_recruitment = forms.CharField(
        label=gettext_lazy("Place of recruitment"), required=False
    )
    place_of_exploitation = forms.CharField(label=pgettext_lazy("event", "Place"), required=False)
    text = story(
        pgettext_lazy("field", "Notes"),
        gettext_lazy("Their story belongs into a testimony, which opens by name alone."),
    )

    def clean_types(self) -> list[str]:
        if not self.cleaned_data["types"]:
            raise forms.ValidationError(_("Choose at least one kind of exploitation."))
        return self.cleaned_data["types"]

    def clean(self) -> dict:
        found = super().clean()
        begun, ended = found.get("from_on"), found.get("until_on")
        if begun and ended and ended < begun:
            self.add_error("until_on", _("It cannot end before it began."))
        return found


class EventForm(Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Type of event"), choices=lambda: offered("kind"), widget=RadioList
    )
    on = forms.DateField(label=pgettext_lazy("column", "Date"), required=False)
    country = forms.ChoiceField(
        label=gettext_lazy("Country"), choices=open_choice(formats.countries), required=False
    )
    state = forms.CharField(label=gettext_lazy("Region"), required=False)
    city = forms.CharField(label=gettext_lazy("Town"), required=False)
    street = forms.CharField(label=gettext_lazy("Street"), required=False)
    description = story(gettext_lazy("Description of exploitation"))


class PerpetratorForm(Form):
    roles = many("roles", gettext_lazy("Which part they had in it"))
    details = story(
        gettext_lazy("Information on the alleged perpetrator"),
        gettext_lazy("No name: a name in a file can be found by those who look for it."),
    )
    organization = forms.CharField(label=gettext_lazy("Employer or exploiter"), required=False)

    def clean_roles(self) -> list[str]:
        if not self.cleaned_data["roles"]:
            raise forms.ValidationError(_("Choose at least one part that they had in it."))
        return self.cleaned_data["roles"]
