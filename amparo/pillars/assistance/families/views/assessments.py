"""A best interests assessment: written by one, read and answered by another."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.ui.responses import action_done

from ...forms.lists import DecideForm
from ...views.stepping import sent, tried
from ..forms.interests import AssessForm
from ..models import BestInterestsAssessment
from ..topics import TOPICS
from .asking import ASKS, ask, kept, open_child, with_case


@require_http_methods(ASKS)
def new(request, ref):
    """It begins with what the last one said: what was sent back is completed, not retyped."""
    child = open_child(request, ref, to="work")
    last = child.assessments.select_related("answer").first()
    known = dict(last.found) if last else {}
    form = AssessForm(request.POST if request.method == "POST" else None, initial=known)
    if sent(request, form):
        made = tried(form, BestInterestsAssessment.make, child, by=request.user, **form.told())
        if made:
            return kept(request, child, _("Sent to the supervisor."))
    is_back = last is not None and last.state == last.State.SENT_BACK
    return ask(
        request, child, form, title=_("What is best for the child?"),
        yes=_("Send it to the supervisor"), note=last.answer.note if last and is_back else "",
    )  # fmt: skip


def _opened(request, ref, *, to: str) -> BestInterestsAssessment:
    found = BestInterestsAssessment.objects.select_related("answer__by", "by")
    return get_permitted_or_404(request, with_case(found, "child__"), to=to, ref=ref)


@require_safe
def show(request, ref):
    assessment = _opened(request, ref, to="see")
    waits = assessment.state == assessment.State.WAITING
    is_other = assessment.by_id != request.user.pk
    may_approve = "approve" in permissions_on(assessment.child.case, request.user)
    return _page(request, assessment, may_answer=waits and is_other and may_approve)


@require_http_methods(ASKS)
def answer(request, ref):
    """Read on its own: approve it, or send it back and say what is missing."""
    assessment = _opened(request, ref, to="decide")
    form = DecideForm(request.POST if request.method == "POST" else None)
    if sent(request, form):
        approved = form.cleaned_data["answer"] == "approve"
        note = form.cleaned_data["note"]
        if tried(form, assessment.answer_it, by=request.user, approved=approved, note=note):
            said = _("Approved.") if approved else _("Sent back with your note.")
            return action_done(request, next_url=reverse("assistance:waiting"), message=said)
    return _page(request, assessment, form=form, status=422 if form.is_bound else 200)


def _page(request, assessment: BestInterestsAssessment, *, status: int = 200, **more):
    found = assessment.found
    told = [(name, found[topic]) for topic, (name, _hint) in TOPICS.items() if found.get(topic)]
    child = assessment.child
    context = {"assessment": assessment, "child": child, "case": child.case, "told": told, **more}
    return render(request, "families/assessment.html", context, status=status)
