"""What one writes down about a referral mechanism and those who take part in it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.models import Organization, User
from amparo.foundation.people.forms.fields import PlaceField
from amparo.ui.forms import Form

from ..models import Mechanism, MechanismMember
from .worded import Worded, WordedForm, story


class MechanismForm(WordedForm):
    name = Worded(_("Name"), required=True)
    level = forms.ChoiceField(label=_("How far it reaches"), choices=Mechanism.Level)
    place = PlaceField(label=_("Where it holds"), required=False)
    about = Worded(_("Whom it is for, and how somebody is passed on"), widget=story())
    confidentiality = Worded(_("What members may tell each other"), widget=story())
    procedures_url = forms.URLField(
        label=_("Web page of its standard operating procedures"), required=False,
        assume_scheme="https",
    )  # fmt: skip
    form_url = forms.URLField(
        label=_("Web page of its referral form"), required=False, assume_scheme="https"
    )
    agreed_on = forms.DateField(label=_("Agreed on"), required=False)
    review_on = forms.DateField(
        label=_("To be reviewed on"), help_text=_("Until then, members are taken to be right.")
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


class JoinForm(Form):
    organization = forms.ModelChoiceField(
        label=_("Organization"), queryset=Organization.objects.none()
    )
    part = forms.ChoiceField(label=_("Its part"), choices=MechanismMember.Part)
    desk = forms.CharField(
        label=_("Whom to ask for"), required=False,
        help_text=_("A desk or a function, not a name: people change."),
    )  # fmt: skip
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.open_to(user).order_by("name")
