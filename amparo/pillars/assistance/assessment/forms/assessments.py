"""What is seen, level by level; what is needed; and what matters most to the person."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from amparo.foundation.protection import code_lists
from amparo.foundation.protection.models.observations import ObservationEnd
from amparo.foundation.protection.risk import Level
from amparo.pillars.assistance.cases.forms.base import open_choice
from amparo.ui.forms import Form, RadioList

from ..case_risk import weight_label
from ..models.assessments import Level as NeedLevel
from ..models.assessments import TimeHorizon

WEIGHTS = [("risk", 1), ("risk", 2), ("risk", 3), ("protective", 1), ("protective", 2),
           ("protective", 3), ("risk", 0)]  # fmt: skip


# Not what exposes somebody to a threat, but how grave it is by itself.
ITSELF = "itself"


def weights() -> list[tuple[str, str]]:
    return [(f"{polarity}:{grade}", weight_label(polarity, grade)) for polarity, grade in WEIGHTS]


class ObservationForm(Form):
    """One thing that exposes or protects: chosen from a short list, weighed in one touch."""

    factor = forms.ChoiceField(label=pgettext_lazy("field", "Observation"), required=False)
    weighs = forms.ChoiceField(
        label=gettext_lazy("Weight of factor"),
        help_text=gettext_lazy("The same thing may expose one person and protect another."),
        choices=weights,
        widget=RadioList,
    )
    threat = forms.ChoiceField(
        label=gettext_lazy("Related threat"),
        help_text=gettext_lazy(
            "What protects answers a risk only when both name the same threat."
        ),
        choices=open_choice(code_lists.threats, gettext_lazy("No threat in particular")),
        required=False,
    )
    immediate_danger = forms.BooleanField(
        label=pgettext_lazy("field", "Immediate danger"), required=False
    )
    evidence = forms.CharField(
        label=gettext_lazy("Source of verification"),
        help_text=gettext_lazy("What was said or seen, in a few words."),
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )
    observed_on = forms.DateField(label=gettext_lazy("Observed on"), initial=localdate)

    def __init__(self, *args: Any, level: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.level = level
        self.fields["factor"].choices = [
            ("", pgettext("select, first line", "Choose")),
            *code_lists.choices("factor", level=level),
            (ITSELF, _("The threat itself")),
        ]

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        polarity, grade = (data.pop("weighs", "") or "risk:0").split(":")
        data |= {"polarity": polarity, "severity": int(grade), "level": Level(self.level)}
        if not data.get("factor"):
            self.add_error("factor", _("Choose what you observed."))
        elif data["factor"] == ITSELF:
            data["factor"] = ""
            if not data.get("threat"):
                self.add_error("threat", _("Name the threat."))
        if data.get("observed_on") and data["observed_on"] > localdate():
            self.add_error("observed_on", _("This day is still to come."))
        return data


class ObservationEndForm(Form):
    """It is no longer so, or it never was."""

    how = forms.ChoiceField(
        label=pgettext_lazy("observation", "Result"),
        choices=[
            (ObservationEnd.How.PAST, gettext_lazy("It was so, and is so no longer")),
            (ObservationEnd.How.WITHDRAWN, pgettext_lazy("observation", "Recorded in error")),
        ],
        widget=RadioList,
    )
    because = forms.CharField(
        label=pgettext_lazy("field, question", "Reason"),
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )


class NeedForm(Form):
    """One thing that is lacking."""

    service_type = forms.ChoiceField(
        label=gettext_lazy("Assistance needed"),
        choices=open_choice(lambda: code_lists.tree("service_type")),
    )
    horizon = forms.ChoiceField(
        label=gettext_lazy("Due date"), choices=TimeHorizon.choices, widget=forms.RadioSelect
    )
    level = forms.ChoiceField(
        label=pgettext_lazy("need, reintegration", "Level"),
        choices=NeedLevel.choices,
        initial="individual",
    )
    own_rank = forms.TypedChoiceField(
        label=gettext_lazy("Priority for the person"),
        choices=open_choice(
            lambda: [
                (str(place), _("%(place)s of 5") % {"place": place}) for place in range(1, 6)
            ],
            gettext_lazy("Not stated"),
        ),
        coerce=int,
        empty_value=None,
        required=False,
    )
    text = forms.CharField(label=pgettext_lazy("field", "Summary"), required=False)


class AssessmentForm(Form):
    """The person's own view comes first, ours after it."""

    priorities = forms.CharField(
        label=gettext_lazy("Priorities of the person"),
        help_text=gettext_lazy("In the person’s order of priority, in their words."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
    wishes = forms.CharField(
        label=gettext_lazy("Wishes of the person"),
        help_text=gettext_lazy("Where they want to be in some months, and with whom."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
    summary = forms.CharField(
        label=gettext_lazy("Caseworker’s analysis"),
        help_text=gettext_lazy("A few lines that a colleague could act on."),
        widget=forms.Textarea({"rows": 4}),
    )
