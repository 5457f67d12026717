"""Who is asked whether somebody can travel, what a clinician decides, and the check of the day."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.files.forms import UploadField
from amparo.foundation.core.models import User
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.forms.base import YesNoField
from amparo.pillars.assistance.referrals.forms.link_codes import TelephoneCodeField
from amparo.ui.forms import CheckboxList, Form, LocalTimeInput, RadioList

from ..fitness_rules import CONDITIONS_LIST, DECISION_LIST, FIT, FIT_WITH_CONDITIONS, UNFIT
from ..models import BoardingCheck, FitnessRequest, ReturnJourney
from .base import text_field

# A name, a number: no more than a line.
LINE = 120


def _decisions() -> list[tuple[str, str]]:
    """Without *pending*: a request that nobody has answered says so itself."""
    return [
        (code, code_lists.label(DECISION_LIST, code)) for code in (FIT, FIT_WITH_CONDITIONS, UNFIT)
    ]


class AskClinicianForm(Form):
    clinician = forms.ChoiceField(
        label=gettext_lazy("Who examines them"), required=False, widget=RadioList,
        help_text=gettext_lazy("Somebody else than who accompanies or counsels them."),
    )  # fmt: skip
    addressee = forms.CharField(
        label=gettext_lazy("By a link: name of the clinician, and where they work"),
        required=False, max_length=LINE,
    )  # fmt: skip

    def __init__(self, *args: Any, clinicians: list[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.known = {each.ref.hex: each for each in clinicians}
        self.fields["clinician"].choices = [
            ("", _("A clinician without an account, by a link")),
            *((ref, each.name) for ref, each in self.known.items()),
        ]

    def clean_clinician(self) -> User | None:
        return self.known.get(self.cleaned_data["clinician"])

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        if "clinician" in said and not said["clinician"] and not said.get("addressee"):
            self.add_error("addressee", _("Write the name of the clinician, and where they work."))
        return said


class LinkCodeForm(Form):
    link_code = TelephoneCodeField()


class MomentForm(Form):
    """Days and times, on the clock of the office that accompanies the person."""

    def __init__(self, *args: Any, journey: ReturnJourney, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.zone = journey.case.office.zone

    def moment(self, said: dict, name: str) -> datetime | None:
        """Takes the day and the time of `name` from what was said; None where one is missing."""
        day, clock = said.pop(f"{name}_on", None), said.pop(f"{name}_clock", None)
        return datetime.combine(day, clock, self.zone) if day and clock else None


class FitnessForm(MomentForm):
    is_same_person = YesNoField(
        label=gettext_lazy("Is this the person whom you examined, and did you see who they are?")
    )
    examined_on = forms.DateField(label=gettext_lazy("Day of the examination"))
    examined_clock = forms.TimeField(
        label=gettext_lazy("At what time"), widget=LocalTimeInput,
        help_text=gettext_lazy("On the clock of the place where the person is."),
    )  # fmt: skip
    code = forms.ChoiceField(
        label=gettext_lazy("Your decision"), choices=_decisions, widget=RadioList
    )
    conditions = forms.MultipleChoiceField(
        label=gettext_lazy("If with conditions: which"), required=False, widget=CheckboxList,
        choices=code_lists.lazy_choices(CONDITIONS_LIST),
        help_text=gettext_lazy("Nobody books the journey before each of them is arranged."),
    )  # fmt: skip
    text = text_field(
        gettext_lazy("What must be arranged, exactly"),
        gettext_lazy("Only what who accompanies them must know: how much oxygen, which medicine."),
    )
    holds_on = forms.DateField(
        label=pgettext_lazy("check", "Valid until"), required=False,
        help_text=gettext_lazy("Leave it empty for as long as practice allows."),
    )  # fmt: skip
    holds_clock = forms.TimeField(
        label=gettext_lazy("Until what time"), widget=LocalTimeInput, required=False
    )
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=LINE)
    licence = forms.CharField(label=gettext_lazy("Number of your licence"), max_length=LINE)
    file = UploadField(
        label=gettext_lazy("What you signed"),
        missing=gettext_lazy("Choose the file with what you signed."),
    )

    def __init__(self, *args: Any, asked: FitnessRequest, **kwargs: Any):
        super().__init__(*args, journey=asked.traveller.journey, **kwargs)
        if asked.clinician:
            self._fix("name", asked.clinician.name)
            licence = asked.clinician.qualifications.licence_on(asked.file.office.today())
            if licence:
                self._fix("licence", licence)

    def _fix(self, name: str, value: str) -> None:
        """What is known by the account is shown, and not written again."""
        self.fields[name].initial, self.fields[name].disabled = value, True

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        if bool(said.get("holds_on")) != bool(said.get("holds_clock")):
            self.add_error("holds_on", _("Say both the day and the time, or neither."))
        said["paper"] = said.pop("file", None)
        said["holds_until"] = self.moment(said, "holds")
        if examined_at := self.moment(said, "examined"):
            said["examined_at"] = examined_at
        return said


class BoardingForm(MomentForm):
    held_on = forms.DateField(label=gettext_lazy("Day"))
    held_clock = forms.TimeField(label=gettext_lazy("At what time"), widget=LocalTimeInput)
    checked_by = forms.ChoiceField(
        label=pgettext_lazy("check before boarding", "Checked by"),
        choices=BoardingCheck.CheckedBy,
        widget=RadioList,
    )
    name = forms.CharField(label=gettext_lazy("Name of who checked"), max_length=LINE)
    feels_well = YesNoField(label=gettext_lazy("Do they feel well enough to leave?"))
    has_medicines = YesNoField(label=gettext_lazy("Have they their medicines, or need none?"))
    has_documents = YesNoField(label=gettext_lazy("Have they their documents?"))
    knows_where = YesNoField(label=gettext_lazy("Do they know where they go, and who meets them?"))
    text = text_field(gettext_lazy("What was said or seen"))

    def __init__(self, *args: Any, journey: ReturnJourney, **kwargs: Any):
        super().__init__(*args, journey=journey, **kwargs)
        here = localtime(now(), self.zone)
        self.fields["held_on"].initial = here.date()
        self.fields["held_clock"].initial = here.time().replace(second=0, microsecond=0)

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        if held_at := self.moment(said, "held"):
            said["held_at"] = held_at
        return said
