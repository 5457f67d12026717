"""What a survey gives reason to ask about: the list, and what came of one of them."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.action_views import attempt, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.queries import seen_by
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done, render_page

from ..forms.responses import PromptForm
from ..models import ReferralPrompt
from ..names import name_them

INDEX, ANSWER = "surveys/prompts.html", "surveys/prompt.html"


@require_safe
def index(request):
    require_permission(request, "case.work")
    prompts = ReferralPrompt.objects.waiting().accessible_to(request.user, "work")
    prompts = prompts.filter(round__case__in=seen_by(request.user))
    if "case.approve" not in request.user.permissions:
        prompts = prompts.filter(round__case__owner=request.user)
    # What belongs to each is fetched for those that are shown alone.
    rows = prompts.prefetch_related("round__case", "round__version")
    pages = paginate(rows, request, "at", "ref")
    name_them([each.round for each in pages], request.user)
    log.log_list(request.user, "prompts.listed", [each.round.case for each in pages])
    return render(request, INDEX, {"pages": pages})


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, ref, prompt):
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="work", ref=ref)
    prompts = ReferralPrompt.objects.filter(round__case=case)
    prompt = get_permitted_or_404(
        request, prompts.select_related("round__version", "round__case", "decided_by"),
        to="work", ref=prompt,
    )  # fmt: skip
    form = PromptForm(request.POST if request.method == "POST" else None)
    if is_valid_post(request, form) and attempt(
        form, prompt.answer_it, by=request.user, **form.cleaned_data
    ):
        there = reverse("surveys:round", args=[case.ref, prompt.round.ref])
        return action_done(request, next_url=there, message=_("Recorded."))
    name_them([prompt.round], request.user)
    context = {"case": case, "prompt": prompt, "held": prompt.round, "form": form}
    return render_page(request, ANSWER, context, status=422 if form.is_bound else 200)
