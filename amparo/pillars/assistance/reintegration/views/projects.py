"""A project for a community or an institution: its page, its plan, its beginning and its end."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.responses import action_done

from ...providers import providers_for
from ...views.case_actions import open_case
from ..forms.projects import FinishForm, ProjectForm
from ..models import Project
from ..project_page import ProjectPage
from .plan_actions import PlanPageAction, ProjectAction

SHOW, FIELDS = "reintegration/projects/show.html", "reintegration/projects/fields.html"


@require_safe
def show(request, ref, project):
    project = _open(request, ref, project, to="see")
    context = {
        "case": project.case, "project": project, "page": ProjectPage(project, request.user),
    }  # fmt: skip
    return render(request, SHOW, context)


class NewProject(PlanPageAction):
    """Plans a project in a case."""

    title = _("Plan project")
    submit_label = _("Save the project")
    success_message = _("The project is planned.")
    form_class = ProjectForm
    fields_template = FIELDS

    def get_form_kwargs(self, case):
        return {"case": case, "organizations": providers_for(case, self.request.user)}

    def get_back_url(self, case):
        return case.get_absolute_url()

    def perform(self, case, *, by, **fields):
        return Project.plan(case, by=by, **fields)

    def get_success_url(self, case, project):
        return project.get_absolute_url()


class ChangeProject(ProjectAction):
    """Changes what is planned of a project."""

    title = _("Edit project")
    submit_label = _("Save the project")
    success_message = _("The project was changed.")
    form_class = ProjectForm
    fields_template = FIELDS

    def get_form_kwargs(self, project):
        return {
            "case": project.case,
            "organizations": providers_for(project.case, self.request.user),
            "initial": ProjectForm.values_of(project),
        }  # fmt: skip

    def perform(self, project, *, by, **fields):
        return project.change(by=by, **fields)


new = NewProject.as_view()
change = ChangeProject.as_view()
end = ProjectAction.as_view(
    title=_("Close project"), submit_label=_("Close project"),
    form_class=FinishForm, success_message=_("The project has ended."), perform=Project.finish,
)  # fmt: skip


@require_POST
def begin(request, ref, project):
    project = _open(request, ref, project, to="work")
    project.begin(by=request.user)
    return action_done(
        request, next_url=project.get_absolute_url(), message=_("The project has begun.")
    )


def _open(request, ref, project, *, to: str) -> Project:
    case = open_case(request, ref, to=to)
    project = get_permitted_or_404(request, ProjectAction.queryset, to=to, ref=project, case=case)
    project.case = case
    return project
