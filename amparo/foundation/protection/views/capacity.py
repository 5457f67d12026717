"""Views: capacity of duty bearers: the list, one assessment, a new one, the second person."""

from uuid import UUID

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui.pagination import paginate

from ..extension_points import ability_evidence
from ..forms import CapacityAssessmentForm, ReturnForm
from ..models import CapacityAssessment

LIST, DETAIL = "protection/capacity_list.html", "protection/capacity.html"
WITH = ("organization", "place", "by")
DRAFTS, HISTORY, PAGE = 20, 20, 50


@require_safe
def index(request):
    """What waits for a second person, then what is in force, the newest first."""
    require_permission(request, "capacity.see")
    seen = CapacityAssessment.objects.accessible_to(request.user).select_related(*WITH)
    drafts = list(seen.drafts().order_by("assessed_on", "pk")[:DRAFTS])
    in_force = paginate(seen.in_force(), request, "-assessed_on", "-pk", size=PAGE)
    log.log_list(request.user, "capacity.listed", [*drafts, *in_force])
    context = {"drafts": drafts, "in_force": in_force, "may_assess": _may_assess(request.user)}
    return render(request, LIST, context)


@require_safe
def show(request, ref):
    """One assessment with its evidence, and the earlier ones of the same right and area."""
    seen = CapacityAssessment.objects.select_related(
        *WITH, "organization__provider", "confirmed_by", "returned_by"
    )
    assessment = get_permitted_or_404(request, seen, to="see", ref=ref)
    others = CapacityAssessment.objects.accessible_to(request.user).filter(
        organization=assessment.organization, right=assessment.right, place=assessment.place
    )
    others = others.exclude(pk=assessment.pk).select_related("by")
    user = request.user
    may_assess = _may_assess(user)
    context = {
        "assessment": assessment, "may_assess": may_assess,
        "others": list(others.order_by("-assessed_on", "-pk")[:HISTORY]),
        "may_decide": may_assess and assessment.is_draft and assessment.by_id != user.pk,
        "is_own_draft": assessment.is_draft and assessment.by_id == user.pk,
    }  # fmt: skip
    return render(request, DETAIL, context)


def _may_assess(user) -> bool:
    return "capacity.assess" in user.permissions


class RecordCapacity(ActionView):
    """Writes a draft: of the institution that the address names, or like a returned one."""

    title = _("Assess institutional capacity")
    submit_label = _("Save for confirmation")
    success_message = _("Saved. It counts once somebody else confirms it.")
    form_class = CapacityAssessmentForm

    def get_record(self):
        require_permission(self.request, "capacity.assess")

    def get_form_kwargs(self, record):
        return {"user": self.request.user, "initial": self._initial()}

    def _initial(self) -> dict:
        again = self.request.GET.get("again", "")
        seen = CapacityAssessment.objects.accessible_to(self.request.user)
        if again and (old := seen.filter(ref=_ref(again)).select_related("place").first()):
            kept = (
                "organization", "right", "ability", "ability_evidence", "ability_source", "will",
                "will_evidence", "will_source",
            )  # fmt: skip
            place = {"place": str(old.place.ref)} if old.place else {}
            return {name: getattr(old, name) for name in kept} | place
        return self._initial_from_evidence() or self._initial_institution()

    def _initial_from_evidence(self) -> dict:
        """Of what a link names as evidence: never a level."""
        for name, find in ability_evidence.items():
            ref = _ref(self.request.GET.get(name, ""))
            if ref and (found := find(ref, self.request.user)):
                return {
                    "organization": found.organization_pk, "ability_evidence": found.evidence,
                    "ability_source": found.source,
                }  # fmt: skip
        return {}

    def _initial_institution(self) -> dict:
        chosen = self.request.GET.get("organization", "")
        return {"organization": int(chosen)} if chosen.isdecimal() else {}

    def get_page(self, record):
        return {"crumbs": [(reverse("protection:capacities"), _("Institutional capacity"))]}

    def get_back_url(self, record):
        return reverse("protection:capacities")

    def perform(self, record, *, by, **fields):
        return CapacityAssessment.record(by=by, **fields)

    def get_success_url(self, record, assessment):
        return assessment.get_absolute_url()


def _ref(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class CapacityAction(ActionView):
    """What a second person does with a draft."""

    queryset = CapacityAssessment.objects.select_related(*WITH)
    permission = "assess"

    def get_page(self, assessment):
        name = assessment.organization.name
        return {"crumbs": [(assessment.get_absolute_url(), name)], "subject": name}

    def get_context(self, assessment):
        return {"about": assessment.title}


record = RecordCapacity.as_view()
confirm = CapacityAction.as_view(
    title=_("Confirm this assessment?"), submit_label=pgettext_lazy("button", "Confirm"),
    success_message=_("Confirmed. It counts from now on."), perform=CapacityAssessment.confirm,
    lede=_("It counts from now on, and takes the place of the earlier one."),
)  # fmt: skip
send_back = CapacityAction.as_view(
    title=_("Return assessment"), submit_label=_("Return for changes"), form_class=ReturnForm,
    success_message=_("Sent back with your note."), perform=CapacityAssessment.send_back,
)  # fmt: skip
