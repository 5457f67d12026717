"""What is done to several cases at once, and the name of a saved view."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from amparo.foundation.people.messaging.templates import (
    LANGUAGES,
    MessageDraft,
    message_templates,
)
from amparo.ui.forms import Form, RadioList

from ..line_list import FORMATS, PURPOSES
from ..models import Task
from ..workload import MemberWorkload


class AssignCasesForm(Form):
    """To whom the ticked cases go; who has most room stands first."""

    owner = forms.ChoiceField(label=gettext_lazy("Caseworker"), widget=RadioList)

    def __init__(self, *args: Any, loads: list[MemberWorkload], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.colleagues = {load.worker.ref.hex: load.worker for load in loads}
        self.fields["owner"].choices = [(load.worker.ref.hex, _room(load)) for load in loads]  # type: ignore[attr-defined]

    def clean_owner(self):
        return self.colleagues[self.cleaned_data["owner"]]


def _room(load: MemberWorkload) -> str:
    """A colleague with their caseload beside the guideline."""
    return _("%(name)s · %(open)s open, guideline %(limit)s") % {
        "name": load.worker.name,
        "open": load.open,
        "limit": load.limit,
    }


class TaskForCasesForm(Form):
    """The same task for each of the ticked cases."""

    what = forms.ChoiceField(
        label=pgettext_lazy("column", "Item"),
        choices=[(what.value, what.label) for what in Task.OWN],
        widget=forms.RadioSelect,
        initial=Task.What.CALL,
    )
    due_on = forms.DateField(label=gettext_lazy("Day"))
    text = forms.CharField(
        label=pgettext_lazy("field", "Purpose"),
        help_text=gettext_lazy("It is written into each file: name nobody here."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )


class TextForm(Form):
    """One of the texts that name nobody; reminders of an appointment are sent from each case."""

    template = forms.ChoiceField(label=pgettext_lazy("field", "Content"), widget=RadioList)
    day = forms.DateField(
        label=gettext_lazy("Day"),
        help_text=gettext_lazy("Only where the text names one."),
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        language = (get_language() or "en")[:2]
        known = language if language in LANGUAGES else "en"
        self.fields["template"].choices = [  # type: ignore[attr-defined]
            (code, each.says(known))
            for code, each in message_templates().items()
            if not each.is_chosen
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        template = message_templates().get(given.get("template", ""))
        if template and "day" in template.gaps and not given.get("day"):
            self.add_error("day", _("This text names it: fill it in."))
        if given.get("day") and given["day"] < localdate():
            self.add_error("day", _("This day has passed already."))
        return given

    @property
    def draft(self) -> MessageDraft:
        """The text with its day, where it names one."""
        template = self.cleaned_data["template"]
        names_day = "day" in message_templates()[template].gaps
        return MessageDraft(template, day=self.cleaned_data["day"] if names_day else None)

    @property
    def mark(self) -> str:
        """What was shown before it is sent."""
        draft = self.draft
        return f"{draft.template}:{draft.day or ''}"


class LineListForm(Form):
    """What a line list is for, and as what it leaves."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("Purpose"), choices=[*PURPOSES.items()], widget=RadioList
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"), choices=[*FORMATS.items()], widget=RadioList, initial="xlsx"
    )


class SaveViewForm(Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the view"),
        help_text=gettext_lazy("Only you see it. Name nobody in it."),
        max_length=60,
    )
