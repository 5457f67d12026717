"""One thing that is planned: put into the grid, changed, begun, done, dropped, or referred."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.protection import code_lists

from ...forms.plans import BecauseForm
from ...models import Referral
from ...reaching import who_may
from ...views.answers import given
from ...views.stepping import tried
from ..forms.items import ItemForm, ReferForm, ShownForm
from ..grid import DIMENSIONS, LEVELS
from ..models import PlanItem, ReintegrationPlan
from ..plan_page import criteria, is_about_a_child
from ..prompts import feasibility_of
from .asking import ASKS, ask, case_of, kept, organizations, papers_of, plan_url

FIELDS = "reintegration/plans/item_fields.html"


@require_http_methods(ASKS)
def new(request, ref):
    case = case_of(request, ref)
    plan = ReintegrationPlan.current(case)
    if plan is None:
        raise Http404
    plan.case = case
    form = _form(request, case, _place(request))
    if form.is_valid() and tried(form, plan.add, by=request.user, **form.cleaned_data):
        return kept(request, plan_url(case), _("It is in the plan."))
    return _ask(request, case, form, _("Plan something"))


@require_http_methods(ASKS)
def change(request, ref, item):
    case, item = _item(request, ref, item)
    form = _form(request, case, ItemForm.values_of(item))
    if form.is_valid():
        # A verb that gives nothing back has done its work where the form has no errors.
        tried(form, item.change, by=request.user, **form.cleaned_data)
        if not form.errors:
            return kept(request, plan_url(case), _("The plan was changed."))
    return _ask(request, case, form, _("Change what is planned"), activity=item.activity)


@require_POST
def start(request, ref, item):
    case, item = _item(request, ref, item)
    item.start(by=request.user)
    return kept(request, plan_url(case), _("It is under way."))


@require_http_methods(ASKS)
def complete(request, ref, item):
    case, item = _item(request, ref, item)
    form = ShownForm(given(request), papers=papers_of(case))
    if form.is_valid() and tried(form, item.complete, by=request.user, **form.cleaned_data):
        return kept(request, plan_url(case), _("It is done, and the plan keeps what shows it."))
    title, yes = _("It is done"), pgettext("part of a plan", "Mark as done")
    return ask(request, case, form, title=title, yes=yes, about=item.objective)


@require_http_methods(ASKS)
def drop(request, ref, item):
    case, item = _item(request, ref, item)
    form = BecauseForm(given(request))
    if form.is_valid() and tried(form, item.drop, by=request.user, **form.cleaned_data):
        return kept(request, plan_url(case), _("It was dropped; the plan keeps why."))
    return ask(
        request, case, form, title=_("Drop this part of the plan?"), yes=_("Drop it"),
        about=item.objective, tone="danger",
    )  # fmt: skip


@require_http_methods(ASKS)
def refer(request, ref, item):
    """Which referral of the case is how this is done."""
    case, item = _item(request, ref, item)
    sent = Referral.objects.filter(case=case).select_related("organization").order_by("-pk")
    form = ReferForm(given(request), referrals=list(sent[:60]))
    if form.is_valid():
        tried(form, item.refer, form.cleaned_data["referral"], by=request.user)
        if not form.errors:
            return kept(request, plan_url(case), _("The referral serves this part of the plan."))
    title, yes = _("The referral that serves it"), _("Save")
    return ask(request, case, form, title=title, yes=yes, about=item.objective)


def _item(request, ref, item):
    case = case_of(request, ref)
    items = PlanItem.objects.select_related("plan", "provider", "responsible", "referral")
    item = get_permitted_or_404(request, items, to="work", ref=item, case=case)
    item.case = item.plan.case = case
    return case, item


def _place(request) -> dict:
    """The place in the grid from which one comes."""
    dimension, level = request.GET.get("dimension", ""), request.GET.get("level", "")
    asked = {"dimension": dimension if dimension in DIMENSIONS else ""}
    return asked | ({"level": level} if level in LEVELS else {})


def _form(request, case, initial: dict) -> ItemForm:
    return ItemForm(
        given(request), case=case, colleagues=who_may(case, "case.work"),
        organizations=organizations(request), is_for_a_child=is_about_a_child(case),
        initial=initial,
    )  # fmt: skip


def _ask(request, case, form, title: str, activity: str = ""):
    """With what to weigh before this approach, where that is known."""
    known = feasibility_of(activity or "cash", criteria())
    return ask(
        request, case, form, title=title, yes=_("Save"), fields=FIELDS, feasibility=known,
        approach=code_lists.label("reintegration_activity", activity or "cash"),
    )  # fmt: skip
