"""Forms of imports: the file and its document, the columns of a table, which total is right."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.ui import formats
from amparo.ui.forms import Form, RadioList

from ..imports import TableHead
from ..models import Commitment, RecommendationImport, SourceDocument
from ..recommendation_tables import FIELDS, REQUIRED

MOST_BYTES = 20_000_000
_FORMATS = {f".{each}": each for each in RecommendationImport.Format.values} | {".txt": "csv"}
_ENCODINGS = [
    ("", pgettext_lazy("encoding", "Detect")),
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1252", "Windows-1252"),
    ("latin-1", "ISO 8859-1"),
    ("mac_roman", "Mac Roman"),
    ("cp1256", "Windows-1256"),
]


def _languages() -> list[tuple[str, str]]:
    return [("", "—"), *formats.languages()]


class DocumentChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: SourceDocument) -> str:
        return obj.name


class NewImportForm(Form):
    """A file, and the document that it is: one that is recorded, or a new one."""

    file = forms.FileField(
        label=pgettext_lazy("field", "File to import"),
        widget=forms.FileInput({"accept": ",".join(_FORMATS)}),
        help_text=gettext_lazy(
            "DOCX list of the OHCHR, or a table as CSV or XLSX with the names of its columns. Up "
            "to 20 MB."
        ),
    )
    document = DocumentChoice(
        SourceDocument.objects.all(), label=gettext_lazy("Document recorded already"),
        required=False,
        help_text=gettext_lazy(
            "For a new edition of a document. What changed is shown before anything is touched."
        ),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=pgettext_lazy("column", "Type"), choices=SourceDocument.Kind, required=False
    )
    title = forms.CharField(
        label=gettext_lazy("Title of a new document"), max_length=300, required=False
    )
    symbol = forms.CharField(
        label=pgettext_lazy("document", "Symbol"), max_length=60, required=False,
        help_text=gettext_lazy("As in A/HRC/48/12"),
    )  # fmt: skip
    country = forms.ChoiceField(
        label=gettext_lazy("Country"), choices=formats.countries, required=False,
        help_text=gettext_lazy("The State to which all of it is addressed."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the file"), choices=_languages, initial="en"
    )
    origin = forms.ChoiceField(
        label=pgettext_lazy("commitment", "Origin"), choices=Commitment.Origin,
        initial=Commitment.Origin.RECOMMENDATION,
    )  # fmt: skip
    stated_on = forms.DateField(
        label=pgettext_lazy("recommendation", "Positions stated on"), required=False,
        help_text=gettext_lazy("The day on which the State answered, where the file has none."),
    )  # fmt: skip
    stated_total = forms.IntegerField(
        label=gettext_lazy("Total stated in the document"), required=False, min_value=1,
        max_value=100_000,
        help_text=gettext_lazy("The number that the document itself states."),
    )  # fmt: skip
    encoding = forms.ChoiceField(
        label=pgettext_lazy("file", "Encoding"), choices=_ENCODINGS, required=False,
        help_text=gettext_lazy("Only where letters with accents are shown wrongly."),
    )  # fmt: skip

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("This file is too large. Divide it and import the parts."))
        if PurePath(file.name).suffix.lower() not in _FORMATS:
            raise ValidationError(_("Choose a DOCX, XLSX or CSV file."))
        return file

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not said.get("document") and not said.get("title"):
            self.add_error("title", _("Choose the document, or give the title of a new one."))
        return said

    @property
    def format(self) -> str:
        return _FORMATS[PurePath(self.cleaned_data["file"].name).suffix.lower()]


_LABELS: Mapping[str, Any] = {
    "text": pgettext_lazy("commitment", "Wording"),
    "reference": pgettext_lazy("document", "Number in the document"),
    "country": gettext_lazy("State addressed"),
    "author": pgettext_lazy("recommendation", "Recommended by"),
    "position": pgettext_lazy("recommendation", "Position"),
    "stated_on": pgettext_lazy("recommendation", "Stated on"),
    "theme": pgettext_lazy("commitment", "Theme"),
    "session": gettext_lazy("Session"),
    "deadline": gettext_lazy("Deadline"),
}


class ImportColumnsForm(Form):
    """Which column of the file is which."""

    def __init__(
        self, *args: Any, head: TableHead, mapping: Mapping[str, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", "—"), *((str(at), _named(head, at)) for at in range(len(head.header)))]
        first = mapping or head.guessed
        for name in FIELDS:
            self.fields[name] = forms.ChoiceField(
                label=_LABELS[name], choices=offered, required=name in REQUIRED,
                initial=str(first[name]) if name in first else "",
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


def _named(head: TableHead, index: int) -> str:
    sample = head.samples[index]
    return f"{head.header[index]} · {sample}" if sample else head.header[index]


class TotalForm(Form):
    right_total = forms.ChoiceField(
        label=pgettext_lazy("total", "Which is right"), widget=RadioList,
        choices=RecommendationImport.Right,
    )  # fmt: skip
    right_because = forms.CharField(
        label=pgettext_lazy("total", "How you know"), max_length=300,
        help_text=gettext_lazy("What you compared, and what you counted by hand."),
    )  # fmt: skip
