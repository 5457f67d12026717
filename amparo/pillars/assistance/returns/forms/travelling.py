"""Legs, help on the way and papers; what was booked, and what happened on the day."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.people.forms.fields import code_field
from amparo.ui.forms import Form, LocalTimeInput, RadioList

from ..models import (
    Booking,
    Leg,
    Provision,
    ReturnJourney,
    TravelDocument,
    Traveller,
)
from .parts import OfTravellers, words


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label)


def _clock(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=LocalTimeInput)


class TimesForm(Form):
    """When a leg begins and ends."""

    leaves_on = _day(gettext_lazy("It leaves on"))
    leaves_clock = _clock(gettext_lazy("At what time"))
    arrives_on = _day(gettext_lazy("It arrives on"))
    arrives_clock = forms.TimeField(
        label=gettext_lazy("At what time does it arrive"), widget=LocalTimeInput,
        help_text=gettext_lazy("Both times on the clock of this office."),
    )  # fmt: skip

    def __init__(self, *args: Any, journey: ReturnJourney, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.zone = journey.case.office.zone

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        for end in ("leaves", "arrives"):
            day, clock = said.pop(f"{end}_on", None), said.pop(f"{end}_clock", None)
            if day and clock:
                said[f"{end}_at"] = datetime.combine(day, clock, self.zone)
        leaves, arrives = said.get("leaves_at"), said.get("arrives_at")
        if leaves and arrives and arrives <= leaves:
            self.add_error(
                "arrives_on", _("They would arrive before they leave. Look at both times.")
            )
        return said


class LegForm(TimesForm):
    way = forms.ChoiceField(
        label=gettext_lazy("How they travel"), choices=Leg.Way, widget=RadioList
    )
    leaves_from = forms.CharField(label=gettext_lazy("From where"))
    goes_to = forms.CharField(label=gettext_lazy("To where"))
    carrier = forms.CharField(label=gettext_lazy("With whom (airline, bus, boat)"), max_length=80)
    number = forms.CharField(
        label=gettext_lazy("Number of the flight or ride"), max_length=20, required=False
    )
    field_order = (
        "way", "leaves_from", "goes_to", "carrier", "number", "leaves_on", "leaves_clock",
        "arrives_on", "arrives_clock",
    )  # fmt: skip


class LegChangeForm(TimesForm):
    because = words(gettext_lazy("Why does it change?"), required=True)


class ProvisionForm(OfTravellers):
    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=Provision.Kind, widget=RadioList)
    traveller = forms.ChoiceField(label=gettext_lazy("For whom"), required=False)
    words = words(
        gettext_lazy("Who it is, or what exactly"),
        gettext_lazy("An escort’s name and telephone; a medicine and how it is taken."),
        required=True,
    )  # fmt: skip

    def __init__(self, *args: Any, travellers: list[Traveller], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer("traveller", travellers, nobody=_("All who travel"))

    def clean_traveller(self) -> Traveller | None:
        return self.known.get(self.cleaned_data["traveller"])


class DocumentForm(Form):
    kind = code_field("document_kind", gettext_lazy("Which paper"), required=True)
    status = forms.ChoiceField(
        label=gettext_lazy("How far it is"), choices=TravelDocument.Status, widget=RadioList
    )
    good_until = forms.DateField(label=gettext_lazy("It holds until"), required=False)


class BookForm(Form):
    code = forms.CharField(
        label=gettext_lazy("Booking code"), help_text=gettext_lazy("As the carrier gave it."),
        max_length=40,
    )  # fmt: skip


class UnbookForm(Form):
    why = forms.ChoiceField(
        label=gettext_lazy("What happened?"), widget=RadioList,
        choices=[(each.value, each.label) for each in Booking.SAID],
    )  # fmt: skip
    words = words(gettext_lazy("What you know of it"))


class DepartForm(Form):
    left_on = _day(gettext_lazy("On which day did they leave?"))
    words = words(gettext_lazy("How it went"))


class ArriveForm(Form):
    arrived_on = _day(gettext_lazy("On which day did they arrive?"))
    words = words(gettext_lazy("How they are"))


class WelcomeForm(Form):
    welcomed_on = _day(gettext_lazy("On which day were they welcomed?"))
    words = words(gettext_lazy("What they need first"))
