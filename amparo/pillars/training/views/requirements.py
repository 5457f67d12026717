"""Pages of required competencies: the list, one with all it is about, waivers."""

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.requirements import RequirementForm, WaiverForm
from ..models import CompetencyRequirement, CompetencyText, RequirementWaiver
from ..requirements import of_staff

PAGE = 50
TITLE = _("Required competencies")
WHOLE = CompetencyRequirement.objects.select_related("competency", "office").prefetch_related(
    Prefetch("competency__texts", CompetencyText.objects.all())
)
REQUIRE = "training.require"


@require_safe
def index(request):
    """Those of the own offices that hold now."""
    require_permission(request, REQUIRE)
    rows = WHOLE.accessible_to(request.user, to="keep").filter(ended_at=None)
    pages = paginate(rows, request, "pk", size=PAGE)
    return render(request, "training/requirement_list.html", {"pages": pages})


@require_safe
def show(request, ref):
    """Everybody whom it is about: who is suspended first."""
    requirement = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    staff = of_staff(requirement, requirement.office.today())
    log.log_read(request.user, requirement)
    context = {
        "requirement": requirement, "staff": staff,
        "suspended": sum(each.status.is_suspended for each in staff),
        "may": permissions_on(requirement, request.user),
    }  # fmt: skip
    return render(request, "training/requirement_detail.html", context)


class NewRequirement(ActionView):
    """Requires a competency of colleagues of an office that the user leads."""

    title = _("Require competency")
    submit_label = _("Require competency")
    success_message = _("Required. Nothing is suspended before the days of grace are over.")
    form_class = RequirementForm
    lede = _(
        "Only work on many records is ever suspended: exports, imports, comparisons, releases."
        " Files, cases and alerts stay open to everybody who has them."
    )

    def get_record(self):
        require_permission(self.request, REQUIRE)

    def get_form_kwargs(self, record):
        return {"user": self.request.user}

    def get_page(self, record):
        return {"crumbs": [(self.get_back_url(record), TITLE)]}

    def get_back_url(self, record):
        return reverse("training:requirements")

    def get_arguments(self, form):
        return form.requirement_fields

    def perform(self, record, *, by, **fields):
        return CompetencyRequirement.record(by=by, **fields)

    def get_success_url(self, record, result):
        return result.get_absolute_url()


new = NewRequirement.as_view()


@require_POST
def end(request, ref):
    requirement = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    requirement.end(by=request.user)
    return action_done(
        request, next_url=reverse("training:requirements"),
        message=_("No longer required. Nothing is suspended by it any more."),
    )  # fmt: skip


class Waive(ActionView):
    """Waives a requirement for one colleague, until a day."""

    queryset = WHOLE
    permission = "keep"
    title = _("Waive competency")
    submit_label = pgettext_lazy("requirement", "Waive")
    success_message = _("Waived until that day.")
    form_class = WaiverForm

    def get_record(self, **refs):
        requirement = self.find(WHOLE, ref=refs["ref"])
        self.colleague = User.objects.filter(
            ref=refs["user"], pk__in=requirement.memberships().values("user")
        ).first()
        if self.colleague is None:
            raise Http404
        return requirement

    def get_page(self, requirement):
        return {
            "subject": self.colleague.name,
            "crumbs": [
                (reverse("training:requirements"), TITLE),
                (requirement.get_absolute_url(), requirement.competency.code),
            ],
        }  # fmt: skip

    def get_back_url(self, requirement):
        return requirement.get_absolute_url()

    def perform(self, requirement, *, by, **fields):
        return RequirementWaiver.give(requirement, self.colleague, by=by, **fields)


waive = Waive.as_view()


@require_POST
def end_waiver(request, ref, waiver):
    requirement = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    given = get_permitted_or_404(
        request, RequirementWaiver, to="keep", ref=waiver, requirement=requirement
    )
    given.end(by=request.user)
    return action_done(
        request, next_url=requirement.get_absolute_url(), message=_("The waiver has ended.")
    )
