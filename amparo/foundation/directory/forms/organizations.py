"""Forms: providers, duty bearers, locations, referral mechanisms and their members."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.accounts.organizations import check_time_zone
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Organization, User
from amparo.foundation.people.forms.fields import PlaceField
from amparo.ui.forms import CheckboxList, Form

from ..models import Location, MechanismMember, ReferralMechanism
from .translated import TranslatedField, TranslatedForm, YesNoUnknownField, text_area


class ProviderForm(TranslatedForm):
    about = TranslatedField(pgettext_lazy("organization", "Activities"), widget=text_area())
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.URLField(label=_("Web page"), required=False, assume_scheme="https")
    keeps_firewall = YesNoUnknownField(
        _("Nothing told there reaches immigration control"),
        help_text=_("Say yes only where they have put it in writing."),
    )
    psea_assessed_on = forms.DateField(label=_("Date of PSEA assessment"), required=False)
    contact_name = forms.CharField(
        label=_("Contact who confirms the details yearly"), required=False
    )
    contact_email = forms.EmailField(label=_("Their e-mail"), required=False)
    contact_phone = forms.CharField(label=_("Their telephone"), max_length=40, required=False)


class NewProviderForm(ProviderForm):
    organization = forms.ModelChoiceField(
        label=_("Organization"), queryset=Organization.objects.none()
    )
    field_order = ["organization"]

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        free = Organization.objects.accessible_to(user).filter(provider=None)
        self.fields["organization"].queryset = free.order_by("name")


class DutyBearerForm(TranslatedForm):
    mandate = TranslatedField(
        pgettext_lazy("institution", "Mandate"), widget=text_area(), required=True
    )
    obligations = forms.MultipleChoiceField(
        label=_("Obligations"), widget=CheckboxList, required=False,
        choices=codes.lazy_choices("obligation"),
    )  # fmt: skip
    place = PlaceField(
        label=pgettext_lazy("duty bearer", "Territory"), required=False,
        help_text=_("The area in which it owes them. Empty: in its whole country."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        territory = self.record.territory if self.record else None
        self.fields["place"].offer(user, territory)  # type: ignore[attr-defined]
        if territory:
            self.initial["place"] = str(territory.ref)

    def _known(self) -> dict:
        owed = self.record.obligations.values_list("code", flat=True) if self.record else ()
        return super()._known() | {"obligations": list(owed)}


POINT = ("latitude", "longitude")


class LocationForm(TranslatedForm):
    kind = forms.ChoiceField(label=_("Delivery mode"), choices=Location.Kind)
    is_confidential = forms.BooleanField(
        label=_("Confidential address"),
        help_text=_("A safe house: it is shown on no map and to nobody outside."),
        required=False,
    )
    name = forms.CharField(label=_("Name of the place"), required=False)
    place = PlaceField(label=_("Town or district"), required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=20, required=False)
    directions = TranslatedField(_("How to find it"), widget=text_area())
    latitude = forms.FloatField(
        label=_("Latitude"), required=False, min_value=-90, max_value=90, localize=False
    )
    longitude = forms.FloatField(
        label=_("Longitude"), required=False, min_value=-180, max_value=180, localize=False
    )
    time_zone = forms.CharField(label=_("Time zone"), max_length=60, validators=[check_time_zone])
    accessibility = forms.MultipleChoiceField(
        label=_("Accessible"), choices=Location.Accessibility, widget=CheckboxList, required=False
    )

    def __init__(self, *args: Any, user: User, may_find: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        here = self.record.place if self.record else None
        self.fields["place"].offer(user, here)  # type: ignore[attr-defined]
        if here:
            self.initial["place"] = str(here.ref)
        if self.record and self.record.is_confidential:
            self._keep_secret(may_find)

    def _keep_secret(self, may_find: bool) -> None:
        """Who may not know where it is neither reads the address nor lays it open."""
        if may_find:
            self.initial["address"] = self.record.confidential_address
            return
        for name in ("is_confidential", "name", "address", "postal_code", "directions", *POINT):
            del self.fields[name]


# Referral mechanisms.


class MechanismForm(TranslatedForm):
    name = TranslatedField(_("Name"), required=True)
    level = forms.ChoiceField(
        label=pgettext_lazy("mechanism", "Level"), choices=ReferralMechanism.Level
    )
    place = PlaceField(label=pgettext_lazy("mechanism", "Coverage"), required=False)
    about = TranslatedField(_("Whom it is for, and how somebody is passed on"), widget=text_area())
    confidentiality = TranslatedField(_("Information sharing between members"), widget=text_area())
    procedures_url = forms.URLField(
        label=_("Web page of its standard operating procedures"), required=False,
        assume_scheme="https",
    )  # fmt: skip
    form_url = forms.URLField(
        label=_("Web page of its referral form"), required=False, assume_scheme="https"
    )
    agreed_on = forms.DateField(label=_("Agreement date"), required=False)
    review_on = forms.DateField(
        label=_("Review date"), help_text=_("Until then, members are taken to be right.")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        here = self.record.place if self.record else None
        self.fields["place"].offer(user, here)  # type: ignore[attr-defined]
        if here:
            self.initial["place"] = str(here.ref)

    def clean(self) -> dict:
        found = super().clean()
        place = found.get("place")
        return found | {"country": place.country if place else ""}


class MechanismMemberForm(Form):
    organization = forms.ModelChoiceField(
        label=_("Organization"), queryset=Organization.objects.none()
    )
    part = forms.ChoiceField(
        label=pgettext_lazy("in mechanism", "Role"), choices=MechanismMember.Part
    )
    contact_point = forms.CharField(
        label=_("Contact person"), required=False,
        help_text=_("A desk or a function, not a name: people change."),
    )  # fmt: skip
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.accessible_to(user).order_by(
            "name"
        )
