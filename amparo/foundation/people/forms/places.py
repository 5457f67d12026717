"""Where somebody is, or a community lives: a place of the gazetteer."""

from django import forms

from amparo.foundation.trust.models import User
from amparo.ui import cldr

from ..models import Place

MOST = 500


class PlaceField(forms.ChoiceField):
    """A place by its ref; the places offered are those of the office's own country first."""

    def offer(self, user: User, chosen: Place | None = None) -> None:
        self.places = Place.objects.open_to(user)
        country = user.office.country if user.office else ""
        here = list(self.places.filter(country=country).order_by("name")[:MOST])
        elsewhere = self.places.exclude(country=country).order_by("country", "name")
        found = here + list(elsewhere[: MOST - len(here)])
        found += [chosen] if chosen and chosen not in found else []
        self.choices = [("", ""), *((str(place.ref), _label(place)) for place in found)]

    def clean(self, value: str) -> Place | None:
        ref = super().clean(value)
        return self.places.get(ref=ref) if ref else None


def _label(place: Place) -> str:
    country = cldr.country(place.country) if place.country else ""
    return f"{place.name} · {country}" if country else place.name
