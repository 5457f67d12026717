"""A project for a community or an institution: its page, its plan, its beginning and its end."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.pillars.assistance.cases.views.case_actions import open_case
from amparo.pillars.assistance.services.providers import providers_for
from amparo.ui.responses import action_done

from ..community_project_page import CommunityProjectPage
from ..forms.community_projects import CommunityProjectForm, FinishForm
from ..models import CommunityProject
from .plan_actions import CommunityProjectAction, PlanPageAction

SHOW, FIELDS = (
    "reintegration/community_projects/show.html",
    "reintegration/community_projects/fields.html",
)


@require_safe
def show(request, ref, project):
    project = _open(request, ref, project, to="see")
    context = {
        "case": project.case, "project": project,
        "page": CommunityProjectPage(project, request.user),
    }  # fmt: skip
    return render(request, SHOW, context)


class NewCommunityProject(PlanPageAction):
    """Plans a project in a case."""

    title = _("Plan community-based project")
    submit_label = _("Save the project")
    success_message = _("The project is planned.")
    form_class = CommunityProjectForm
    fields_template = FIELDS

    def get_form_kwargs(self, case):
        return {"case": case, "organizations": providers_for(case, self.request.user)}

    def get_back_url(self, case):
        return case.get_absolute_url()

    def perform(self, case, *, by, **fields):
        return CommunityProject.plan(case, by=by, **fields)

    def get_success_url(self, case, project):
        return project.get_absolute_url()


class ChangeCommunityProject(CommunityProjectAction):
    """Changes what is planned of a project."""

    title = _("Edit community-based project")
    submit_label = _("Save the project")
    success_message = _("The project was changed.")
    form_class = CommunityProjectForm
    fields_template = FIELDS

    def get_form_kwargs(self, project):
        return {
            "case": project.case,
            "organizations": providers_for(project.case, self.request.user),
            "initial": CommunityProjectForm.values_of(project),
        }  # fmt: skip

    def perform(self, project, *, by, **fields):
        return project.change(by=by, **fields)


new = NewCommunityProject.as_view()
change = ChangeCommunityProject.as_view()
end = CommunityProjectAction.as_view(
    title=_("Close community-based project"), submit_label=_("Close community-based project"),
    form_class=FinishForm, success_message=_("The project has ended."),
    perform=CommunityProject.finish,
)  # fmt: skip


@require_POST
def begin(request, ref, project):
    project = _open(request, ref, project, to="work")
    project.begin(by=request.user)
    return action_done(
        request, next_url=project.get_absolute_url(), message=_("The project has begun.")
    )


def _open(request, ref, project, *, to: str) -> CommunityProject:
    case = open_case(request, ref, to=to)
    project = get_permitted_or_404(
        request, CommunityProjectAction.queryset, to=to, ref=project, case=case
    )
    project.case = case
    return project
