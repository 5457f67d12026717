"""What one writes down about organizations and where they are: never more than one knows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.accounts.organizations import check_time_zone
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Organization, User
from amparo.foundation.people.forms.fields import PlaceField
from amparo.ui.forms import Ticks

from ..models import Location
from .worded import Asked, Worded, WordedForm, story


class ProviderForm(WordedForm):
    about = Worded(_("What they do"), widget=story())
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.URLField(label=_("Web page"), required=False, assume_scheme="https")
    keeps_firewall = Asked(
        _("Nothing told there reaches immigration control"),
        help_text=_("Say yes only where they have put it in writing."),
    )
    psea_assessed_on = forms.DateField(
        label=_("Protection from sexual exploitation and abuse assessed on"), required=False
    )
    keeper_name = forms.CharField(
        label=_("Who confirms once a year that it is all still true"), required=False
    )
    keeper_email = forms.EmailField(label=_("Their e-mail"), required=False)
    keeper_phone = forms.CharField(label=_("Their telephone"), max_length=40, required=False)


class NewProviderForm(ProviderForm):
    organization = forms.ModelChoiceField(
        label=_("Organization"), queryset=Organization.objects.none()
    )
    field_order = ["organization"]

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        free = Organization.objects.open_to(user).filter(provider=None)
        self.fields["organization"].queryset = free.order_by("name")


class DutyBearerForm(WordedForm):
    mandate = Worded(_("What it is there for"), widget=story(), required=True)
    obligations = forms.MultipleChoiceField(
        label=_("What it owes"), widget=Ticks, required=False,
        choices=codes.lazy_choices("obligation"),
    )  # fmt: skip

    def _known(self) -> dict:
        owed = self.record.obligations.values_list("code", flat=True) if self.record else ()
        return super()._known() | {"obligations": list(owed)}


POINT = ("latitude", "longitude")


class LocationForm(WordedForm):
    kind = forms.ChoiceField(label=_("How help is reached"), choices=Location.Kind)
    is_hidden = forms.BooleanField(
        label=_("The address is kept secret"),
        help_text=_("A safe house: it is shown on no map and to nobody outside."),
        required=False,
    )
    name = forms.CharField(label=_("Name of the place"), required=False)
    place = PlaceField(label=_("Town or district"), required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=20, required=False)
    directions = Worded(_("How to find it"), widget=story())
    latitude = forms.FloatField(
        label=_("Latitude"), required=False, min_value=-90, max_value=90, localize=False
    )
    longitude = forms.FloatField(
        label=_("Longitude"), required=False, min_value=-180, max_value=180, localize=False
    )
    time_zone = forms.CharField(label=_("Time zone"), max_length=60, validators=[check_time_zone])
    accessibility = forms.MultipleChoiceField(
        label=_("Accessible"), choices=Location.Accessibility, widget=Ticks, required=False
    )

    def __init__(self, *args: Any, user: User, may_find: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        here = self.record.place if self.record else None
        self.fields["place"].offer(user, here)  # type: ignore[attr-defined]
        if here:
            self.initial["place"] = str(here.ref)
        if self.record and self.record.is_hidden:
            self._keep_secret(may_find)

    def _keep_secret(self, may_find: bool) -> None:
        """Who may not know where it is neither reads the address nor lays it open."""
        if may_find:
            self.initial["address"] = self.record.hidden_address
            return
        for name in ("is_hidden", "name", "address", "postal_code", "directions", *POINT):
            del self.fields[name]
