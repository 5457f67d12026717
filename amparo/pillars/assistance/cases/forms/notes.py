"""What one notes down."""

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.ui.forms import Form

from ..models import Note


class NoteForm(Form):
    kind = forms.ChoiceField(
        label=pgettext_lazy("field", "Description"),
        choices=Note.Kind,
        widget=forms.RadioSelect,
        initial=Note.Kind.NOTE,
    )
    text = forms.CharField(
        label=pgettext_lazy("field", "Note"),
        help_text=gettext_lazy("Only what helps to assist. Colleagues of this case can read it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
