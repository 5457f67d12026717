"""Forms about boundaries: a file, and which of its properties holds what."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.people.boundaries import files
from amparo.foundation.people.models.boundaries import Level
from amparo.ui.formats import countries
from amparo.ui.forms import Form


class BoundaryFileForm(Form):
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=countries)
    level = forms.TypedChoiceField(
        label=pgettext_lazy("area", "Level"), choices=Level, coerce=int, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label=gettext_lazy("File with boundaries"),
        help_text=gettext_lazy(
            "GeoJSON or TopoJSON with p-codes, up to 25 MB: for example the administrative "
            "boundaries (COD-AB) of your country from data.humdata.org."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=200,
        help_text=gettext_lazy("Who publishes it, and its title. It stands under each map."),
    )
    licence = forms.CharField(label=gettext_lazy("Licence"), max_length=120)
    dated_on = forms.DateField(label=gettext_lazy("Date of the source"))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > files.MOST_BYTES:
            raise ValidationError(_("This file is too large. Import at most 25 MB at once."))
        return file


class BoundaryPropertiesForm(Form):
    """Which properties of a file hold the code and the name."""

    code = forms.ChoiceField(label=gettext_lazy("Property with the p-code"))
    name = forms.ChoiceField(label=gettext_lazy("Property with the name"))

    def __init__(self, *args: Any, names: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("code", "name"):
            self.fields[name] = forms.ChoiceField(
                label=self.fields[name].label, choices=[(each, each) for each in names]
            )
