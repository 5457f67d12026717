"""The results framework of a project: adding results, choosing indicators, setting targets."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.funding.models import Project

from ..forms import ResultForm, ResultIndicatorForm, TargetForm
from ..models import ProjectResult, ResultIndicator, Target


class FrameworkAction(ActionView):
    """An action on the framework, by who keeps the project; leads back to the project."""

    permission = "keep"

    def project_of(self, record) -> Project:
        raise NotImplementedError

    def get_page(self, record):
        project = self.project_of(record)
        return {"crumbs": [(project.get_absolute_url(), project.code)]}

    def get_back_url(self, record):
        return f"{self.project_of(record).get_absolute_url()}#results"

    def get_success_url(self, record, result):
        return self.get_back_url(record)


class AddResult(FrameworkAction):
    title = _("Add result")
    submit_label = _("Add result")
    success_message = _("Result added. Choose by which indicator it is measured.")
    form_class = ResultForm
    queryset = Project

    def project_of(self, record):
        return record

    def get_form_kwargs(self, project):
        return {"project": project}

    def perform(self, project, *, by, **fields):
        return ProjectResult.add(project, by=by, **fields)


class ChooseIndicator(FrameworkAction):
    title = _("Choose indicator")
    submit_label = _("Choose indicator")
    success_message = _("Indicator chosen. Set its target.")
    form_class = ResultIndicatorForm
    queryset = ProjectResult.objects.select_related("project")

    def project_of(self, record):
        return record.project

    def perform(self, result, *, by, **fields):
        return ResultIndicator.choose(result, by=by, **fields)


class SetTarget(FrameworkAction):
    title = _("Set target")
    submit_label = _("Set target")
    success_message = _("Target set. What was reached of it is computed each night.")
    form_class = TargetForm
    queryset = ResultIndicator.objects.select_related("result__project", "indicator")

    def project_of(self, record):
        return record.result.project

    def get_form_kwargs(self, chosen):
        return {"chosen": chosen}

    def perform(self, chosen, *, by, **fields):
        return Target.set_for(chosen, by=by, **fields)


add_result = AddResult.as_view()
choose_indicator = ChooseIndicator.as_view()
set_target = SetTarget.as_view()
