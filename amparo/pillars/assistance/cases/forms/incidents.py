"""What happened to somebody: enough to see the threat and the rights it touched, no more."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.people.models import Person
from amparo.foundation.protection import code_lists
from amparo.ui.forms import CheckboxList, Form, PartialDateField

from ..models import Case
from .base import YesNoField, open_choice


def severities() -> list[tuple[str, str]]:
    return [choice for choice in code_lists.choices("severity") if choice[0] != "0"]


class IncidentForm(Form):
    """One thing that happened: alleged, until somebody looks into it."""

    victims = forms.MultipleChoiceField(
        label=gettext_lazy("Affected person or group"), widget=CheckboxList
    )
    harm = forms.ChoiceField(
        label=gettext_lazy("Type of incident"),
        choices=code_lists.lazy_choices("harm"),
        widget=forms.RadioSelect,
    )
    harm_subtype = forms.ChoiceField(
        label=gettext_lazy("Subtype"),
        choices=open_choice(code_lists.lazy_choices("harm_subtype"), gettext_lazy("Not stated")),
        required=False,
    )
    severity = forms.TypedChoiceField(
        label=gettext_lazy("Severity"),
        choices=severities,
        coerce=int,
        widget=forms.RadioSelect,
        initial="2",
    )
    immediate_danger = forms.BooleanField(label=gettext_lazy("Danger ongoing"), required=False)
    happened = PartialDateField(
        label=pgettext_lazy("field, incident", "Date"),
        help_text=gettext_lazy("As exactly as it is known."),
        may_estimate=True,
        required=False,
    )
    where = forms.CharField(label=gettext_lazy("Place of incident"), required=False)
    perpetrator = forms.ChoiceField(
        label=gettext_lazy("Alleged perpetrator"),
        choices=code_lists.lazy_choices("perpetrator"),
        initial="unknown",
    )
    protection_risk = forms.ChoiceField(
        label=gettext_lazy("Protection risk (GPC)"),
        choices=open_choice(
            code_lists.lazy_choices("protection_risk"), pgettext_lazy("duplicate review", "Unsure")
        ),
        required=False,
    )
    narrative = forms.CharField(
        label=gettext_lazy("Incident summary"),
        help_text=gettext_lazy("Only what is needed to act. Nobody should have to tell it twice."),
        widget=forms.Textarea({"rows": 4}),
        required=False,
    )
    reliability = forms.ChoiceField(
        label=pgettext_lazy("incident", "Source of information"),
        choices=code_lists.lazy_choices("source_reliability"),
        initial="person",
    )
    follow_up = YesNoField(label=gettext_lazy("Consent to follow-up"), required=False)
    duty_breached = forms.ChoiceField(
        label=gettext_lazy("Obligation breached"),
        choices=open_choice(code_lists.lazy_choices("duty_type"), gettext_lazy("Not yet known")),
        required=False,
    )
    rights = forms.MultipleChoiceField(
        label=gettext_lazy("Rights affected"),
        choices=code_lists.lazy_choices("right"),
        widget=CheckboxList,
        required=False,
    )

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        belong = [person.pk for person in case.persons()]
        known = set(Person.objects.accessible_to(user).filter(pk__in=belong))
        self.people = {str(each.ref): each for each in case.persons() if each in known}
        if self.people:
            names = [(ref, person.shown_name) for ref, person in self.people.items()]
            self.fields["victims"].choices = names
            self.fields["victims"].initial = [names[0][0]]
        else:
            del self.fields["victims"]

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        happened = data.pop("happened", None)
        if happened:
            data |= {"happened_on": happened.day, "date_precision": happened.precision}
        data["victims"] = [self.people[ref] for ref in data.get("victims", [])]
        wish = data.pop("follow_up", None)
        data["follow_up_consent"] = {True: "yes", False: "no"}.get(wish, "not_asked")
        return data
