"""The second person's yes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.ui.forms import Form


class StartForm(Form):
    number = forms.CharField(
        label=_("The number that your partner reads to you"),
        help_text=_("Call them, at a telephone that you know. Do not take it from an e-mail."),
        max_length=80,
    )
