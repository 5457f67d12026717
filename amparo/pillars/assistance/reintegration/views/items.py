"""One thing that is planned: put into the grid, changed, begun, done, dropped, or referred."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.access_grants import users_with_verb
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.views.case_actions import open_case
from amparo.pillars.assistance.planning.forms.plans import ReasonForm
from amparo.pillars.assistance.referrals.models import Referral
from amparo.pillars.assistance.services.providers import providers_for
from amparo.ui.responses import action_done

from ..forms.items import ItemCompletionForm, ItemForm, ReferForm
from ..models import PlanItem
from ..plan_grid import DIMENSIONS, LEVELS
from ..plan_prompts import feasibility_of
from ..presenters import criteria, is_about_a_child
from .plan_actions import PlanAction, PlanPageAction, papers_of, plan_url

ITEMS = PlanItem.objects.select_related("plan", "provider", "responsible", "referral")


class ItemAction(PlanPageAction):
    """An action on one thing that is planned."""

    queryset = ITEMS

    def get_record(self, **refs):
        item = super().get_record(**refs)
        item.plan.case = item.case
        return item


class NewItem(PlanAction):
    """Plans one thing more; begins at the place in the grid from which one comes."""

    title = _("Add plan item")
    submit_label = _("Save")
    success_message = _("Action added to the plan.")
    form_class = ItemForm
    fields_template = "reintegration/plans/item_fields.html"

    def get_form_kwargs(self, plan):
        return _choices(self.request, plan.case, self._place())

    def _place(self) -> dict:
        asked = self.request.GET
        dimension, level = asked.get("dimension", ""), asked.get("level", "")
        place = {"dimension": dimension if dimension in DIMENSIONS else ""}
        return place | ({"level": level} if level in LEVELS else {})

    def get_context(self, plan):
        return _to_weigh("cash")

    def perform(self, plan, *, by, **fields):
        return plan.add(by=by, **fields)


class ChangeItem(ItemAction):
    """Changes what is planned."""

    title = _("Edit plan item")
    submit_label = _("Save")
    success_message = _("The plan was changed.")
    form_class = ItemForm
    fields_template = "reintegration/plans/item_fields.html"

    def get_form_kwargs(self, item):
        return _choices(self.request, item.case, ItemForm.values_of(item))

    def get_context(self, item):
        return _to_weigh(item.activity or "cash")

    def perform(self, item, *, by, **fields):
        return item.change(by=by, **fields)


new = NewItem.as_view()
change = ChangeItem.as_view()


@require_POST
def start(request, ref, item):
    case = open_case(request, ref)
    item = get_permitted_or_404(request, ITEMS, to="work", ref=item, case=case)
    item.case = item.plan.case = case
    item.start(by=request.user)
    return action_done(request, next_url=plan_url(case), message=_("Action in progress."))


complete = ItemAction.as_view(
    title=pgettext_lazy("action", "Mark as done"),
    submit_label=pgettext_lazy("part of a plan", "Mark as done"),
    success_message=_("Action completed. The evidence stays in the plan."),
    form_class=ItemCompletionForm,
    perform=PlanItem.complete,
    get_form_kwargs=lambda item: {"papers": papers_of(item.case)},
    get_context=lambda item: {"about": item.objective},
)

drop = ItemAction.as_view(
    title=_("Cancel this plan item?"), submit_label=pgettext_lazy("goal or action", "Cancel"),
    tone="danger",
    success_message=_("Action cancelled. The reason stays in the plan."), form_class=ReasonForm,
    perform=PlanItem.drop, get_context=lambda item: {"about": item.objective},
)  # fmt: skip


def _referrals(case: Case) -> list[Referral]:
    sent = Referral.objects.filter(case=case).select_related("organization").order_by("-pk")
    return list(sent[:60])


# Which referral of the case is how this is done.
refer = ItemAction.as_view(
    title=_("Link referral"), submit_label=_("Save"), form_class=ReferForm,
    success_message=_("Referral linked to the plan."),
    perform=lambda item, *, by, referral: item.refer(referral, by=by),
    get_form_kwargs=lambda item: {"referrals": _referrals(item.case)},
    get_context=lambda item: {"about": item.objective},
)  # fmt: skip


def _choices(request, case: Case, initial: dict) -> dict:
    return {
        "case": case, "colleagues": users_with_verb(case, "case.work"), "initial": initial,
        "organizations": providers_for(case, request.user),
        "is_for_a_child": is_about_a_child(case),
    }  # fmt: skip


def _to_weigh(activity: str) -> dict:
    """What to weigh before this approach, where that is known."""
    return {
        "feasibility": feasibility_of(activity, criteria()),
        "approach": code_lists.label("reintegration_activity", activity),
    }
