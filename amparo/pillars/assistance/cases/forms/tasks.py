"""What is put into the calendar: what, when, where, for whom."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.ui.forms import SHORT_TEXT_LENGTH, Form, LocalTimeInput

from ..models import Case, Task
from ..reminders import APPOINTMENT, ReminderOptions
from .reminders import offer, remind_field


class RescheduleForm(Form):
    """A day, and an hour where it matters: hours are those of the office."""

    due_on = forms.DateField(label=gettext_lazy("Day"))
    time = forms.TimeField(
        label=pgettext_lazy("of day", "Time"), widget=LocalTimeInput(), required=False
    )

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case

    @property
    def due_at(self) -> datetime | None:
        time = self.cleaned_data.get("time")
        if time is None:
            return None
        return datetime.combine(self.cleaned_data["due_on"], time, self.case.office.zone)


class TaskForm(RescheduleForm):
    what = forms.ChoiceField(
        label=pgettext_lazy("field", "Task"),
        choices=[(what.value, what.label) for what in Task.OWN],
        widget=forms.RadioSelect,
        initial=Task.What.VISIT,
    )
    where = forms.CharField(label=pgettext_lazy("column", "Location"), required=False)
    text = forms.CharField(
        label=pgettext_lazy("field", "Purpose"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    assigned_to = forms.ChoiceField(label=pgettext_lazy("task", "Responsible"))
    remind = remind_field()
    field_order = ("what", "due_on", "time", "where", "text", "assigned_to", "remind")

    def __init__(
        self, *args, case: Case, colleagues: list[User], reminding: ReminderOptions, **kwargs
    ):
        super().__init__(*args, case=case, **kwargs)
        offer(self, reminding)
        self.colleagues = {str(each.ref): each for each in colleagues}
        self.fields["assigned_to"].choices = [
            (ref, each.name) for ref, each in self.colleagues.items()
        ]
        if case.owner:
            self.fields["assigned_to"].initial = str(case.owner.ref)

    def clean(self) -> dict:
        given = super().clean() or {}
        if given.get("remind") == APPOINTMENT and not given.get("time"):
            self.add_error("time", _("The text to them names an hour: write it."))
        return given

    def clean_assigned_to(self) -> User:
        return self.colleagues[self.cleaned_data["assigned_to"]]


class TaskCompletionForm(Form):
    """What came of it, in one line; of a visit, a call or a meeting it must be said."""

    how = forms.CharField(
        label=pgettext_lazy("task", "Result"),
        help_text=gettext_lazy(
            "One line: whom you reached, what was agreed, what is next. If nobody was there, "
            "write that."
        ),
        max_length=SHORT_TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write in one line what came of it.")},
    )

    def __init__(self, *args, task: Task, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["how"].required = task.needs_result
        if not task.needs_result:
            self.fields["how"].help_text = ""
