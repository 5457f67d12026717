"""What is asked when a cost of travel is recorded."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.funding.forms import amount_field
from amparo.foundation.funding.models import BudgetLine
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.pathways.payments.forms.grants import offer_lines
from amparo.pillars.assistance.planning.forms.plans import currencies, offer_currency
from amparo.ui.forms import Form


class TravelCostForm(Form):
    value = amount_field(pgettext_lazy("travel", "Cost"))
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=currencies)
    line = forms.ChoiceField(label=pgettext_lazy("field", "Budget line"))
    on = forms.DateField(label=pgettext_lazy("column", "Date"))
    text = forms.CharField(
        label=pgettext_lazy("travel", "Item paid"), required=False, max_length=200,
        help_text=gettext_lazy("Tickets, a fee, transport on the way. No name is needed."),
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.today = case.office.today()
        self.lines = offer_lines(self.fields["line"], case)
        offer_currency(self.fields["currency"], case.office)
        self.fields["on"].initial = self.today
        if not self.lines:
            self.fields["line"].help_text = _(
                "No fund of this office is open today. Whoever keeps the funds opens one first."
            )

    def clean_line(self) -> BudgetLine:
        return self.lines[self.cleaned_data["line"]]
