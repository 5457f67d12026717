"""What an organizer says of a sentence that is left out of a report."""

from django import forms
from django.utils.translation import gettext_lazy

from amparo.ui.forms import MISSING, Form, RadioList

from ..models.reactions import WithheldBecause


class WithholdForm(Form):
    """Why a sentence is quoted nowhere."""

    because = forms.ChoiceField(
        label=gettext_lazy("Why it is left out"), choices=WithheldBecause, widget=RadioList,
        error_messages={"required": MISSING},
    )  # fmt: skip
