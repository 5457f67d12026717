"""What one writes about a service given."""

from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import Organization, User
from amparo.foundation.funding.models import BudgetLine
from amparo.foundation.people.models import Person
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.planning.forms.plans import (
    NOT_CHOSEN,
    currencies,
    offer_currency,
    service_types,
)
from amparo.pillars.assistance.planning.models import Action
from amparo.ui.forms import Form

from .providers import providers_for

MOST_LINES = 200


def units() -> list:
    return [*NOT_CHOSEN, *code_lists.choices("unit")]


class ServiceForm(Form):
    service_type = forms.ChoiceField(
        label=pgettext_lazy("field", "Service provided"), choices=service_types
    )
    action = forms.ChoiceField(label=gettext_lazy("Related plan action"), required=False)
    is_emergency = forms.BooleanField(
        label=gettext_lazy("Urgent: outside the plan"),
        help_text=gettext_lazy("An emergency: no action of the plan is needed."),
        required=False,
    )
    given_on = forms.DateField(label=pgettext_lazy("column", "Date"))
    quantity = forms.DecimalField(
        label=gettext_lazy("Quantity"),
        min_value=Decimal("0.01"),
        max_digits=10,
        decimal_places=2,
        initial=1,
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=units, required=False)
    value = forms.DecimalField(
        label=gettext_lazy("Value"),
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
        required=False,
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=currencies, required=False
    )
    budget_line = forms.ChoiceField(label=gettext_lazy("Budget line"), required=False)
    recipients = forms.MultipleChoiceField(
        label=pgettext_lazy("service", "Persons assisted"), widget=forms.CheckboxSelectMultiple
    )
    organization = forms.ChoiceField(
        label=pgettext_lazy("role", "Service provider"), required=False
    )
    provider = forms.CharField(
        label=pgettext_lazy("service", "Other provider"),
        help_text=gettext_lazy("A shop, a school, a neighbour."),
        max_length=200,
        required=False,
    )
    note = forms.CharField(
        label=pgettext_lazy("field", "Notes"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def __init__(self, *args, case: Case, by: User, actions: list[Action], **kwargs):
        super().__init__(*args, **kwargs)
        organizations = providers_for(case, by)
        self.organizations = {str(each.ref): each for each in organizations}
        self.fields["organization"].choices = [
            *NOT_CHOSEN,
            *((ref, each.name) for ref, each in self.organizations.items()),
        ]
        self._offer_budget_lines(case, by)
        self._offer_recipients(case, by)
        self.today = case.office.today_for(by)
        self.actions = {str(action.ref): action for action in actions}
        self.fields["action"].choices = [
            *NOT_CHOSEN,
            *((ref, action.text) for ref, action in self.actions.items()),
        ]
        self.fields["given_on"].initial = self.today
        offer_currency(self.fields["currency"], case.office)

    def _offer_budget_lines(self, case: Case, by: User) -> None:
        """Those of the office; without any there is nothing to choose."""
        found = BudgetLine.objects.accessible_to(by).begun_at(
            case.team.office, case.office.today()
        )
        self.budget_lines = {str(line.ref): line for line in found[:MOST_LINES]}
        self.fields["budget_line"].choices = [
            *NOT_CHOSEN,
            *((ref, line.full_name) for ref, line in self.budget_lines.items()),
        ]
        if not self.budget_lines:
            del self.fields["budget_line"]

    def _where_it_belongs(self) -> tuple[str, str]:
        if self.actions:
            text = _("Choose the action that this serves, or say that it could not wait.")
            return "action", text
        return "is_emergency", _("Say that it could not wait, or begin a plan first.")

    def clean_action(self) -> Action | None:
        return self.actions.get(self.cleaned_data["action"])

    def _offer_recipients(self, case: Case, by: User) -> None:
        """Everybody who is accompanied; where that is one person there is nothing to choose."""
        known = set(Person.objects.accessible_to(by).filter(pk__in=[p.pk for p in case.persons()]))
        self.persons = {str(each.ref): each for each in case.persons() if each in known}
        offered = self.fields["recipients"]
        offered.choices = [(ref, person.shown_name) for ref, person in self.persons.items()]
        offered.initial = list(self.persons)
        if len(self.persons) < 2:
            del self.fields["recipients"]

    def clean_recipients(self) -> list[Person] | None:
        """None where nobody was left out: then it was for all, also for whom one may not know."""
        chosen = self.cleaned_data["recipients"]
        is_all = set(chosen) == set(self.persons)
        return None if is_all else [self.persons[ref] for ref in chosen]

    def clean_budget_line(self) -> BudgetLine | None:
        return self.budget_lines.get(self.cleaned_data["budget_line"])

    def clean_organization(self) -> Organization | None:
        return self.organizations.get(self.cleaned_data["organization"])

    def clean_given_on(self) -> date:
        if self.cleaned_data["given_on"] > self.today:
            raise forms.ValidationError(_("A service is recorded when it was given, not before."))
        return self.cleaned_data["given_on"]

    def clean(self) -> dict:
        found = super().clean()
        if not found.get("action") and not found.get("is_emergency"):
            self.add_error(*self._where_it_belongs())
        if found.get("organization") and found.get("provider"):
            self.add_error(
                "provider", _("Choose the organization or write another provider, not both.")
            )
        if found.get("value") is None:
            found["currency"] = ""
        elif not found.get("currency"):
            self.add_error("currency", _("Choose the currency of this value."))
        return found
