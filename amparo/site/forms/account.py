"""What one sets for oneself."""

from django import forms
from django.conf import settings

from amparo.ui.forms import Form


class LanguageForm(Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)
