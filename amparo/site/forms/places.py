"""Places of the gazetteer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.foundation.people.models import Place
from amparo.ui.formats import countries
from amparo.ui.forms import Form

KINDS = [
    (Place.Kind.COUNTRY, _("Country")),
    (Place.Kind.REGION, _("Region")),
    (Place.Kind.TOWN, _("Town or district")),
    (Place.Kind.SITE, _("Site")),
]


class PlaceForm(Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    within = forms.ModelChoiceField(
        label=_("Within"), queryset=Place.objects.none(), required=False
    )
    country = forms.ChoiceField(label=_("Country"), choices=countries, required=False)
    pcode = forms.CharField(
        label=_("Area code"),
        help_text=_("The common operational code (p-code), when there is one."),
        max_length=30,
        required=False,
    )

    def __init__(self, *args, user, place: Place | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        places = Place.objects.open_to(user).order_by("name")
        self.fields["within"].queryset = places.exclude(pk=place.pk) if place else places
