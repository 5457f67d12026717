"""Pages of training needs: what evidence proposes, what is set aside, what an item asks for."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Organization
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.standards.models import AssessmentItem, SelfAssessment
from amparo.ui.responses import redirect_to

from ..course_queries import is_reference
from ..forms.courses import GapForm, SetAsideForm
from ..models import Competency, GapCompetency, SetAsideNeed
from ..presenters.needs import NeedsPage
from ..training_needs import TopicKind
from .courses import COURSES

NEEDS = pgettext_lazy("training", "Training needs")


@require_safe
def index(request):
    """Needs of institutions that the evidence shows, those that show from most sides first."""
    require_permission(request, "training.see")
    require_permission(request, "capacity.see")
    page = NeedsPage(request.user, localdate())
    may_keep = "training.keep" in request.user.permissions
    return render(request, "training/needs.html", {"page": page, "may_keep": may_keep})


class SetAside(ActionView):
    """Leaves out a need that no course of ours meets now. The address names it."""

    title = _("Set training need aside")
    submit_label = pgettext_lazy("training", "Set aside")
    success_message = _("Set aside. It stays listed below the others.")
    form_class = SetAsideForm

    def get_record(self, ref, kind, code):
        require_permission(self.request, "training.keep")
        organization = get_permitted_or_404(self.request, Organization, to="see", ref=ref)
        if kind == TopicKind.RIGHT and codes.find("right", code):
            return organization, code, None
        if kind == TopicKind.COMPETENCY and is_reference(code):
            competency = get_permitted_or_404(self.request, Competency, to="see", ref=code)
            return organization, "", competency
        raise Http404

    def get_page(self, record):
        organization, right, competency = record
        about = competency.title if competency else codes.label("right", right)
        return {
            "crumbs": [(reverse("training:courses"), COURSES), (self.get_back_url(record), NEEDS)],
            "subject": organization.name, "about": about,
        }  # fmt: skip

    def get_back_url(self, record):
        return reverse("training:needs")

    def perform(self, record, *, by, because):
        organization, right, competency = record
        SetAsideNeed.set_aside(
            by=by, organization=organization, right=right, competency=competency, because=because
        )


@require_POST
def take_up(request, ref):
    """The need is proposed again."""
    need = get_permitted_or_404(request, SetAsideNeed, to="keep", ref=ref)
    need.take_up(by=request.user)
    return redirect_to(request, reverse("training:needs"))


class NameGap(ActionView):
    """Says which competencies an item of a standard asks for, wherever it is worded the same."""

    queryset = SelfAssessment
    permission = "see"
    title = _("Competencies that this item asks for")
    submit_label = _("Save")
    success_message = _("Saved. Courses of these competencies stand beside the item.")
    lede = _("It holds for every institution and round in which the item is worded the same.")
    form_class = GapForm

    def get_record(self, ref, item):
        require_permission(self.request, "training.keep")
        assessment = self.find(self.queryset, ref=ref)
        found = AssessmentItem.objects.filter(assessment=assessment, order=item)
        record = found.select_related("assessment").first()
        if record is None:
            raise Http404
        return record

    def get_form_kwargs(self, item):
        named = GapCompetency.objects.filter(
            standard_ref=item.assessment.standard_ref, digest=item.digest
        )
        chosen = set(named.values_list("competency", flat=True))
        return {"user": self.request.user, "chosen": chosen}

    def get_back_url(self, item):
        return item.assessment.get_absolute_url()

    def perform(self, item, *, by, competencies):
        GapCompetency.name_for(item, list(competencies), by=by)


set_aside, name_gap = SetAside.as_view(), NameGap.as_view()
