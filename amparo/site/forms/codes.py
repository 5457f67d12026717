"""Words of the reference lists, in the four languages of the house."""

from django import forms
from django.utils.translation import gettext_lazy

from amparo.ui.forms import Form


class CodeForm(Form):
    es = forms.CharField(label="Español", max_length=300)
    en = forms.CharField(label="English", max_length=300)
    fr = forms.CharField(label="Français", max_length=300)
    ar = forms.CharField(label="العربية", max_length=300)


class NewCodeForm(CodeForm):
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Small Latin letters; it never changes once it is used."),
        max_length=60,
    )
    field_order = ["code", "es", "en", "fr", "ar"]
