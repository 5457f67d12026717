"""An office's limits for complaints, and who investigates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.ui.forms import Form


class RulesForm(Form):
    acknowledge_hours = forms.IntegerField(
        label=_("Hours until a sensitive complaint is acknowledged"), min_value=1, max_value=168
    )
    acknowledge_days = forms.IntegerField(
        label=_("Working days until any other is acknowledged"), min_value=1, max_value=60
    )
    answer_days = forms.IntegerField(
        label=_("Days until a complaint is answered"), min_value=1, max_value=180
    )
    kept_years = forms.IntegerField(
        label=_("Years that a closed complaint is kept"), min_value=1, max_value=20
    )
    investigation = forms.CharField(
        label=_("Investigation body and contact"),
        help_text=_("A unit outside this office; not a person of it."),
        max_length=200, required=False,
    )  # fmt: skip
    receives_unplaced = forms.BooleanField(
        label=_("Office that receives complaints without a place"), required=False
    )
