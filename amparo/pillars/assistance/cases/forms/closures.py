"""Closing a case with its reason and what was reached; opening it again."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.protection import code_lists
from amparo.ui.forms import Form

from ..models.closures import GoalResult
from .base import YesNoField, open_choice


class ClosureForm(Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason for closure"),
        choices=open_choice(code_lists.lazy_choices("closure_reason")),
    )
    summary = forms.CharField(
        label=gettext_lazy("Results achieved and not achieved"),
        widget=forms.Textarea({"rows": 4}),
    )
    handover = forms.CharField(
        label=gettext_lazy("Responsible for follow-up"),
        help_text=gettext_lazy("The institution or the people who know, and what they were told."),
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )
    person_informed = YesNoField(label=gettext_lazy("Person informed of closure"))
    feedback = forms.CharField(
        label=gettext_lazy("Feedback of the person"),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )

    def __init__(self, *args: Any, goals: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.goals = goals
        for goal in goals:
            self.fields[self._name(goal)] = forms.ChoiceField(
                label=goal.text or _("Goal"),
                choices=GoalResult.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("State the result of this goal.")},
            )

    @property
    def outcomes(self) -> list[forms.BoundField]:
        return [self[self._name(goal)] for goal in self.goals]

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        reached = {goal: data.pop(self._name(goal), "") for goal in self.goals}
        data["outcomes"] = {goal: outcome for goal, outcome in reached.items() if outcome}
        return data

    @staticmethod
    def _name(goal: Any) -> str:
        return f"goal_{goal.ref.hex}"


class ReopenForm(Form):
    because = forms.CharField(
        label=gettext_lazy("Reason for reopening"), widget=forms.Textarea({"rows": 3})
    )
