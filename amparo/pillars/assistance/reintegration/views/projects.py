"""A project for a community or an institution: its page, its plan, its beginning and its end."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.permissions.rules import get_permitted_or_404

from ...views.answers import given
from ...views.stepping import tried
from ..forms.projects import FinishForm, ProjectForm
from ..models import Project
from ..project_page import ProjectPage
from .asking import ASKS, ask, case_of, kept, organizations

SHOW, FIELDS = "reintegration/projects/show.html", "reintegration/projects/fields.html"


@require_safe
def show(request, ref, project):
    case, project = project_of(request, ref, project, to="see")
    context = {"case": case, "project": project, "page": ProjectPage(project, request.user)}
    return render(request, SHOW, context)


@require_http_methods(ASKS)
def new(request, ref):
    case = case_of(request, ref)
    form = ProjectForm(given(request), case=case, organizations=organizations(request))
    if form.is_valid():
        project = tried(form, Project.plan, case, by=request.user, **form.cleaned_data)
        if project:
            return kept(request, project.get_absolute_url(), _("The project is planned."))
    return ask(
        request, case, form, title=_("Plan a project"), yes=_("Save the project"),
        back=case.get_absolute_url(), fields=FIELDS,
    )  # fmt: skip


@require_http_methods(ASKS)
def change(request, ref, project):
    case, project = project_of(request, ref, project)
    form = ProjectForm(
        given(request), case=case, organizations=organizations(request),
        initial=ProjectForm.values_of(project),
    )  # fmt: skip
    if form.is_valid():
        tried(form, project.change, by=request.user, **form.cleaned_data)
        if not form.errors:
            return kept(request, project.get_absolute_url(), _("The project was changed."))
    return ask(
        request, case, form, title=_("Change the project"), yes=_("Save the project"),
        back=project.get_absolute_url(), fields=FIELDS,
    )  # fmt: skip


@require_POST
def begin(request, ref, project):
    _case, project = project_of(request, ref, project)
    project.begin(by=request.user)
    return kept(request, project.get_absolute_url(), _("The project has begun."))


@require_http_methods(ASKS)
def end(request, ref, project):
    case, project = project_of(request, ref, project)
    form = FinishForm(given(request))
    if form.is_valid() and tried(form, project.finish, by=request.user, **form.cleaned_data):
        return kept(request, project.get_absolute_url(), _("The project has ended."))
    return ask(
        request, case, form, title=_("How does the project end?"), yes=_("End the project"),
        back=project.get_absolute_url(),
    )  # fmt: skip


def project_of(request, ref, project, *, to: str = "work"):
    case = case_of(request, ref, to=to)
    projects = Project.objects.select_related("place", "provider", "end__by", "by")
    project = get_permitted_or_404(request, projects, to=to, ref=project, case=case)
    project.case = case
    return case, project
