"""What is written about an interview, why it may be held sooner, and who is qualified for it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.files.forms import SCANNED_TYPES, UploadField
from amparo.foundation.core.models import User
from amparo.foundation.people.forms.fields import choice_field
from amparo.pillars.assistance.cases.forms.base import YesNoField
from amparo.ui.formats import languages
from amparo.ui.forms import Form, LocalTimeInput, RadioList

from ..models import Qualification, Traveller, VoluntarinessInterview
from .base import text_field


class InterviewForm(Form):
    """When, in which language, with whom: what every interview has."""

    held_on = forms.DateField(label=gettext_lazy("Day of the interview"))
    held_clock = forms.TimeField(
        label=gettext_lazy("Time of the interview"), widget=LocalTimeInput,
        help_text=gettext_lazy("By the clock of this office."),
    )  # fmt: skip
    language = choice_field(gettext_lazy("Language of the interview"), languages, required=True)
    interpreter = forms.ChoiceField(
        label=gettext_lazy("Who interpreted"), choices=VoluntarinessInterview.Interpreter,
        widget=RadioList,
    )  # fmt: skip
    interpreter_name = forms.CharField(
        label=gettext_lazy("Name of the interpreter"), max_length=120, required=False
    )
    is_alone = YesNoField(
        label=gettext_lazy("Were you alone with the person, and the interpreter?"),
        help_text=gettext_lazy("A child has the guardian beside them, and nobody else."),
    )
    guardian = forms.CharField(
        label=gettext_lazy("Guardian who was present"), max_length=120, required=False
    )
    text = text_field(
        gettext_lazy("Account of the person"), gettext_lazy("In their own words if you can.")
    )

    def __init__(self, *args: Any, traveller: Traveller, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.zone = traveller.journey.case.office.zone
        now = localtime(timezone=self.zone)
        self.fields["held_on"].initial = now.date()
        self.fields["held_clock"].initial = now.time().replace(second=0, microsecond=0)
        spoken = traveller.person.languages
        self.fields["language"].initial = spoken[0] if spoken else ""
        if not traveller.is_child:
            del self.fields["guardian"]

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        day, clock = said.pop("held_on", None), said.pop("held_clock", None)
        if day and clock:
            said["held_at"] = datetime.combine(day, clock, self.zone)
        return said


class VoluntarinessForm(InterviewForm):
    is_voluntary = YesNoField(
        label=gettext_lazy("Does the person go freely, knowing what else is possible?")
    )
    field_order = (
        "held_on", "held_clock", "language", "interpreter", "interpreter_name", "is_alone",
        "guardian", "is_voluntary", "text",
    )  # fmt: skip


class AsylumForm(InterviewForm):
    is_informed = YesNoField(
        label=gettext_lazy(
            "Did you explain in their language what asylum is, and how to ask for it?"
        )
    )
    wishes_asylum = YesNoField(
        label=gettext_lazy("Does the person wish asylum, or fear to return?")
    )
    field_order = (
        "held_on", "held_clock", "language", "interpreter", "interpreter_name", "is_alone",
        "guardian", "is_informed", "wishes_asylum", "text",
    )  # fmt: skip


class QualificationForm(Form):
    holder = forms.ChoiceField(label=gettext_lazy("Colleague"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Qualified for"), choices=Qualification.Kind, widget=RadioList
    )
    valid_from = forms.DateField(label=gettext_lazy("Valid from"))
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"), required=False,
        help_text=gettext_lazy("Leave it empty where it does not run out."),
    )  # fmt: skip
    paper = forms.CharField(
        label=gettext_lazy("Certificate or letter"), max_length=200,
        help_text=gettext_lazy("Its name and number, as it lies in the file of the colleague."),
    )  # fmt: skip
    issuer = forms.CharField(label=gettext_lazy("Issuer"), max_length=200)
    licence = forms.CharField(
        label=gettext_lazy("Licence number"), max_length=120, required=False,
        help_text=gettext_lazy("Of a clinician, and of nobody else."),
    )  # fmt: skip
    upload = UploadField(
        label=gettext_lazy("File of the certificate or letter"), types=SCANNED_TYPES,
        missing=gettext_lazy("Choose the file: a PDF or a photo of the certificate or letter."),
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.colleagues = {user.ref.hex: user for user in colleagues}
        names = [(ref, user.name) for ref, user in self.colleagues.items()]
        self.fields["holder"].choices = [("", ""), *names]

    def clean_holder(self) -> User:
        return self.colleagues[self.cleaned_data["holder"]]

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        is_clinician = said.get("kind") == Qualification.Kind.CLINICIAN
        if "kind" in said and is_clinician != bool(said.get("licence")):
            self.add_error("licence", _("Write the licence number, and only of a clinician."))
        return said
