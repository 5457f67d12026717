"""The questions of a first conversation: what cannot wait, then what to look at."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.assessment.protection_questions import (
    ASYLUM_WISH,
    DANGER_NOW,
    MEDICAL,
)
from amparo.pillars.assistance.assessment.urgent_needs import URGENT_NEEDS
from amparo.ui.forms import CheckboxList, Form

from ..models.screenings import FIRST_STEPS_NEEDED, NOT_ASKED
from ..triage import LIFE_THREATENING
from .journey_beliefs import JourneyBeliefsForm


def answers() -> list[tuple[str, str]]:
    wanted = ("yes", "no", "unknown", "no_answer")
    return [(code, code_lists.label("answer", code)) for code in wanted]


def question(code: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=code_lists.label("screening_question", code),
        choices=answers, widget=forms.RadioSelect, required=False,
    )  # fmt: skip


def critical_answer(code: str) -> str:
    """The answer to a question that calls for help: "Are you safe?" is answered by a no."""
    term = code_lists.find("screening_question", code)
    return "no" if term and term.extra.get("yes_is") == "well" else "yes"


def truth(code: str, said: str) -> bool | None:
    """Yes or no; neither where nobody answered or somebody does not know."""
    return said == critical_answer(code) if said in ("yes", "no") else None


class UrgentNeedsForm(Form):
    """What somebody may need at once; every question may stay without an answer."""

    violence_on = forms.DateField(
        label=pgettext_lazy("field", "Date and time"),
        help_text=gettext_lazy("Only the day. There is no need to tell what happened."),
        required=False,
    )
    violence_hour = forms.TimeField(
        label=gettext_lazy("Approximate time"),
        widget=forms.TimeInput({"type": "time"}),
        required=False,
    )
    first_steps = forms.CharField(
        label=gettext_lazy("Immediate action taken or planned"),
        help_text=gettext_lazy(
            "Required when something cannot wait: who goes where, and with whom."
        ),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )

    hints = {
        "danger_now": gettext_lazy("Somebody may be listening, or waiting outside."),
        "suicide": gettext_lazy("Ask calmly. To ask does not put the thought there."),
        "sexual_violence": gettext_lazy("There is no need to tell what happened."),
    }

    def __init__(self, *args: Any, office: Office, **kwargs: Any):
        self.office = office
        super().__init__(*args, **kwargs)
        for code in URGENT_NEEDS:
            self.fields[code] = question(code)
            self.fields[code].help_text = self.hints.get(code, "")

    @property
    def questions(self) -> list[tuple[forms.BoundField, str]]:
        """Each question with the answer that calls for help."""
        return [(self[code], critical_answer(code)) for code in URGENT_NEEDS]

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        said = {code: data.pop(code, "") for code in URGENT_NEEDS}
        named = {code for code, word in said.items() if word == critical_answer(code)}
        data["unanswered"] = {
            code: word or NOT_ASKED for code, word in said.items() if word not in ("yes", "no")
        }
        data |= {code: truth(code, said[code]) for code in (DANGER_NOW, MEDICAL)}
        data["urgent"] = [
            code for code in URGENT_NEEDS if code in named and code not in (DANGER_NOW, MEDICAL)
        ]
        if named & LIFE_THREATENING and not data.get("first_steps", "").strip():
            self.add_error("first_steps", FIRST_STEPS_NEEDED)
        day, hour = data.pop("violence_on", None), data.pop("violence_hour", None)
        if said["sexual_violence"] == "no":
            day = None  # written before the answer was changed
        data["violence_at"] = self._moment(day, hour)
        return data

    def _moment(self, day, hour) -> datetime | None:
        if day is None:
            return None
        # Without an hour the day counts from its start: better too early than too late.
        moment = datetime.combine(day, hour or time.min, tzinfo=self.office.zone)
        if moment > now():
            self.add_error("violence_on", _("This day is still to come."))
        return moment


class ScreeningContinuationForm(JourneyBeliefsForm):
    """What to look at with care, whether the person wishes to go on, and what they believed."""

    asylum_wish = forms.ChoiceField(
        label=gettext_lazy("Intention to seek asylum"),
        choices=answers,
        widget=forms.RadioSelect,
        required=False,
    )
    trafficking_signs = forms.MultipleChoiceField(
        label=gettext_lazy("Signs observed"),
        help_text=gettext_lazy(
            "Signs to look at together, never a verdict. Do not read them out."
        ),
        choices=code_lists.lazy_choices("trafficking_sign"),
        widget=CheckboxList,
        required=False,
    )
    no_signs = forms.BooleanField(
        label=gettext_lazy("None of these was seen or heard"),
        help_text=gettext_lazy(
            "Tick it only if you looked for them. Left empty, it counts as not asked."
        ),
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("In the person’s own words"),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
    goes_on = forms.ChoiceField(
        label=pgettext_lazy("screening", "Wishes to continue"),
        choices=lambda: [("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["asylum_wish"].label = code_lists.label("screening_question", "asylum_wish")
        self.fields["goes_on"].label = code_lists.label("screening_question", "continue")

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        wish = data.get("asylum_wish", "")
        data["unanswered"] = {ASYLUM_WISH: wish} if wish and wish not in ("yes", "no") else {}
        data["asylum_wish"] = {"yes": True, "no": False}.get(data.get("asylum_wish", ""))
        data["trafficking"] = False if data.pop("no_signs", False) else None
        if data["trafficking"] is False and data.get("trafficking_signs"):
            self.add_error("no_signs", _("Either signs were seen, or none of them. Choose one."))
        data["goes_on"] = data.get("goes_on") != "no"
        return data
