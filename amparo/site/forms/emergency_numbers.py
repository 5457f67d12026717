"""Whom to call in danger, country by country."""

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.foundation.directory.models import EmergencyNumber
from amparo.ui.formats import countries
from amparo.ui.forms import Form


class EmergencyNumberForm(Form):
    country = forms.ChoiceField(label=_("Country"), choices=countries)
    kind = forms.ChoiceField(label=_("For what"), choices=EmergencyNumber.Kind.choices)
    number = forms.CharField(
        label=_("Number"),
        help_text=_("Call it once from a telephone there before you write it down."),
        max_length=20,
        validators=EmergencyNumber._meta.get_field("number").validators,
    )
    is_free = forms.BooleanField(label=_("The call costs nothing"), required=False)

    def __init__(self, *args, number: EmergencyNumber | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.record = number

    def clean(self) -> dict:
        given = super().clean() or {}
        there = EmergencyNumber.objects.filter(
            country=given.get("country", ""), kind=given.get("kind", "")
        )
        if self.record is not None:
            there = there.exclude(pk=self.record.pk)
        if there.exists():
            self.add_error(
                "kind", _("This country has a number for that already. Change that one.")
            )
        return given
