"""Forms of competencies, their frameworks, and the import of a framework from a file."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.ui import formats
from amparo.ui.forms import Form

from ..framework_files import LONGEST_CODE, LONGEST_TEXT
from ..models import Competency, CompetencyFramework
from .courses import LANGUAGES, word_fields

MOST_BYTES = 20_000_000
FORMATS = (".json", ".csv", ".xlsx")


def _languages() -> list[tuple[str, str]]:
    return [(code, formats.language_name(code)) for code in LANGUAGES]


class FrameworkForm(Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    publisher = forms.CharField(label=pgettext_lazy("framework", "Publisher"), max_length=200)
    url = forms.URLField(
        label=gettext_lazy("Address"), max_length=500, required=False, assume_scheme="https"
    )


class CompetencyForm(Form):
    code = forms.CharField(label=pgettext_lazy("competency", "Code"), max_length=LONGEST_CODE)
    framework = forms.ModelChoiceField(
        CompetencyFramework.objects.none(),
        label=pgettext_lazy("training", "Competency framework"),
        required=False, empty_label=pgettext_lazy("competency framework", "Our own"),
    )  # fmt: skip
    parent = forms.CharField(
        label=pgettext_lazy("competency", "Part of"), max_length=LONGEST_CODE, required=False,
        help_text=gettext_lazy("The code of a competency of the same framework."),
    )  # fmt: skip
    alignment_url = forms.URLField(
        label=pgettext_lazy("competency", "Alignment address"), max_length=500, required=False,
        assume_scheme="https",
        help_text=gettext_lazy(
            "Where the same competency is described elsewhere: CASE, ESCO, a national"
            " qualification. Nothing is fetched from there."
        ),
    )  # fmt: skip

    def __init__(self, *args, user: User, competency: Competency | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        label = str(pgettext_lazy("competency", "Statement"))
        self.fields |= word_fields("statement", label, 3, LONGEST_TEXT)
        self.competency = competency
        frameworks = CompetencyFramework.objects.accessible_to(user)
        self.fields["framework"].queryset = frameworks.order_by("title")  # type: ignore[attr-defined]
        if competency is not None:
            del self.fields["framework"]
            self.initial = {
                "code": competency.code, "alignment_url": competency.alignment_url,
                "parent": competency.parent.code if competency.parent else "",
                **{f"statement_{code}": text for code, text in competency.statements.items()},
            }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        code = said.get("parent", "")
        framework = self.competency.framework if self.competency else said.get("framework")
        parent = Competency.objects.filter(framework=framework, code=code).first()
        if code and parent is None:
            self.add_error("parent", _("No competency of this framework has this code."))
        said["parent"] = parent
        return said

    @property
    def competency_fields(self) -> dict[str, Any]:
        said = self.cleaned_data
        names = ("code", "framework", "parent", "alignment_url")
        statements = {code: said.get(f"statement_{code}", "") for code in LANGUAGES}
        return {name: said[name] for name in names if name in said} | {"statements": statements}


class FrameworkFileForm(Form):
    """A file, and what it may not say of itself."""

    file = forms.FileField(
        label=pgettext_lazy("field", "File to import"),
        widget=forms.FileInput({"accept": ",".join(FORMATS)}),
        help_text=gettext_lazy(
            "CASE JSON of 1EdTech, or a table (CSV, XLSX) with the columns code, parent,"
            " alignment_url, and statement_es, statement_en and so on. Up to 20 MB."
        ),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the file"), choices=_languages,
        help_text=gettext_lazy("For items that do not say their language."),
    )  # fmt: skip
    framework = forms.ModelChoiceField(
        CompetencyFramework.objects.none(), label=gettext_lazy("Framework recorded already"),
        required=False,
        help_text=gettext_lazy(
            "For a table that was imported before. A CASE file is known by its identifier."
        ),
    )  # fmt: skip
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=200, required=False,
        help_text=gettext_lazy("Of a new framework, where the file says none."),
    )  # fmt: skip
    publisher = forms.CharField(
        label=pgettext_lazy("framework", "Publisher"), max_length=200, required=False
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        frameworks = CompetencyFramework.objects.accessible_to(user)
        self.fields["framework"].queryset = frameworks.order_by("title")  # type: ignore[attr-defined]
        self.initial.setdefault("language", formats.current_language())

    def clean_file(self):
        file = self.cleaned_data["file"]
        if PurePath(file.name).suffix.lower() not in FORMATS:
            raise ValidationError(_("Choose a file that ends in .json, .csv or .xlsx."))
        return file

    @property
    def is_case(self) -> bool:
        return self.cleaned_data["file"].name.lower().endswith(".json")
