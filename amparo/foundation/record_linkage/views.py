"""Views of record linkage: agreements, their approval and end, runs."""

from django import forms
from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.foundation.core.refusals import Refusal
from amparo.ui.forms import Form
from amparo.ui.responses import action_done

from .models.agreements import LinkageAgreement
from .models.runs import LinkageMatch, LinkageRun, LinkageStep

AGREEMENT_LIST, AGREEMENT_DETAIL, AGREEMENT_APPROVE, RUN_DETAIL = (
    f"record_linkage/{name}.html" for name in ("agreements", "agreement", "approval", "run")
)
FORM_METHODS = ["GET", "HEAD", "POST"]
AGREEMENTS = LinkageAgreement.objects.select_related(
    "partner", "office", "proposed_by", "approval__by", "ended__by"
)
STEPS = Prefetch("steps", LinkageStep.objects.select_related("by"))
RUNS = LinkageRun.objects.select_related("agreement__partner", "by").prefetch_related(STEPS)
MAXIMUM_ROWS = 200


class ApprovalForm(Form):
    number = forms.CharField(
        label=gettext_lazy("Verification number read by the partner"),
        help_text=gettext_lazy(
            "Call them, at a telephone that you know. Do not take it from an e-mail."
        ),
        max_length=80,
    )


@require_safe
def agreement_list(request):
    require_permission(request, "link.see")
    agreements = list(AGREEMENTS.accessible_to(request.user)[:MAXIMUM_ROWS])
    log.log_list(request.user, "linkagreement.listed", agreements)
    return render(request, AGREEMENT_LIST, {"agreements": agreements})


@require_safe
def agreement_detail(request, ref):
    agreement = get_permitted_or_404(request, AGREEMENTS, to="see", ref=ref)
    may = permissions_on(agreement, request.user)
    waits = agreement.state == LinkageAgreement.State.WAITING
    context = {
        "agreement": agreement,
        "runs": RUNS.filter(agreement=agreement)[:MAXIMUM_ROWS],
        "may_approve": waits and "keep" in may and agreement.proposed_by != request.user,
        "may_end": "keep" in may and agreement.state != LinkageAgreement.State.ENDED,
        "waits": waits,
    }
    return render(request, AGREEMENT_DETAIL, context)


@require_recent_authentication
@require_http_methods(FORM_METHODS)
def agreement_approve(request, ref):
    """The number is read by the partner: it does not stand on this page."""
    agreement = get_permitted_or_404(request, AGREEMENTS, to="keep", ref=ref)
    form = ApprovalForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            agreement.approve(form.cleaned_data["number"], by=request.user)
        except Refusal as refusal:
            form.add_error("number", str(refusal))
        else:
            said = _("The agreement is in force.")
            return action_done(request, next_url=agreement.get_absolute_url(), message=said)
    context = {"agreement": agreement, "form": form}
    return render(request, AGREEMENT_APPROVE, context, status=422 if form.is_bound else 200)


@require_POST
def agreement_end(request, ref):
    agreement = get_permitted_or_404(request, AGREEMENTS, to="keep", ref=ref)
    agreement.end(by=request.user)
    said = _("The agreement has ended. Tell your partner.")
    return action_done(request, next_url=agreement.get_absolute_url(), message=said)


@require_safe
def run_detail(request, ref):
    """Whom both know, of those whose files open to the reader; of the others, how many."""
    found = get_permitted_or_404(request, RUNS, to="see", ref=ref)
    linked = (
        LinkageMatch.objects.filter(run=found).accessible_to(request.user).select_related("person")
    )
    may = permissions_on(found, request.user)
    context = {
        "run": found,
        "linked": linked[:MAXIMUM_ROWS],
        "may_discard": "keep" in may and not found.is_over,
    }
    return render(request, RUN_DETAIL, context)


@require_POST
def run_discard(request, ref):
    found = get_permitted_or_404(request, RUNS, to="keep", ref=ref)
    found.discard(by=request.user)
    then = reverse("record_linkage:agreement", args=[found.agreement.ref])
    return action_done(request, next_url=then, message=_("Run deleted."))
