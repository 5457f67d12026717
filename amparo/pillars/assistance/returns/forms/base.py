"""What the forms of a return have in common: words, days, and who of the travellers is meant."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.ui.forms import Form

from ..models import Traveller


def text_field(
    label: Any, hint: Any = "", *, rows: int = 3, required: bool = False
) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, widget=forms.Textarea({"rows": rows}), required=required
    )


class BecauseForm(Form):
    because = text_field(pgettext_lazy("field, question", "Reason"), required=True)


class NoteForm(Form):
    text = text_field(gettext_lazy("Account of the person"))


class TravellersForm(Form):
    """Names one of those who travel, or several."""

    def offer(self, field: str, travellers: Iterable[Traveller], *, nobody: Any = None) -> None:
        self.known = {each.ref.hex: each for each in travellers}
        choices = [(ref, each.person.shown_name) for ref, each in self.known.items()]
        first = [("", nobody)] if nobody is not None else []
        self.fields[field].choices = [*first, *choices]  # type: ignore[attr-defined]
