"""Why somebody reads many files at once."""

from django import forms
from django.utils.translation import gettext_lazy

from amparo.foundation.core.models import BulkReading
from amparo.ui.forms import Form


class WhyForm(Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("What do you need so many files for?"),
        choices=BulkReading.Reason.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("In a few words"), widget=forms.Textarea({"rows": 3}), max_length=1000
    )
