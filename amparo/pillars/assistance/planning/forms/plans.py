"""What one writes into a plan: goals, actions, how the person agreed, how things ended."""

from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import Office, User
from amparo.foundation.people.forms.fields import offer_first
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.assessment.models.assessments import Level, TimeHorizon
from amparo.pillars.assistance.cases.models import Case
from amparo.ui import formats
from amparo.ui.forms import Form

from ..models import Action, Goal

NOT_CHOSEN = [("", "—")]


def service_types() -> list:
    return [*NOT_CHOSEN, *code_lists.tree("service_type")]


def rights() -> list:
    return [*NOT_CHOSEN, *code_lists.choices("right")]


def currencies() -> list:
    return [*NOT_CHOSEN, *formats.currencies()]


def offer_currency(field: forms.Field, office: Office) -> None:
    """The currency of `office` is filled in; it and those of its country stand first."""
    field.initial = office.currency
    own = list(dict.fromkeys([office.currency, *formats.currencies_of(office.country)]))
    offer_first(field, own, _("Of this office"), _("All currencies"))  # type: ignore[arg-type]


class GoalForm(Form):
    text = forms.CharField(
        label=pgettext_lazy("goal", "Expected change"),
        help_text=gettext_lazy(
            "So that everybody can tell whether it is: what, for whom, by when."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    horizon = forms.ChoiceField(
        label=gettext_lazy("Target date"), choices=TimeHorizon, widget=forms.RadioSelect
    )
    level = forms.ChoiceField(
        label=pgettext_lazy("need, reintegration", "Level"),
        choices=Level,
        widget=forms.RadioSelect,
        initial=Level.INDIVIDUAL,
    )

    @classmethod
    def of(cls, goal: Goal, given=None) -> "GoalForm":
        return cls(
            given,
            initial={"text": goal.text, "horizon": goal.horizon, "level": goal.level},
        )


class ActionForm(Form):
    """One thing to do. Who does it: a colleague, or in words the person or another service."""

    goal = forms.ChoiceField(label=pgettext_lazy("field", "Goal"))
    text = forms.CharField(
        label=gettext_lazy("Action proposed"), widget=forms.Textarea(attrs={"rows": 2})
    )
    service_type = forms.ChoiceField(
        label=gettext_lazy("Service type"), choices=service_types, required=False
    )
    right = forms.ChoiceField(
        label=gettext_lazy("Related right"),
        choices=rights,
        required=False,
    )
    responsible = forms.ChoiceField(label=gettext_lazy("Responsible colleague"), required=False)
    responsible_words = forms.CharField(
        label=gettext_lazy("Other responsible party"),
        help_text=gettext_lazy("The person, a relative, another service."),
        required=False,
    )
    due_on = forms.DateField(label=gettext_lazy("Due date"))
    level = forms.ChoiceField(
        label=pgettext_lazy("need, reintegration", "Level"),
        choices=Level,
        initial=Level.INDIVIDUAL,
    )
    cost = forms.DecimalField(
        label=gettext_lazy("Expected cost"),
        required=False,
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=currencies, required=False
    )

    def __init__(self, *args, case: Case, goals: list[Goal], colleagues: list[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        self.goals = {str(goal.ref): goal for goal in goals}
        self.colleagues = {str(each.ref): each for each in colleagues}
        self.fields["goal"].choices = [(ref, goal.text) for ref, goal in self.goals.items()]
        self.fields["responsible"].choices = [
            *NOT_CHOSEN,
            *((ref, each.name) for ref, each in self.colleagues.items()),
        ]
        offer_currency(self.fields["currency"], case.office)

    @staticmethod
    def values_of(action: Action) -> dict:
        return {
            "goal": str(action.goal.ref), "text": action.text,
            "service_type": action.service_type, "right": action.right,
            "responsible": str(action.responsible.ref) if action.responsible else "",
            "responsible_words": action.responsible_words, "due_on": action.due_on,
            "level": action.level, "cost": action.cost,
            "currency": action.currency or action.case.office.currency,
        }  # fmt: skip

    def clean_goal(self) -> Goal:
        return self.goals[self.cleaned_data["goal"]]

    def clean_responsible(self) -> User | None:
        return self.colleagues.get(self.cleaned_data["responsible"])

    def clean(self) -> dict:
        found = super().clean()
        if not found.get("responsible") and not found.get("responsible_words"):
            self.add_error("responsible", _("Choose a colleague, or write who else does it."))
        if found.get("cost") is None:
            found["currency"] = ""
        elif not found.get("currency"):
            self.add_error("currency", _("Choose the currency of this cost."))
        return found


class PlanAgreementForm(Form):
    """Without the person's agreement the plan is only ours."""

    on = forms.DateField(label=gettext_lazy("Date of agreement"))
    how = forms.ChoiceField(
        label=pgettext_lazy("column", "Mode"),
        choices=code_lists.lazy_choices("consent_method"),
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("In the person’s words"),
        help_text=gettext_lazy("What they said about the plan, if they said something."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].initial = today

    def clean_on(self) -> date:
        if self.cleaned_data["on"] > self.today:
            raise ValidationError(_("This day is still to come."))
        return self.cleaned_data["on"]


class ActionCompletionForm(Form):
    text = forms.CharField(
        label=pgettext_lazy("an action of the plan", "Result"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class ReasonForm(Form):
    because = forms.CharField(
        label=pgettext_lazy("column, field", "Reason"), widget=forms.Textarea(attrs={"rows": 3})
    )
