"""Projects on the screen: all, one with its funds and spending, and what is done with it."""

from django.db.models import Model, QuerySet
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui.responses import action_done

from ..accounts import accounts_of_projects
from ..costs import costs_of
from ..forms import CloseProjectForm, ProjectChangeForm, ProjectForm
from ..models import Project
from ..models.projects import today_of
from ..panels import panels_of_project

MOST = 200
GROUPS = (
    (Project.State.RUNNING, _("Projects in progress")),
    (Project.State.PLANNED, _("Planned projects")),
    (Project.State.CLOSED, _("Closed projects")),
)
WHOLE = Project.objects.select_related("donor")


@require_safe
def index(request):
    """Those in progress first, then those planned, then those closed."""
    require_permission(request, "project.see")
    day = today_of(request.user)
    projects = list(WHOLE.accessible_to(request.user).order_by("code", "pk")[:MOST])
    log.log_list(request.user, "project.listed", projects)
    accounts = accounts_of_projects(projects)
    groups = [
        (label, [(each, each.burn_on(day)) for each in accounts
                 if each.project.state_on(day) == state])
        for state, label in GROUPS
    ]  # fmt: skip
    context = {
        "groups": [group for group in groups if group[1]],
        "may_add": "project.keep" in request.user.permissions,
    }
    return render(request, "funding/project_list.html", context)


@require_safe
def show(request, ref):
    along = WHOLE.prefetch_related("offices", "places", "partners")
    project = get_permitted_or_404(request, along, to="see", ref=ref)
    [account] = accounts_of_projects([project])
    user = request.user
    day = today_of(user)
    costs = costs_of(account.line_keys, project.starts_on, min(day, project.ends_on))
    context = {
        "project": project, "state": project.state_on(day), "account": account,
        "burn": account.burn_on(day), "costs": costs,
        "currency": project.currency, "may_keep": project.is_kept_by(user),
        "is_open": project.state_on(day) != Project.State.CLOSED,
        "panels": list(panels_of_project(project, user)),
        "kept_offices": user.offices_for("fund.keep"),
        "new_fund_url": f"{reverse('funding:fund-new')}?project={project.ref}",
    }  # fmt: skip
    return render(request, "funding/project_detail.html", context)


class ProjectAction(ActionView):
    """An action on a project, by whoever keeps it."""

    queryset: QuerySet | type[Model] | None = WHOLE
    permission = "keep"

    def get_page(self, project):
        return {"crumbs": [
            (reverse("funding:projects"), pgettext_lazy("donor", "Projects")),
            (project.get_absolute_url(), project.code),
        ]}  # fmt: skip

    def get_back_url(self, project):
        return project.get_absolute_url()


class NewProject(ProjectAction):
    """Records a project of offices whose projects the user keeps."""

    title = _("Create project")
    submit_label = _("Create project")
    success_message = _("Project created. Add its funds.")
    form_class = ProjectForm
    fields_template = "funding/project_fields.html"

    def get_record(self):
        require_permission(self.request, "project.keep")

    def get_form_kwargs(self, project):
        return {"user": self.request.user}

    def get_page(self, project):
        return {"crumbs": [(self.get_back_url(project), pgettext_lazy("donor", "Projects"))]}

    def get_back_url(self, project):
        return reverse("funding:projects")

    def perform(self, project, *, by, **fields):
        return Project.set_up(by=by, **fields)

    def get_success_url(self, project, result):
        return result.get_absolute_url()


class EditProject(ProjectAction):
    """Changes the title, time, places, offices or partners of a project."""

    title = pgettext_lazy("donor", "Edit project")
    submit_label = _("Save")
    success_message = _("Project updated.")
    form_class = ProjectChangeForm
    fields_template = "funding/project_fields.html"

    def get_form_kwargs(self, project):
        names = ("title", "starts_on", "ends_on")
        initial = {name: getattr(project, name) for name in names}
        return {"user": self.request.user, "project": project, "initial": initial}

    def perform(self, project, *, by, **fields):
        project.change(by=by, **fields)


new = NewProject.as_view()
edit = EditProject.as_view()
close = ProjectAction.as_view(
    title=pgettext_lazy("donor", "Close project"),
    submit_label=pgettext_lazy("donor", "Close project"), form_class=CloseProjectForm,
    success_message=_("Project closed. What was spent of its funds stays."),
    perform=Project.close,
)  # fmt: skip


@require_POST
def reopen(request, ref):
    project = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    project.reopen(by=request.user)
    return action_done(
        request, next_url=project.get_absolute_url(), message=_("Project reopened.")
    )
