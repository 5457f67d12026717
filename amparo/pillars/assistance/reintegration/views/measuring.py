"""What is said of a project while it goes on: who takes part, what changed, what and whom for."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.protection.models import Observation

from ...models import Case
from ...numbering import read_number
from ...views.answers import given
from ...views.stepping import tried
from ..forms.projects import CausesForm, HeadcountForm, MeasureForm, ResultForm, ServeForm
from ..models import ProjectResult
from ..project_page import known_of
from .asking import ASKS, ask, kept, papers_of
from .projects import project_of

TABLE = "reintegration/projects/headcount.html"


@require_http_methods(ASKS)
def headcount(request, ref, project):
    case, project = project_of(request, ref, project)
    form = HeadcountForm(given(request), today=case.office.today_for(request.user))
    if form.is_valid():
        day, people = form.cleaned_data["on"], form.people()
        if tried(form, project.count, by=request.user, on=day, people=people):
            return kept(request, project.get_absolute_url(), _("Who takes part is counted."))
    return _ask(
        request, case, project, form, _("How many different people have taken part?"),
        _("Save the count"), fields=TABLE,
    )  # fmt: skip


@require_http_methods(ASKS)
def expect(request, ref, project):
    case, project = project_of(request, ref, project)
    form = ResultForm(given(request))
    if form.is_valid() and tried(form, project.expect, by=request.user, **form.cleaned_data):
        return kept(request, project.get_absolute_url(), _("It stands among what is expected."))
    return _ask(request, case, project, form, _("What should the project change?"), _("Save"))


@require_http_methods(ASKS)
def measure(request, ref, project, result):
    case, project = project_of(request, ref, project)
    result = get_permitted_or_404(request, ProjectResult, to="work", ref=result, project=project)
    result.project = project
    form = MeasureForm(
        given(request), today=case.office.today_for(request.user), papers=papers_of(case)
    )
    if form.is_valid() and tried(form, result.measure, by=request.user, **form.cleaned_data):
        return kept(request, project.get_absolute_url(), _("The result is kept."))
    title, yes = _("What was reached?"), _("Save the result")
    return _ask(request, case, project, form, title, yes, about=result.words)


@require_http_methods(ASKS)
def causes(request, ref, project):
    """Choose among what is known of the place, as far as this colleague may read it."""
    case, project = project_of(request, ref, project)
    known = {str(each.record.ref): each for each in known_of(project, request.user)}
    named = set(project.causes.values_list("observation__ref", flat=True))
    offered = [(ref, each.name) for ref, each in known.items() if each.record.ref not in named]
    form = CausesForm(given(request), offered=offered)
    if form.is_valid():
        chosen: list[Observation] = [known[each].record for each in form.cleaned_data["causes"]]
        for observation in chosen:
            tried(form, project.address, observation, by=request.user)
        if not form.errors:
            return kept(
                request, project.get_absolute_url(), _("The project says what it answers.")
            )
    title = _("Which of these does the project answer?")
    yes = _("Save") if offered else ""
    return _ask(
        request, case, project, form, title, yes,
        fields="reintegration/projects/causes_fields.html", place=project.place,
    )  # fmt: skip


@require_http_methods(ASKS)
def serve(request, ref, project):
    """By its number; a case that one may not work on is answered as if it were not there."""
    case, project = project_of(request, ref, project)
    form = ServeForm(given(request))
    if form.is_valid():
        served = _case_by(form.cleaned_data["number"], request.user)
        if served is None:
            form.add_error("number", _("You work on no open case with this number."))
        elif tried(form, project.serve, served, by=request.user):
            return kept(
                request, project.get_absolute_url(), _("The project serves one case more.")
            )
    title, yes = _("Which case does it serve?"), _("Save")
    return _ask(request, case, project, form, title, yes)


def _case_by(number: str, user) -> Case | None:
    try:
        number = read_number(number) or ""
    except ValueError:
        return None
    return (
        Case.objects.active()
        .accessible_to(user, "work")
        .with_subject()
        .filter(number=number)
        .first()
    )


def _ask(request, case, project, form, title: str, yes: str, **more):
    back = project.get_absolute_url()
    return ask(request, case, form, title=title, yes=yes, back=back, **more)
