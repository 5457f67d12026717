"""What one fills in to keep funds, budgets and exchange rates, and to reconcile."""

from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import Office, Organization, User
from amparo.ui.forms import Form

from ...forms.plans import currencies
from ..models import Fund
from .grants import amount_field

NOTHING = Decimal(0)


class FundForm(Form):
    code = forms.CharField(
        label=pgettext_lazy("reference list", "Code"),
        help_text=gettext_lazy("As it stands in the agreement with the donor."),
        max_length=30,
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    donor = forms.ModelChoiceField(
        Organization.objects.order_by("name", "pk"), label=gettext_lazy("Donor")
    )
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Office"))
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=currencies)
    since = forms.DateField(label=gettext_lazy("First day"))
    until = forms.DateField(label=gettext_lazy("Last day"), required=False)

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(pk__in=user.offices_for("money.keep")).order_by("name")
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        self.fields["office"].initial = offices.first()


class FundChangeForm(Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    until = forms.DateField(label=gettext_lazy("Last day"), required=False)


class LineForm(Form):
    code = forms.CharField(label=pgettext_lazy("reference list", "Code"), max_length=30)
    name = forms.CharField(label=pgettext_lazy("fund", "Purpose"), max_length=200)
    amount = amount_field(gettext_lazy("Amount"), min_value=NOTHING)


class LineChangeForm(Form):
    amount = amount_field(gettext_lazy("Amount from now on"), min_value=NOTHING)
    because = forms.CharField(label=gettext_lazy("Reason for change"), max_length=300)


class RateForm(Form):
    base = forms.ChoiceField(label=pgettext_lazy("exchange rate", "1 unit of"), choices=currencies)
    rate = forms.DecimalField(
        label=pgettext_lazy("exchange rate", "Equals"),
        min_value=Decimal("0.00000001"),
        max_digits=18,
        decimal_places=8,
    )
    currency = forms.ChoiceField(
        label=pgettext_lazy("exchange rate", "Currency"), choices=currencies
    )
    on = forms.DateField(label=pgettext_lazy("field", "Date"))
    source = forms.CharField(label=gettext_lazy("Source of the rate"), max_length=120)


class ReconcileForm(Form):
    since = forms.DateField(label=gettext_lazy("First day"))
    until = forms.DateField(label=gettext_lazy("Last day"))
    counted = amount_field(
        gettext_lazy("Paid, as the bank and the till say"),
        min_value=NOTHING,
        help_text=gettext_lazy("In the currency of the fund."),
    )
    explained = forms.CharField(
        label=gettext_lazy("Explanation of difference"),
        help_text=gettext_lazy("Needed only where it is not what was recorded here."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, *args, fund: Fund, **kwargs):
        super().__init__(*args, **kwargs)
        last = fund.reconciliations.order_by("until").last()
        first: date = fund.since
        if last:
            first = date.fromordinal(last.until.toordinal() + 1)
        self.fields["since"].initial = first
        self.fields["until"].initial = fund.office.today()
