"""The form of a reconciliation."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy

from amparo.foundation.funding.forms import NOTHING, amount_field
from amparo.foundation.funding.models import Fund
from amparo.ui.forms import Form


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
