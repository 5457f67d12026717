"""Forms of lists of participants: the file, and which of its columns is which."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.ui.forms import Form

from ..participant_lists import TableHead

MOST_BYTES = 20_000_000
_SUFFIXES = (".xlsx", ".csv", ".txt", ".tsv")
ENCODINGS = [
    ("", pgettext_lazy("encoding", "Detect")),
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1252", "Windows-1252"),
    ("cp1256", "Windows-1256"),
    ("cp437", "DOS (CP437)"),
    ("cp850", "DOS (CP850)"),
    ("mac_roman", "Mac Roman"),
]
LABELS: Mapping[str, Any] = {
    "name": gettext_lazy("Name"),
    "given": pgettext_lazy("column of a list", "Given names"),
    "family": pgettext_lazy("column of a list", "Family names"),
    "email": pgettext_lazy("participant", "Email"),
    "phone": pgettext_lazy("participant", "Phone"),
    "sex": pgettext_lazy("participant", "Sex"),
    "institution": gettext_lazy("Institution"),
    "institution_type": gettext_lazy("Type of institution"),
    "role": pgettext_lazy("participant", "Role or rank"),
    "country": gettext_lazy("Country"),
    "code": pgettext_lazy("participant", "Code"),
    "course": pgettext_lazy("column of a list", "Title of the course"),
    "starts_on": pgettext_lazy("column of a list", "First day"),
    "ends_on": pgettext_lazy("column of a list", "Last day"),
    "hours": pgettext_lazy("course", "Hours"),
}
_REQUIRED_PAST = ("course", "starts_on", "hours")


class ListForm(Form):
    """The file to be checked."""

    file = forms.FileField(
        label=pgettext_lazy("field", "File to import"),
        widget=forms.FileInput({"accept": ",".join(_SUFFIXES)}),
        help_text=gettext_lazy(
            "A table as XLSX or CSV, with the names of its columns. Up to 20 MB."
        ),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                _("This list is too large. Divide it, and import one part after the other.")
            )
        if PurePath(file.name).suffix.lower() not in _SUFFIXES:
            raise ValidationError(_("Choose a list as XLSX or CSV."))
        return file


class ColumnsForm(Form):
    """Which column of the file is which, and how its letters are read."""

    encoding = forms.ChoiceField(
        label=pgettext_lazy("file", "Encoding"), choices=ENCODINGS, required=False,
        help_text=gettext_lazy("Choose another one where names above are shown wrongly."),
    )  # fmt: skip
    needs_name = True

    def __init__(
        self, *args: Any, head: TableHead, names: tuple[str, ...], mapping: Mapping[str, int],
        labels: Mapping[str, Any] = LABELS, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.names = names
        offered = [("", "—"), *((str(at), _named(head, at)) for at in range(len(head.header)))]
        for name in names:
            self.fields[name] = forms.ChoiceField(
                label=labels[name], choices=offered, required=self.is_required(name),
                initial=str(mapping[name]) if name in mapping else "",
            )  # fmt: skip

    def is_required(self, name: str) -> bool:
        return False

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        chosen = [said[name] for name in self.names if said.get(name)]
        for name in self.names:
            if said.get(name) and chosen.count(said[name]) > 1:
                self.add_error(name, _("Another field has this column already."))
        if self.needs_name and not any(said.get(name) for name in ("name", "given", "family")):
            self.add_error("name", _("Choose the column of the names."))
        return self.cleaned_data

    @property
    def mapping(self) -> dict[str, int]:
        return {
            name: int(self.cleaned_data[name]) for name in self.names if self.cleaned_data[name]
        }


class ListColumnsForm(ColumnsForm):
    """Columns of a list of participants, or of past trainings."""

    keeps_apart = forms.BooleanField(
        label=gettext_lazy("Rows of the same name and institution are different persons"),
        required=False,
    )

    def __init__(self, *args: Any, is_past: bool, uses_codes: bool, **kwargs: Any) -> None:
        self.is_past, self.uses_codes = is_past, uses_codes
        self.needs_name = not uses_codes
        super().__init__(*args, **kwargs)

    def is_required(self, name: str) -> bool:
        if self.uses_codes:
            return name == "code"
        return self.is_past and name in _REQUIRED_PAST


def _named(head: TableHead, index: int) -> str:
    sample = head.sample(index)
    return f"{head.header[index]} · {sample}" if sample else head.header[index]
