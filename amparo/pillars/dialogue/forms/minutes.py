"""Forms of minutes: what was said, what was decided, who does what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import Organization
from amparo.ui.forms import CheckboxList, Form

from ..models import AgendaItem, Convening, Decision
from .forums import organization_field


def _came_first(meeting: Convening) -> Any:
    """The institutions of the meeting, or all where none was invited."""
    here = Organization.objects.filter(pk__in=meeting.delegations.values("organization"))
    return (here if here.exists() else Organization.objects.all()).order_by("name", "pk")


class MinutesForm(Form):
    minutes = forms.CharField(
        label=gettext_lazy("Minutes"), max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Institutions, not people: names have a field of their own."),
    )  # fmt: skip
    # Which text the writer had before them.
    version = forms.CharField(required=False, widget=forms.HiddenInput)


class StatementForm(Form):
    """Under the Chatham House rule who said it is not asked, and refused where it is sent."""

    text = forms.CharField(
        label=pgettext_lazy("minutes", "What was said"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    organization = organization_field(pgettext_lazy("minutes", "Said by"), required=False)
    speaker = forms.CharField(
        label=pgettext_lazy("minutes", "Name of the speaker"), max_length=120, required=False,
        help_text=gettext_lazy("Only if they are needed. They are kept sealed and can be erased."),
    )  # fmt: skip

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = _came_first(item.convening)  # type: ignore[attr-defined]
        named = [self.data.get(name) for name in ("organization", "speaker")]
        if item.convening.names_nobody and not any(named):
            del self.fields["organization"], self.fields["speaker"]


class DecisionForm(Form):
    text = forms.CharField(
        label=pgettext_lazy("meeting", "Decision"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    how = forms.ChoiceField(
        label=pgettext_lazy("decision", "How it was taken"), choices=Decision.How.choices
    )
    votes_for = forms.IntegerField(
        label=pgettext_lazy("vote", "In favour"), min_value=0, max_value=9999, required=False
    )
    votes_against = forms.IntegerField(
        label=pgettext_lazy("vote", "Against"), min_value=0, max_value=9999, required=False
    )
    votes_abstained = forms.IntegerField(
        label=pgettext_lazy("vote", "Abstained"), min_value=0, max_value=9999, required=False
    )
    reserved_by = forms.ModelMultipleChoiceField(
        Organization.objects.none(), label=pgettext_lazy("decision", "Reservations of"),
        required=False, widget=CheckboxList,
    )  # fmt: skip

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reserved_by"].queryset = _came_first(item.convening)  # type: ignore[attr-defined]


class ActionItemForm(Form):
    text = forms.CharField(label=pgettext_lazy("meeting", "Action"), max_length=300)
    owner = organization_field(pgettext_lazy("action", "Who"))
    due_on = forms.DateField(label=gettext_lazy("Due"))


class FinishForm(Form):
    on = forms.DateField(label=pgettext_lazy("action", "Done on"))


class CommitForm(Form):
    bearers = forms.ModelMultipleChoiceField(
        Organization.objects.none(), label=gettext_lazy("Duty bearer"), widget=CheckboxList
    )
    deadline = forms.DateField(label=gettext_lazy("Deadline"), required=False)
    has_no_deadline = forms.BooleanField(label=gettext_lazy("No deadline was set"), required=False)

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["bearers"].queryset = _came_first(decision.item.convening)  # type: ignore[attr-defined]
        asked = decision.item.asked_of
        if asked is not None:
            self.initial.setdefault("bearers", [asked.pk])
