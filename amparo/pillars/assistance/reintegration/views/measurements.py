"""What is said of a project while it goes on: who takes part, what changed, what and whom for."""

from django.utils.translation import gettext_lazy as _

from amparo.pillars.assistance.cases.case_numbers import parse_case_number
from amparo.pillars.assistance.cases.models import Case

from ..community_project_page import place_observations
from ..forms.community_projects import (
    HeadcountForm,
    MeasureForm,
    ProjectCaseForm,
    ProjectDriversForm,
    ResultForm,
)
from ..models import CommunityProject, CommunityProjectResult
from .plan_actions import CommunityProjectAction, papers_of


class CountPeople(CommunityProjectAction):
    """Counts who has taken part so far."""

    title = _("Number of different people who took part")
    submit_label = _("Save the count")
    success_message = _("Participants are counted.")
    form_class = HeadcountForm
    fields_template = "reintegration/community_projects/headcount.html"

    def get_form_kwargs(self, project):
        return {"today": project.case.office.today_for(self.request.user)}

    def get_arguments(self, form):
        return {"on": form.cleaned_data["on"], "people": form.people()}

    def perform(self, project, *, by, on, people):
        return project.count(by=by, on=on, people=people)


headcount = CountPeople.as_view()

expect = CommunityProjectAction.as_view(
    title=_("Expected result of community-based project"), submit_label=_("Save"),
    form_class=ResultForm,
    success_message=_("Expected result added."), perform=CommunityProject.expect,
)  # fmt: skip


class Measure(CommunityProjectAction):
    """Says what was reached of what was expected."""

    title = _("Record result")
    submit_label = _("Save the result")
    success_message = _("Result recorded.")
    form_class = MeasureForm

    def get_record(self, ref, project, result):
        found = super().get_record(ref=ref, project=project)
        expected = self.find(CommunityProjectResult, ref=result, project=found)
        expected.project = found
        return expected

    def get_form_kwargs(self, result):
        case = result.project.case
        return {"today": case.office.today_for(self.request.user), "papers": papers_of(case)}

    def get_page(self, result):
        return super().get_page(result.project)

    def get_context(self, result):
        return {"about": result.text}

    def get_back_url(self, result):
        return result.project.get_absolute_url()

    def perform(self, result, *, by, **fields):
        return result.measure(by=by, **fields)


measure = Measure.as_view()


class NameCauses(CommunityProjectAction):
    """Chooses among what is known of the place, as far as this colleague may read it."""

    title = _("Which of these does the project answer?")
    submit_label = _("Save")
    success_message = _("Cause added to the project.")
    form_class = ProjectDriversForm
    fields_template = "reintegration/community_projects/causes_fields.html"

    def get_form_kwargs(self, project):
        known = {
            str(each.record.ref): each for each in place_observations(project, self.request.user)
        }
        named = set(project.causes.values_list("observation__ref", flat=True))
        self.offered = {ref: each for ref, each in known.items() if each.record.ref not in named}
        return {"offered": [(ref, each.name) for ref, each in self.offered.items()]}

    def get_context(self, project):
        return {"place": project.place, "submit_label": self.submit_label if self.offered else ""}

    def perform(self, project, *, by, causes):
        for ref in causes:
            project.address(self.offered[ref].record, by=by)


causes = NameCauses.as_view()


class Serve(CommunityProjectAction):
    """By its number; a case that one may not work on is answered as if it were not there."""

    title = _("Which case does it serve?")
    submit_label = _("Save")
    success_message = _("Case added to the project.")
    form_class = ProjectCaseForm

    def get_form(self, project, data):
        form = super().get_form(project, data)
        if form.is_valid():
            served = _case_by(form.cleaned_data.pop("number"), self.request.user)
            form.cleaned_data["case"] = served
            if served is None:
                form.add_error("number", _("You work on no open case with this number."))
        return form

    def perform(self, project, *, by, case):
        return project.serve(case, by=by)


serve = Serve.as_view()


def _case_by(number: str, user) -> Case | None:
    try:
        number = parse_case_number(number) or ""
    except ValueError:
        return None
    return (
        Case.objects.active()
        .accessible_to(user, "work")
        .with_subject()
        .filter(number=number)
        .first()
    )
