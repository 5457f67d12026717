"""Forms of capacity assessments."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.models import Organization, User
from amparo.foundation.people.forms.fields import PlaceField
from amparo.ui.forms import Form

from . import code_lists
from .models.capacity_assessments import HIGHEST, level_label


def _levels() -> list[tuple[str, str]]:
    return [(str(level), level_label(level)) for level in range(HIGHEST + 1)]


def _text(label, help_text="") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, widget=forms.Textarea({"rows": 3}))


class CapacityAssessmentForm(Form):
    organization = forms.ModelChoiceField(
        label=_("Institution"), queryset=Organization.objects.none(),
        help_text=_("Duty bearers of the directory, with their obligations recorded."),
    )  # fmt: skip
    right = forms.ChoiceField(label=_("Right"), choices=code_lists.lazy_choices("right"))
    place = PlaceField(
        label=pgettext_lazy("capacity", "Area"), required=False,
        help_text=_("Leave it empty where it is the same wherever the institution is in charge."),
    )  # fmt: skip
    ability = forms.TypedChoiceField(
        label=pgettext_lazy("duty bearer", "Ability"), choices=_levels, coerce=int,
        widget=forms.RadioSelect, help_text=_("Mandate, law, staff, budget, knowledge."),
    )  # fmt: skip
    ability_evidence = _text(_("Evidence of ability"), _("Offices and facts, no names of people."))
    ability_source = forms.CharField(label=_("Source on ability"))
    will = forms.TypedChoiceField(
        label=pgettext_lazy("duty bearer", "Will"), choices=_levels, coerce=int,
        widget=forms.RadioSelect, help_text=_("Policy, observed practice, accountability."),
    )  # fmt: skip
    will_evidence = _text(_("Evidence of will"), _("Offices and facts, no names of people."))
    will_source = forms.CharField(label=_("Source on will"))
    assessed_on = forms.DateField(label=_("Assessed on"))

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        bearers = Organization.objects.accessible_to(user).filter(duty_bearer__isnull=False)
        self.fields["organization"].queryset = bearers.order_by("name")  # type: ignore[attr-defined]
        self.fields["place"].offer(user)  # type: ignore[attr-defined]
        self.fields["right"].choices = [  # type: ignore[attr-defined]
            ("", ""), *code_lists.choices("right"),
        ]  # fmt: skip
        self.fields["assessed_on"].initial = localdate

    def clean_assessed_on(self):
        day = self.cleaned_data["assessed_on"]
        if day > localdate():
            raise forms.ValidationError(
                _("The date is in the future. Enter the day of the assessment.")
            )
        return day


class ReturnForm(Form):
    because = _text(_("What is missing"))
