"""What is next on a case: into the calendar, done, undone, moved."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from amparo.foundation.core.permissions.rules import get_permitted_or_404

from ..forms.tasks import HowForm, TaskForm, WhenForm
from ..models import Case, Task
from ..reaching import who_may
from ..reminders import Reminding
from .answers import ask, given, kept
from .stepping import tried

CHANGED = ("summary", "story")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request, ref):
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="work", ref=ref)
    reminding = Reminding(case, request.user)
    form = TaskForm(
        given(request), case=case, colleagues=who_may(case, "case.work"),
        initial=_begun(request), reminding=reminding,
    )  # fmt: skip
    if form.is_valid() and tried(form, _set, case, form, reminding, request.user):
        return kept(request, case, part="next", said=_("It is in the calendar."), also=CHANGED)
    return ask(
        request, case, form, part="next", title=_("Into the calendar"), yes=_("Save"),
        fields="assistance/tasks/fields.html", reminding=reminding,
    )  # fmt: skip


@transaction.atomic
def _set(case: Case, form: TaskForm, reminding: Reminding, by) -> Task:
    """The task, and the text that reminds of it: both or neither."""
    chosen = form.cleaned_data
    task = Task.set(
        case, chosen["what"], chosen["due_on"], by=by, due_at=form.due_at,
        where=chosen["where"], words=chosen["words"], assigned_to=chosen["assigned_to"],
    )  # fmt: skip
    reminding.remind(task, chosen.get("remind", ""), by=by)
    return task


def _begun(request) -> dict:
    what = request.GET.get("what", "")
    return {"what": what} if what in [own.value for own in Task.OWN] else {}


@require_http_methods(["GET", "HEAD", "POST"])
def move(request, ref, task):
    case, task = _task(request, ref, task)
    form = WhenForm(given(request), case=case, initial=_when(case, task))
    if form.is_valid():
        task.move(form.cleaned_data["due_on"], by=request.user, due_at=form.due_at)
        return kept(request, case, part="next", said=_("Moved to another day."), also=CHANGED)
    return ask(
        request, case, form, part="next", title=_("Move it to another day"), yes=_("Move it"),
        fields="assistance/tasks/fields.html", about=task.get_what_display(),
    )  # fmt: skip


def _when(case: Case, task: Task) -> dict:
    time = task.due_at.astimezone(case.office.zone).time() if task.due_at else None
    return {"due_on": task.due_on, "time": time}


@require_http_methods(["GET", "HEAD", "POST"])
def done(request, ref, task):
    """One tap says it was done; the page of its own also takes what came of it."""
    case, task = _task(request, ref, task)
    form = HowForm(given(request))
    if form.is_valid():
        task.done(by=request.user, **form.cleaned_data)
        undo = reverse("assistance:task-undo", args=[case.ref, task.ref])
        return kept(request, case, part="next", said=_("Done."), undo=undo, also=CHANGED)
    return ask(
        request, case, form, part="next", title=_("It is done"), yes=_("Mark as done"),
        about=task.get_what_display(),
    )  # fmt: skip


@require_POST
def undo(request, ref, task):
    case, task = _task(request, ref, task)
    task.undo(by=request.user)
    return kept(request, case, part="next", said=_("It is on the list again."), also=CHANGED)


def _task(request, ref, task) -> tuple[Case, Task]:
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="work", ref=ref)
    tasks = Task.objects.select_related("case__team__office")
    return case, get_permitted_or_404(request, tasks, to="work", ref=task, case=case)
