"""Forms of what an event cost, and of per diem lists."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.funding.forms import amount_field, currencies
from amparo.foundation.funding.models import BudgetLine
from amparo.ui.forms import Form

from ..models import TrainingCost, TrainingEvent

_Kind = TrainingCost.Kind


class _BudgetForm(Form):
    """A form that charges something to a budget line of the office."""

    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=currencies, required=False
    )
    budget_line = forms.ModelChoiceField(
        BudgetLine.objects.none(), label=gettext_lazy("Budget line (optional)"), required=False,
        help_text=gettext_lazy("Of a fund of this office; empty where no fund pays it."),
    )  # fmt: skip
    no_currency = gettext_lazy("Choose the currency of the amount.")

    def __init__(self, *args: Any, event: TrainingEvent, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.event = event
        self.fields["budget_line"].queryset = lines_for(event, user)  # type: ignore[attr-defined]
        self.fields["budget_line"].label_from_instance = (  # type: ignore[attr-defined]
            lambda line: line.full_name
        )
        self.initial.setdefault("currency", event.office.currency)

    def clean_currency(self) -> str:
        if not self.cleaned_data["currency"]:
            raise forms.ValidationError(self.no_currency)
        return self.cleaned_data["currency"]


def lines_for(event: TrainingEvent, user: User) -> QuerySet[BudgetLine]:
    """Those that the event names first; all of the office that have begun."""
    own = set(event.budget_lines.values_list("pk", flat=True))
    found = BudgetLine.objects.begun_at(event.office, event.office.today())
    return found.filter(
        pk__in=[*own, *found.accessible_to(user).order_by().values_list("pk", flat=True)]
    )


class CostForm(_BudgetForm):
    kind = forms.ChoiceField(label=pgettext_lazy("training cost", "Kind"), choices=_Kind)
    amount = amount_field(gettext_lazy("Amount"))
    spent_on = forms.DateField(label=pgettext_lazy("training cost", "Day"))
    field_order = ("kind", "amount", "currency", "spent_on", "budget_line")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.event.per_diem_lists.filter(discarded_at=None).exists():
            self.fields["kind"].choices = [  # type: ignore[attr-defined]
                each for each in _Kind.choices if each[0] != _Kind.PER_DIEM
            ]
            self.fields["kind"].help_text = _(
                "Per diem is recorded when its list is marked as paid."
            )
        self.initial.setdefault("spent_on", self.event.office.today())

    def clean_spent_on(self):
        day = self.cleaned_data["spent_on"]
        if day > self.event.office.today():
            raise forms.ValidationError(_("The day lies in the future. Record a cost once spent."))
        return day


class PerDiemForm(_BudgetForm):
    rate = amount_field(pgettext_lazy("per diem", "Rate for a day"))
    no_currency = gettext_lazy("Choose the currency of the rate.")
    field_order = ("rate", "currency", "budget_line")


class PaidForm(Form):
    on = forms.DateField(label=pgettext_lazy("per diem", "Paid on"))
