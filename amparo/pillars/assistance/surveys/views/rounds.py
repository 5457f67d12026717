"""The rounds of a case beside each other, and one of them whole."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.pillars.assistance.cases.models import Case

from ..instrument import Since
from ..models import (
    InstrumentVersion,
    ReferralSuggestion,
    ScheduledSurvey,
    SurveyResponse,
    SurveyResponseDraft,
)
from ..names import add_names
from ..presenters import current_responses, groups, scores_of

CASE, ROUND = "surveys/case.html", "surveys/round.html"


@require_safe
def of_case(request, ref):
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="see", ref=ref)
    rounds = current_responses(case)
    drafts = list(SurveyResponseDraft.objects.filter(case=case).select_related("version", "by"))
    dues = ScheduledSurvey.objects.filter(case=case, is_open=True).select_related("version")
    dues = list(dues.order_by("due_on", "pk"))
    add_names([*rounds, *drafts, *dues], request.user)
    prompts = ReferralSuggestion.objects.waiting().filter(round__case=case)
    context = {
        "case": case, "groups": groups(rounds), "drafts": drafts, "dues": dues,
        "prompts": prompts.select_related("round__version", "round__case"),
        "may_work": _may_work(case, request.user), "today": case.office.today(),
        "is_closed": case.status == Case.Status.CLOSED,
    }  # fmt: skip
    if rounds:
        log.log_list(request.user, "rounds.read", rounds)
    return render(request, CASE, context)


@require_safe
def show(request, ref, held):
    case = get_permitted_or_404(request, Case.objects.with_subject(), to="see", ref=ref)
    rounds = SurveyResponse.objects.filter(case=case).select_related(
        "version", "by", "replaces", "case"
    )
    held = get_permitted_or_404(request, rounds.prefetch_related("scores"), to="see", ref=held)
    add_names([held], request.user)
    newer = SurveyResponse.objects.filter(replaces=held).select_related("by").first()
    context = {
        "case": case, "held": held, "scores": scores_of(held), "newer": newer,
        "answers": list(held.read_aloud()),
        "prompts": list(held.prompts.select_related("decided_by", "round__version")),
        "may_work": _may_work(case, request.user, held.version) and newer is None,
    }  # fmt: skip
    return render(request, ROUND, context)


def _may_work(case, user, version: InstrumentVersion | None = None) -> bool:
    """Whether they may survey here, by this version: in a closed case only about its closure."""
    if "work" not in permissions_on(case, user):
        return False
    if case.status == Case.Status.CLOSED:
        version = version or InstrumentVersion.objects.newest(Since.CLOSURE)
        return version is not None and version.survey.is_about_closure
    return not case.is_ended
