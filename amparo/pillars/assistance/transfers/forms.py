"""Where a case goes and why; whether it is taken over; and asking another office for somebody."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import Team, User
from amparo.pillars.assistance.cases.forms.handovers import case_choice_label
from amparo.pillars.assistance.cases.models import Case
from amparo.ui.forms import CheckboxList, Form, RadioList

from .models import Transfer, TransferRequest


def _words(label: Any, hint: Any, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, widget=forms.Textarea({"rows": rows}), required=False
    )


def by_ref(teams: Iterable[Team]) -> dict[str, Team]:
    return {team.ref.hex: team for team in teams}


def team_label(team: Team) -> str:
    """A team of another office, and whose it is."""
    office = team.office
    return f"{team.name} · {office.name} · {office.organization.name}"


class TransferForm(Form):
    to = forms.ChoiceField(label=pgettext_lazy("field", "Team"))
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason for transfer"),
        choices=Transfer.Reason.choices,
        widget=RadioList,
    )
    text = _words(
        gettext_lazy("What they must know before they say yes"),
        gettext_lazy("They read this before the file is open to them. Name nobody in it."),
    )

    def __init__(self, *args: Any, teams: Iterable[Team], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.teams = by_ref(teams)
        choices = [(ref, team_label(team)) for ref, team in self.teams.items()]
        self.fields["to"].choices = [("", ""), *choices]

    def clean_to(self) -> Team:
        return self.teams[self.cleaned_data["to"]]


class BulkTransferForm(TransferForm):
    """All cases of a team that go together, or those that are ticked."""

    def __init__(self, *args: Any, cases: list[Case], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.cases = {case.ref.hex: case for case in cases}
        self.fields["cases"] = forms.MultipleChoiceField(
            label=gettext_lazy("Cases to transfer"),
            choices=[(key, case_choice_label(case)) for key, case in self.cases.items()],
            initial=list(self.cases),
            widget=CheckboxList,
            error_messages={"required": gettext_lazy("Choose at least one case to hand over.")},
        )

    def clean_cases(self) -> list[Case]:
        return [self.cases[key] for key in self.cleaned_data["cases"]]


class AcceptForm(Form):
    owner = forms.ChoiceField(label=gettext_lazy("New responsible caseworker"), widget=RadioList)

    def __init__(self, *args: Any, owners: Iterable[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.owners = {user.ref.hex: user for user in owners}
        self.fields["owner"].choices = [(ref, user.name) for ref, user in self.owners.items()]

    def clean_owner(self) -> User:
        return self.owners[self.cleaned_data["owner"]]


class DeclineForm(Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason for declining the transfer"),
        choices=Transfer.DeclineReason.choices,
        widget=RadioList,
    )
    text = _words(gettext_lazy("What you would say to them"), "", 2)


class TransferRequestForm(Form):
    """Who it is comes along from the search, and stands in no address."""

    office = forms.CharField(widget=forms.HiddenInput)
    sought = forms.CharField(widget=forms.HiddenInput)
    team = forms.ChoiceField(label=gettext_lazy("Requesting team"), widget=RadioList)
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason for request"),
        choices=TransferRequest.Reason.choices,
        widget=RadioList,
    )
    text = _words(
        gettext_lazy("What they should know"),
        gettext_lazy("The other office reads it beside your name. You learn only their answer."),
    )

    def __init__(self, *args: Any, teams: Iterable[Team], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.teams = by_ref(teams)
        self.fields["team"].choices = [(ref, team.name) for ref, team in self.teams.items()]
        self.fields["team"].initial = next(iter(self.teams), None)

    def clean_team(self) -> Team:
        return self.teams[self.cleaned_data["team"]]


class TransferRequestAcceptForm(Form):
    case = forms.ChoiceField(label=gettext_lazy("Case to transfer"), widget=RadioList)
    text = _words(
        gettext_lazy("What they must know before they say yes"),
        gettext_lazy("They read this before the file is open to them. Name nobody in it."),
    )

    def __init__(self, *args: Any, cases: Iterable[Case], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.cases = {case.ref.hex: case for case in cases}
        self.fields["case"].choices = [
            (ref, case_choice_label(each)) for ref, each in self.cases.items()
        ]
        if len(self.cases) == 1:
            self.fields["case"].initial = next(iter(self.cases))

    def clean_case(self) -> Case:
        return self.cases[self.cleaned_data["case"]]


class TransferRequestDeclineForm(Form):
    reason = forms.ChoiceField(
        label=pgettext_lazy("transfer", "Answer"),
        help_text=gettext_lazy("They read this answer and nothing else about the person."),
        choices=TransferRequest.DeclineReason.choices,
        widget=RadioList,
    )
