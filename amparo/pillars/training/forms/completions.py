"""Forms of completions from outside: the export, its columns, who its lines are."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.ui.forms import Form

from ..completion_choices import LEAVE, NEW
from ..completion_lists import FIELD_NAMES, OpenMatch
from ..models import CompletionExport, CompletionSystem
from ..presenters.completions import proposals_of
from .participant_imports import LABELS, ColumnsForm, ListForm

_OWN_LABELS: Mapping[str, Any] = {
    **LABELS,
    "course": pgettext_lazy("column of a list", "Course"),
    "number": pgettext_lazy("column of a list", "Number or user name on the platform"),
    "status": pgettext_lazy("column of a list", "Completed or not"),
    "completed_on": pgettext_lazy("column of a list", "Date of completion"),
}


class ExportForm(ListForm):
    """The export to be checked, and where it comes from."""

    system = forms.ChoiceField(
        label=pgettext_lazy("completion", "Platform"), choices=CompletionSystem.choices
    )
    field_order = ("system", "file")


class ExportColumnsForm(ColumnsForm):
    """Columns of an export, how its dates are written, which of its courses is meant."""

    day_order = forms.ChoiceField(
        label=gettext_lazy("How dates are written"), required=False,
        choices=CompletionExport.DayOrder.choices,
        help_text=gettext_lazy("Choose it where every date could be read in two ways."),
    )  # fmt: skip
    their_course = forms.ChoiceField(
        label=pgettext_lazy("completion", "Course in the export"), required=False,
        help_text=gettext_lazy("Lines of other courses are left out."),
    )  # fmt: skip
    records_new = forms.BooleanField(
        label=gettext_lazy("Record who is no participant yet"), required=False,
        help_text=gettext_lazy(
            "With name, address and institution of the list. Otherwise their lines are left out."
        ),
    )  # fmt: skip

    def __init__(
        self, *args: Any, export: CompletionExport, courses: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, names=FIELD_NAMES, labels=_OWN_LABELS, **kwargs)
        if courses:
            offered = [
                ("", _("The one with our title or code")),
                *((each, each) for each in courses),
            ]
            self.fields["their_course"].choices = offered  # type: ignore[attr-defined]
        else:
            del self.fields["their_course"]
        for name in ("day_order", "their_course", "records_new"):
            self.initial.setdefault(name, getattr(export, name))
        self.initial.setdefault("encoding", export.importing.encoding)

    def is_required(self, name: str) -> bool:
        return name == "completed_on"

    @property
    def how_read(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "encoding": said["encoding"], "day_order": said["day_order"],
            "their_course": said.get("their_course", "") if said.get("course") else "",
            "records_new": said["records_new"],
        }  # fmt: skip


class ChoicesForm(Form):
    """Who some lines of an export are."""

    def __init__(self, *args: Any, matches: list[OpenMatch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matches = matches
        for match in matches:
            line = match.line
            label = ", ".join(filter(None, (line.name, *line.emails[:1], line.institution)))
            self.fields[match.identity] = forms.ChoiceField(
                label=_("Row %(row)s: %(who)s") % {"row": line.row, "who": label},
                required=False, choices=[
                    ("", _("Not decided yet")), *proposals_of(match).items(),
                    (NEW, _("Somebody new: record them")), (LEAVE, _("Leave this line out")),
                ],
            )  # fmt: skip

    @property
    def chosen(self) -> dict[str, str]:
        return {name: said for name, said in self.cleaned_data.items() if said}
