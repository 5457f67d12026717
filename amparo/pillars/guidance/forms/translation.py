"""Forms of translation: a section by its segments or as one text, and a file that came back."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.content.po import read_po_file
from amparo.foundation.content.segments import Unfit, with_texts
from amparo.foundation.content.translation_units import TITLE, Accepted, UnreadableFile
from amparo.foundation.content.xliff import read_xliff
from amparo.ui.forms import Form

from ..models import Edition
from ..translation import SectionTranslation, source_sections

LARGEST_FILE = 10_000_000
_READERS = {".xlf": read_xliff, ".xliff": read_xliff, ".po": read_po_file}


class ReviewForm(Form):
    """Which words were read."""

    seen_digest = forms.CharField(required=False, widget=forms.HiddenInput)


class UnitsForm(forms.Form):
    """A field for each segment of the original."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, translation: SectionTranslation, attrs: dict[str, str]):
        super().__init__(data)
        self.translation = translation
        text = translation.text
        self.fields["seen"].initial = text.digest if text else ""
        for unit in translation.units:
            widget = forms.TextInput if unit.number == TITLE else forms.Textarea
            rows = {} if unit.number == TITLE else {"rows": 1 + len(unit.source) // 60}
            self.fields[unit.field] = forms.CharField(
                required=False, initial=unit.target, max_length=200 if rows == {} else 20_000,
                widget=widget(attrs | rows), label=unit.source,
            )  # fmt: skip

    @property
    def pairs(self):
        """Returns each unit with its field, in reading order."""
        return [(unit, self[unit.field]) for unit in self.translation.units]

    @property
    def targets(self) -> dict[int, str]:
        return {unit.number: self.cleaned_data[unit.field] for unit in self.translation.units}

    def clean(self):
        words = {
            number: text for number, text in self.targets.items()
            if number != TITLE and text.strip()
        }  # fmt: skip
        try:
            with_texts(self.translation.original.markdown, words)
        except Unfit as unfit:
            number = unfit.args[0]
            self.add_error(
                f"segment_{number}",
                _("Write it as one paragraph, with as many cells and footnotes as the original."),
            )
        return self.cleaned_data


class WholeTextForm(forms.Form):
    """A translation whose segments do not follow the original, as one text."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=pgettext_lazy("field", "Title"), max_length=200)
    markdown = forms.CharField(label=pgettext_lazy("field", "Text"), max_length=200_000)

    def __init__(self, data, *, translation: SectionTranslation, attrs: dict[str, str]):
        text = translation.text
        first = (
            {"seen": text.digest, "title": text.title, "markdown": text.markdown} if text else {}
        )
        super().__init__(data, initial=first)
        self.fields["title"].widget = forms.TextInput(attrs)
        self.fields["markdown"].widget = forms.Textarea(attrs | {"rows": 20})


class TranslationFileForm(forms.Form):
    """A file from translators; `accepted` is what of it still fits."""

    file = forms.FileField(
        label=gettext_lazy("File from the translators"),
        help_text=gettext_lazy("XLIFF 2.1 (.xlf) or PO (.po), as it was exported here."),
        widget=forms.FileInput({"accept": ",".join(_READERS)}),
    )  # fmt: skip
    is_machine = forms.BooleanField(
        label=gettext_lazy("A machine translated it, and nobody has read it yet"), required=False,
        help_text=gettext_lazy("It is published only once somebody has read and corrected it."),
    )  # fmt: skip

    def __init__(self, data=None, files=None, *, edition: Edition, language: str):
        super().__init__(data, files)
        self.edition, self.language = edition, language
        self.accepted: Accepted | None = None

    def clean_file(self):
        file = self.cleaned_data["file"]
        ending = f".{file.name.rpartition('.')[2].lower()}"
        if ending not in _READERS:
            raise ValidationError(_("Choose an XLIFF file (.xlf) or a PO file (.po)."))
        if file.size > LARGEST_FILE:
            raise ValidationError(_("This file is larger than 10 MB. It is none that we sent."))
        sections = source_sections(self.edition, self.language)
        try:
            self.accepted = _READERS[ending](file.read(), sections, target=self.language)
        except UnreadableFile as unreadable:
            raise ValidationError(_unreadable(unreadable)) from None
        return file


def _unreadable(unreadable: UnreadableFile) -> str:
    if unreadable.args and unreadable.args[0] == "language":
        return _("This file is for another language. Open that language, and import it there.")
    return _("This file cannot be read as a translation. Export it anew and fill that one in.")
