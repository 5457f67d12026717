"""Legs, help on the way and papers; what was booked, and what happened on the day."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.people.forms.fields import code_field
from amparo.pillars.assistance.cases.models import Attachment, Case
from amparo.ui.forms import Form, LocalTimeInput, RadioList

from ..models import (
    Booking,
    ExitPermission,
    Leg,
    ReturnJourney,
    TravelAssistance,
    TravelDocument,
    Traveller,
)
from .base import TravellersForm, text_field

MOST = 60


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
        label=gettext_lazy("Arrival time"), widget=LocalTimeInput,
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
        label=gettext_lazy("Means of transport"), choices=Leg.Way, widget=RadioList
    )
    leaves_from = forms.CharField(label=pgettext_lazy("leg", "From"))
    goes_to = forms.CharField(label=pgettext_lazy("leg", "To"))
    carrier = forms.CharField(label=gettext_lazy("Carrier (airline, bus, boat)"), max_length=80)
    number = forms.CharField(
        label=gettext_lazy("Flight or service number"), max_length=20, required=False
    )
    field_order = (
        "way", "leaves_from", "goes_to", "carrier", "number", "leaves_on", "leaves_clock",
        "arrives_on", "arrives_clock",
    )  # fmt: skip


class LegChangeForm(TimesForm):
    because = text_field(gettext_lazy("Why does it change?"), required=True)


class TravelAssistanceForm(TravellersForm):
    kind = forms.ChoiceField(
        label=pgettext_lazy("column", "Item"), choices=TravelAssistance.Kind, widget=RadioList
    )
    traveller = forms.ChoiceField(label=pgettext_lazy("column", "Person"), required=False)
    text = text_field(
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
    kind = code_field("document_kind", pgettext_lazy("field", "Document"), required=True)
    status = forms.ChoiceField(
        label=gettext_lazy("Document status"), choices=TravelDocument.Status, widget=RadioList
    )
    seen_on = forms.DateField(
        label=gettext_lazy("On which day did you see it?"),
        help_text=gettext_lazy("Leave it empty while nobody of yours has held it in their hands."),
        required=False,
    )
    good_until = forms.DateField(label=pgettext_lazy("check", "Valid until"), required=False)
    never_expires = forms.BooleanField(
        label=gettext_lazy("It says of itself that it does not run out"), required=False
    )


class ExitPermissionForm(Form):
    basis = forms.ChoiceField(
        label=gettext_lazy("Who permits it, or why nobody has to"),
        choices=ExitPermission.Basis, widget=RadioList,
    )  # fmt: skip
    given_by = forms.CharField(
        label=gettext_lazy("Name of who permits it"),
        help_text=gettext_lazy("Not needed where nobody has to permit it."), required=False,
    )  # fmt: skip
    document = forms.ChoiceField(
        label=gettext_lazy("The document of this case that shows it"),
        help_text=gettext_lazy("The permission, the judgment or the death certificate."),
    )
    guardianship = forms.ChoiceField(
        label=gettext_lazy("For a guardian: the document that names them"), required=False
    )
    issuer = forms.CharField(
        label=gettext_lazy("Who issued the document"),
        help_text=gettext_lazy("The notary, court, consulate or civil registry, and where."),
    )
    issued_on = _day(gettext_lazy("Day of the document"))
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"),
        help_text=gettext_lazy("Leave it empty where the document names no last day."),
        required=False,
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.case = case
        kept = Attachment.objects.filter(case=case).not_removed().order_by("-pk")[:MOST]
        self.known = {each.ref.hex: each for each in kept if not each.is_harmful}
        choices = [("", "—"), *((ref, each.name) for ref, each in self.known.items())]
        for name in ("document", "guardianship"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_issued_on(self) -> date:
        issued_on = self.cleaned_data["issued_on"]
        if issued_on > self.case.office.today():
            raise forms.ValidationError(
                _("The date of the document is in the future. Enter the date it bears.")
            )
        return issued_on

    def clean_document(self) -> Attachment:
        return self.known[self.cleaned_data["document"]]

    def clean_guardianship(self) -> Attachment | None:
        return self.known.get(self.cleaned_data["guardianship"])


class BookForm(Form):
    code = forms.CharField(
        label=gettext_lazy("Booking code"), help_text=gettext_lazy("As the carrier gave it."),
        max_length=40,
    )  # fmt: skip


class UnbookForm(Form):
    why = forms.ChoiceField(
        label=pgettext_lazy("incident", "Description"), widget=RadioList,
        choices=[(each.value, each.label) for each in Booking.SAID],
    )  # fmt: skip
    text = text_field(gettext_lazy("What you know of it"))


class DepartForm(Form):
    left_on = _day(gettext_lazy("On which day did they leave?"))
    text = text_field(gettext_lazy("How it went"))


class ArriveForm(Form):
    arrived_on = _day(gettext_lazy("On which day did they arrive?"))
    text = text_field(gettext_lazy("How they are"))


class WelcomeForm(Form):
    welcomed_on = _day(gettext_lazy("On which day were they welcomed?"))
    text = text_field(gettext_lazy("What they need first"))
