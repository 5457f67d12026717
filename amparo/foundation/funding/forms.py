"""Forms of funds, budget lines and exchange rates."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import Office, Organization, User
from amparo.ui import formats
from amparo.ui.forms import Form

NOTHING, LEAST = Decimal(0), Decimal("0.01")


def amount_field(label, **more) -> forms.DecimalField:
    """An amount of at least one cent, unless something else is said."""
    more = {"min_value": LEAST, "max_digits": 13, "decimal_places": 2} | more
    return forms.DecimalField(label=label, **more)


def currencies() -> list[tuple[str, str]]:
    return [("", "—"), *formats.currencies()]


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
        offices = Office.objects.filter(pk__in=user.offices_for("fund.keep")).order_by("name")
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
