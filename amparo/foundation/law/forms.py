"""Forms of law: an instrument recorded by hand, the files of imports, columns, rights."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.ui import formats
from amparo.ui.forms import CheckboxList, Form

from .models import Instrument
from .tables import Column, Table

MOST_BYTES = 3 * 1024 * 1024


def _languages() -> list[tuple[str, str]]:
    return [("", "—"), *formats.languages()]


class OriginForm(Form):
    """Where a file is from, and as of which day."""

    file = forms.FileField(label=pgettext_lazy("field", "File to import"))
    source = forms.CharField(
        label=pgettext_lazy("law", "Source"), max_length=300,
        help_text=gettext_lazy("Who publishes it and where, so that somebody else finds it."),
    )  # fmt: skip
    as_of = forms.DateField(
        label=pgettext_lazy("law", "As of"),
        help_text=gettext_lazy("The day on which the source says this."),
    )
    licence = forms.CharField(label=gettext_lazy("Licence"), max_length=120, required=False)

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > MOST_BYTES:
            raise ValidationError(_("This file is too large. Divide it and import the parts."))
        return self.cleaned_data["file"]


class InstrumentChoice(forms.ModelChoiceField):
    """Instruments by their names, shown in the order of their codes."""

    def label_from_instance(self, obj: Instrument) -> str:
        return f"{obj.code} · {obj.name}"


class StatusFileForm(OriginForm):
    instrument = InstrumentChoice(
        Instrument.objects.treaties(),
        label=gettext_lazy("Treaty of all rows"),
        help_text=gettext_lazy("Where the table has no column for it."),
        required=False,
    )


class ProvisionFileForm(OriginForm):
    instrument = InstrumentChoice(
        Instrument.objects.all(),
        label=gettext_lazy("Instrument of all rows"),
        help_text=gettext_lazy("Where the table has no column for it."),
        required=False,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of all rows"), choices=_languages, required=False
    )


class LawFileForm(OriginForm):
    """A law as a Markdown file. What its own header says comes before what is chosen here."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("law", "Kind"),
        choices=[(kind, Instrument.Kind(kind).label) for kind in Instrument.NATIONAL],
        initial=Instrument.Kind.LAW,
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=formats.countries)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=_languages)
    code = forms.CharField(
        label=pgettext_lazy("reference list", "Code"), max_length=80, required=False,
        help_text=gettext_lazy("Only where the file has no identifier of its own."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        day = self.fields["as_of"]
        day.required = False
        day.help_text = gettext_lazy("Only where the file does not say when it was last updated.")


class ColumnsForm(Form):
    """Which column of the file is which."""

    def __init__(
        self, *args: Any, table: Table, columns: Iterable[Column], given: Iterable[str] = (),
        **kwargs: Any,
    ):  # fmt: skip
        """`given` are columns that need none, because they are said of the whole file."""
        super().__init__(*args, **kwargs)
        guessed = table.guess(listed := list(columns))
        offered = [("", "—"), *((str(at), _named(table, at)) for at in range(len(table.header)))]
        for each in listed:
            self.fields[each.name] = forms.ChoiceField(
                label=each.label, help_text=each.help_text, choices=offered,
                required=each.is_required and each.name not in given,
                initial=guessed.get(each.name, ""),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        chosen = [value for value in said.values() if value]
        for name, value in list(said.items()):
            if value and chosen.count(value) > 1:
                self.add_error(name, _("This column is chosen twice."))
        return self.cleaned_data

    @property
    def mapping(self) -> dict[str, int]:
        return {name: int(value) for name, value in self.cleaned_data.items() if value}


def _named(table: Table, index: int) -> str:
    sample = table.sample_of(index)
    return f"{table.header[index]} · {sample}" if sample else table.header[index]


class InstrumentForm(Form):
    """An instrument that is not shipped, recorded by hand."""

    code = forms.CharField(label=pgettext_lazy("reference list", "Code"), max_length=80)
    kind = forms.ChoiceField(label=pgettext_lazy("law", "Kind"), choices=Instrument.Kind)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=600)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=_languages)
    country = forms.ChoiceField(
        label=gettext_lazy("Country"), choices=formats.countries, required=False,
        help_text=gettext_lazy("Of a national law or policy."),
    )  # fmt: skip
    region = forms.ChoiceField(
        label=pgettext_lazy("law", "Region"), choices=[("", "—"), *Instrument.Region.choices],
        required=False, help_text=gettext_lazy("Of a regional instrument."),
    )  # fmt: skip
    adopted_year = forms.IntegerField(
        label=pgettext_lazy("law", "Year adopted"), min_value=1800, max_value=2200,
        required=False,
    )  # fmt: skip
    address = forms.URLField(
        label=pgettext_lazy("law", "Web address"), max_length=500, required=False,
        assume_scheme="https",
    )  # fmt: skip
    monitoring_body = forms.CharField(
        label=pgettext_lazy("law", "Monitoring body"), max_length=200, required=False
    )
    source = forms.CharField(label=pgettext_lazy("law", "Source"), max_length=300)
    as_of = forms.DateField(label=pgettext_lazy("law", "As of"))
    licence = forms.CharField(label=gettext_lazy("Licence"), max_length=120, required=False)


class RightsForm(Form):
    rights = forms.MultipleChoiceField(
        label=gettext_lazy("Rights that this provision is about"), widget=CheckboxList,
        choices=codes.lazy_choices("right"), required=False,
    )  # fmt: skip
