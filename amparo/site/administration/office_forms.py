"""Forms: organizations, offices, teams, rules and reception of an office."""

import zoneinfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import Office, Organization
from amparo.foundation.people.models import Place
from amparo.pillars.assistance.cases.extension_points import timers
from amparo.pillars.assistance.cases.models import CaseSettings
from amparo.ui.formats import countries, currencies, week_days
from amparo.ui.forms import CheckboxList, Form

MAX_PLACES = 500
# A practice office stands alone, and tells no other office whom it knows.
_NOT_PRACTISED = ("parent", "shares_known_persons")


class OrganizationForm(Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    kind = forms.ChoiceField(
        label=pgettext_lazy("column", "Organization type"), choices=Organization.Kind.choices
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=countries, required=False)


class OfficeForm(Form):
    organization = forms.ModelChoiceField(
        label=gettext_lazy("Organization"), queryset=Organization.objects.none()
    )
    is_practice = forms.BooleanField(
        label=pgettext_lazy("office", "Practice office"),
        help_text=gettext_lazy(
            "Nothing in it is real: new colleagues practise there, and its files are deleted "
            "after 30 days. It stays a practice office, and a real office never becomes one."
        ),
        required=False,
    )
    parent = forms.ModelChoiceField(
        label=gettext_lazy("Parent office"),
        help_text=gettext_lazy("Where this office is small, a second person may come from there."),
        queryset=Office.objects.none(),
        required=False,
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        help_text=gettext_lazy("Its public holidays are not counted in deadlines."),
        choices=countries,
    )
    region = forms.CharField(
        label=gettext_lazy("Region"),
        help_text=gettext_lazy(
            "ISO 3166-2 code without the country, when it has holidays of its own."
        ),
        max_length=10,
        required=False,
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=lambda: [(zone, zone) for zone in sorted(zoneinfo.available_timezones())],
    )
    working_week = forms.MultipleChoiceField(
        label=gettext_lazy("Working days"),
        choices=week_days,
        widget=forms.CheckboxSelectMultiple,
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=currencies)
    shares_known_persons = forms.BooleanField(
        label=gettext_lazy("Other offices may see that a person is known here"),
        help_text=gettext_lazy(
            "They read: ask this office. Never a name, and never of a restricted file."
        ),
        required=False,
    )
    emergency_hours = forms.IntegerField(
        label=gettext_lazy("Hours that a file opened in an emergency stays open"),
        min_value=1,
        max_value=24,
        initial=4,
    )
    hourly_read_limit = forms.IntegerField(
        label=gettext_lazy("Files that one colleague opens in an hour before we ask why"),
        min_value=5,
        max_value=1000,
        initial=60,
    )
    export_row_limit = forms.IntegerField(
        label=gettext_lazy("Rows per export before a reason is required"),
        min_value=10,
        max_value=10000,
        initial=200,
    )

    def __init__(self, *args, user, office: Office | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.accessible_to(user)
        others = Office.objects.without_practice().accessible_to(user).order_by("name")
        self.fields["parent"].queryset = others.exclude(pk=office.pk) if office else others
        if office:  # decided once, when it is created
            del self.fields["is_practice"]
        if office and office.is_practice:
            for name in _NOT_PRACTISED:
                del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_practice"):
            cleaned |= {"parent": None, "shares_known_persons": False}
            if Office.objects.filter(
                organization=cleaned.get("organization"), is_practice=True
            ).exists():
                said = _("This organization has a practice office already.")
                self.add_error("is_practice", said)
        return cleaned

    def clean_working_week(self) -> str:
        return "".join(sorted(self.cleaned_data["working_week"]))


class TeamForm(Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)


class ReceptionForm(Form):
    """From where requests for help come to this office."""

    places = forms.MultipleChoiceField(
        label=gettext_lazy("Intake area"),
        help_text=gettext_lazy("With all that lies within them. The smallest area decides."),
        widget=CheckboxList,
        required=False,
    )
    elsewhere = forms.BooleanField(
        label=gettext_lazy("It also receives what names no place, or a place of no office"),
        required=False,
    )

    def __init__(self, *args, office: Office, **kwargs):
        held = [each.place for each in office.receptions.select_related("place")]
        initial = {
            "places": [str(place.ref) for place in held if place],
            "elsewhere": None in held,
        }
        super().__init__(*args, initial=initial, **kwargs)
        there = Place.objects.order_by("country", "name")[:MAX_PLACES]
        self.places_there = {str(place.ref): place for place in there}
        self.fields["places"].choices = [(ref, p.name) for ref, p in self.places_there.items()]

    @property
    def said(self) -> dict:
        given = self.cleaned_data
        places = [self.places_there[ref] for ref in given["places"]]
        return {"places": places, "elsewhere": given["elsewhere"]}


class RulesForm(Form):
    """What is approved here, and every limit; an empty limit is switched off."""

    assessment_is_approved = forms.BooleanField(
        label=gettext_lazy("Assessments require supervisor approval"), required=False
    )
    plan_is_approved = forms.BooleanField(
        label=gettext_lazy("Plans require supervisor approval"), required=False
    )
    closure_is_approved = forms.BooleanField(
        label=gettext_lazy("Closures require supervisor approval"), required=False
    )
    transfer_is_approved = forms.BooleanField(
        label=gettext_lazy("A supervisor approves that a case goes to another office"),
        required=False,
    )
    referral_needs_agreement = forms.BooleanField(
        label=gettext_lazy("Referrals to other institutions need a data sharing agreement"),
        help_text=gettext_lazy(
            "Where none is in force, the referral page says so; nothing is blocked."
        ),
        required=False,
    )
    caseload = forms.IntegerField(
        label=gettext_lazy("Maximum caseload per caseworker"),
        help_text=gettext_lazy("Beyond it the team page warns; nothing is blocked."),
        min_value=1,
        max_value=500,
    )

    def __init__(self, *args, rules: CaseSettings, **kwargs):
        initial = {
            "assessment_is_approved": rules.assessment_is_approved,
            "plan_is_approved": rules.plan_is_approved,
            "closure_is_approved": rules.closure_is_approved,
            "transfer_is_approved": rules.transfer_is_approved,
            "referral_needs_agreement": rules.referral_needs_agreement,
            "caseload": rules.caseload,
            **{_timer_field(code): rules.amount(code) for code in timers},
        }
        super().__init__(*args, initial=initial, **kwargs)
        for timer in timers.values():
            self.fields[_timer_field(timer.code)] = forms.IntegerField(
                label=timer.name,
                help_text=TIMER_UNITS[timer.unit],
                required=False,
                min_value=1,
                max_value=1000,
            )

    @property
    def time_limits(self) -> dict[str, int | None]:
        return {code: self.cleaned_data[_timer_field(code)] for code in timers}

    @property
    def approvals(self) -> dict:
        names = (
            "assessment_is_approved", "plan_is_approved", "closure_is_approved",
            "transfer_is_approved", "referral_needs_agreement", "caseload",
        )  # fmt: skip
        return {name: self.cleaned_data[name] for name in names}

    def timer_fields(self) -> list:
        return [self[_timer_field(code)] for code in timers if not code.startswith("clinical.")]

    def clinical_fields(self) -> list:
        return [self[_timer_field(code)] for code in timers if code.startswith("clinical.")]


TIMER_UNITS = {
    "hours": gettext_lazy("hours"),
    "days": gettext_lazy("days"),
    "working_days": gettext_lazy("working days"),
    "years": gettext_lazy("years"),
    "times": gettext_lazy("times"),
    "people": gettext_lazy("people"),
}


def _timer_field(code: str) -> str:
    return "timer_" + code.replace(".", "_")
