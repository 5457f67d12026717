"""What is next on a case: into the calendar, done, undone, moved."""

from django.db import transaction
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.refusals import Refusal
from amparo.ui.action_views import requested_next_url

from ..access_grants import users_with_verb
from ..display_names import display_name
from ..forms.tasks import RescheduleForm, TaskCompletionForm, TaskForm
from ..models import Task
from ..reminders import ReminderOptions
from .case_actions import CasePartAction, case_part_response, open_case

CHANGED = ("summary", "story")


class NewTask(CasePartAction):
    """Puts something into the calendar of a case."""

    part, other_parts = "next", CHANGED
    title = _("Add to calendar")
    submit_label = _("Save")
    success_message = _("Task added.")
    form_class = TaskForm
    fields_template = "cases/tasks/fields.html"

    def get_form_kwargs(self, case):
        self.reminding = ReminderOptions(case, self.request.user)
        what = self.request.GET.get("what", "")
        return {
            "case": case,
            "colleagues": users_with_verb(case, "case.work"),
            "reminding": self.reminding,
            "initial": {"what": what} if what in [own.value for own in Task.OWN] else {},
        }

    def get_context(self, case):
        return {"reminding": self.reminding}

    def get_arguments(self, form):
        return {"chosen": form.cleaned_data, "due_at": form.due_at}

    @transaction.atomic
    def perform(self, case, *, by, chosen, due_at):
        """The task, and the text that reminds of it: both or neither."""
        task = Task.set(
            case, chosen["what"], chosen["due_on"], by=by, due_at=due_at, where=chosen["where"],
            text=chosen["text"], assigned_to=chosen["assigned_to"],
        )  # fmt: skip
        self.reminding.remind(task, chosen.get("remind", ""), by=by)
        return task


new = NewTask.as_view()


class TaskAction(CasePartAction):
    """An action on a task of a case."""

    queryset = Task.objects.select_related("case__team__office")
    part, other_parts = "next", CHANGED

    def get_context(self, task):
        return {"about": task.get_what_display()}


class Move(TaskAction):
    """Moves a task to another day."""

    title = _("Reschedule")
    submit_label = _("Move it")
    success_message = _("Moved to another day.")
    form_class = RescheduleForm
    fields_template = "cases/tasks/fields.html"

    def get_form_kwargs(self, task):
        zone = task.case.office.zone
        time = task.due_at.astimezone(zone).time() if task.due_at else None
        return {"case": task.case, "initial": {"due_on": task.due_on, "time": time}}

    def get_arguments(self, form):
        return {"due_on": form.cleaned_data["due_on"], "due_at": form.due_at}

    def perform(self, task, *, by, due_on, due_at):
        return task.move(due_on, by=by, due_at=due_at)


class Done(TaskAction):
    """Marks a task as done, with one line of what came of it."""

    title = pgettext_lazy("action", "Mark as done")
    submit_label = _("Mark as done")
    success_message = _("Saved.")
    form_class = TaskCompletionForm

    def get_context(self, task):
        what = task.get_what_display()
        return {"about": task.text or what, "subject": display_name(task.case)}

    def get_form_kwargs(self, task):
        return {"task": task}

    def perform(self, task, *, by, how):
        """A line that somebody else was quicker with is not lost unseen: it stays in the form."""
        task.done(by=by, how=how)
        if how and task.how != how:
            raise Refusal(
                gettext(
                    "This was marked as done already, with another result. Add yours as a note."
                )
            )

    def get_response(self, task, result):
        undo = reverse("cases:task-undo", args=[task.case.ref, task.ref])
        if next_url := requested_next_url(self.request):
            undo = f"{undo}?{urlencode({'next': next_url})}"
        return case_part_response(
            self.request, task.case, part="next", said=self.success_message, undo=undo,
            also=CHANGED,
        )  # fmt: skip


move = Move.as_view()
done = Done.as_view()


@require_POST
def undo(request, ref, task):
    case = open_case(request, ref)
    task = get_permitted_or_404(request, TaskAction.queryset, to="work", ref=task, case=case)
    task.undo(by=request.user)
    said = _("It is on the list again.")
    return case_part_response(request, case, part="next", said=said, also=CHANGED)
