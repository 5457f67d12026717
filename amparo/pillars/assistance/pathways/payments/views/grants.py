"""Grants on the screen: those of a case, those that wait, and what is decided about each."""

from typing import Any

from django.db.models import Prefetch
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.action_views import attempt, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rls.records import load_related
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.presenters import CasePage
from amparo.pillars.assistance.cases.views.case_actions import ASKS, CaseAction
from amparo.pillars.assistance.planning.forms.plans import ReasonForm
from amparo.ui.action_views import action_page, posted_data
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.grants import GrantFilterForm, GrantForm
from ..models import AssistanceGrant, Payment
from ..presenters import GrantPresenter

RELATED = (
    "case__team__office__organization", "line__fund__donor", "by", "decided_by", "withdrawn_by",
)  # fmt: skip


@require_safe
def index(request):
    """What waits for a decision or to be paid, the oldest first."""
    require_permission(request, "money.pay")
    form = GrantFilterForm(request.GET, user=request.user)
    grants = AssistanceGrant.objects.accessible_to(request.user).filter(state__in=form.states)
    if form.in_fund:
        grants = grants.filter(line__fund=form.in_fund)
    pages = paginate(grants, request, "at", "pk", size=25)
    load_related(pages, "case", "line__fund")
    log.log_list(request.user, "grant.listed", pages)
    is_sifted = any(request.GET.get(name) for name in form.fields)
    return render(
        request, "payments/index.html", {"form": form, "pages": pages, "is_sifted": is_sifted}
    )


@require_safe
def of_case(request, ref):
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="see", ref=ref)
    pages = paginate(
        case.assistancegrants.select_related("line__fund"), request, "-at", "-pk", size=25
    )
    context = {"case": case, "file": CasePage(case, request.user), "pages": pages}
    return render(request, "payments/case.html", context)


class NewGrant(CaseAction):
    """Asks for a grant in a case."""

    title = _("Request grant")
    submit_label = _("Request grant")
    success_message = _("Grant requested. The approver was notified.")
    form_class = GrantForm
    fields_template = "payments/grant_fields.html"

    def get_form_kwargs(self, case):
        begun = self.request.GET
        first = {name: begun[name] for name in ("way", "kind") if name in begun}
        return {"case": case, "initial": first}

    def perform(self, case, *, by, **fields):
        return AssistanceGrant.ask(case, by=by, **fields)

    def get_success_url(self, case, grant):
        return grant.get_absolute_url()


new = NewGrant.as_view()


@require_safe
def show(request, ref, grant):
    payments = Payment.objects.select_related("by", "receipt_given__by", "voided__by")
    grants = AssistanceGrant.objects.prefetch_related(Prefetch("payments", payments))
    grant = get_permitted_or_404(
        request, grants, to="see", related=RELATED, ref=grant, case__ref=ref
    )
    return render(request, "payments/show.html", {"shown": GrantPresenter(grant, request.user)})


@require_POST
def approve(request, ref, grant):
    grant = opened(request, ref, grant, to="approve")
    grant.approve(by=request.user)
    said = _("It is approved. Somebody else may pay it now.")
    return action_done(request, next_url=grant.get_absolute_url(), message=said)


@require_http_methods(ASKS)
def refuse(request, ref, grant):
    grant = opened(request, ref, grant, to="approve")
    form = ReasonForm(posted_data(request))
    if is_valid_post(request, form) and attempt(
        form, grant.refuse, by=request.user, **form.cleaned_data
    ):
        said = _("It is refused. Who asked for it reads why.")
        return action_done(request, next_url=grant.get_absolute_url(), message=said)
    return _about(request, grant, form, title=_("Reject this grant?"), yes=_("Refuse it"))


@require_http_methods(ASKS)
def withdraw(request, ref, grant):
    grant = opened(request, ref, grant, to="work")
    form = ReasonForm(posted_data(request))
    if is_valid_post(request, form) and attempt(
        form, grant.withdraw, by=request.user, **form.cleaned_data
    ):
        said = _("It is withdrawn. What was not paid is free again.")
        return action_done(request, next_url=grant.get_absolute_url(), message=said)
    return _about(request, grant, form, title=_("Withdraw this grant?"), yes=_("Withdraw it"))


def opened(request, ref, grant, *, to: str) -> AssistanceGrant:
    return get_permitted_or_404(
        request, AssistanceGrant, to=to, related=RELATED, ref=grant, case__ref=ref
    )


def grant_page(grant: AssistanceGrant) -> dict[str, Any]:
    """Returns what the action page of a grant shows, and the way back to it."""
    where = grant.get_absolute_url()
    return {
        "grant": grant, "crumbs": [(where, pgettext_lazy("field", "Grant"))], "back_url": where,
        "above_template": "payments/action_above.html",
    }  # fmt: skip


def _about(request, grant: AssistanceGrant, form, *, title: str, yes: str):
    return action_page(
        request, form, title=title, submit_label=yes, tone="danger", **grant_page(grant)
    )
