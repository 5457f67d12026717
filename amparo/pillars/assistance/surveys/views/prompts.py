"""What a survey gives reason to ask about: the list, and what came of one of them."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.action_views import attempt, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.queries import visible_cases
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done, render_page

from ..forms.responses import SuggestionDecisionForm
from ..models import ReferralSuggestion
from ..names import add_names

INDEX, ANSWER = "surveys/prompts.html", "surveys/prompt.html"


@require_safe
def index(request):
    require_permission(request, "case.work")
    prompts = ReferralSuggestion.objects.waiting().accessible_to(request.user, "work")
    prompts = prompts.filter(round__case__in=visible_cases(request.user))
    if "case.approve" not in request.user.permissions:
        prompts = prompts.filter(round__case__owner=request.user)
    # What belongs to each is fetched for those that are shown alone.
    rows = prompts.prefetch_related("round__case", "round__version")
    pages = paginate(rows, request, "at", "ref")
    add_names([each.round for each in pages], request.user, is_list=True)
    log.log_list(request.user, "prompts.listed", [each.round.case for each in pages])
    return render(request, INDEX, {"pages": pages})


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, ref, prompt):
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="work", ref=ref)
    prompts = ReferralSuggestion.objects.filter(round__case=case)
    prompt = get_permitted_or_404(
        request, prompts.select_related("round__version", "round__case", "decided_by"),
        to="work", ref=prompt,
    )  # fmt: skip
    form = SuggestionDecisionForm(request.POST if request.method == "POST" else None)
    if is_valid_post(request, form) and attempt(
        form, prompt.answer_it, by=request.user, **form.cleaned_data
    ):
        there = reverse("surveys:round", args=[case.ref, prompt.round.ref])
        return action_done(request, next_url=there, message=_("Recorded."))
    add_names([prompt.round], request.user)
    context = {"case": case, "prompt": prompt, "held": prompt.round, "form": form}
    return render_page(request, ANSWER, context, status=422 if form.is_bound else 200)
