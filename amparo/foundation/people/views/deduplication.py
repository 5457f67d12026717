"""Views: pairs that may be one person, reviewed by people; and deduplication runs."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core import discreet_mode
from amparo.foundation.core.audit import log
from amparo.foundation.core.models import Job
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done, render_page

from ..deduplication import optional_dependencies
from ..deduplication.statistics import DeduplicationStatistics
from ..deduplication.tasks import run_deduplication
from ..forms.merges import PairForm
from ..models import DeduplicationRun, DuplicateCandidate, Person
from ..presenters.comparison import PairPresenter

PAIRS_PAGE, PAIR_PAGE = "people/deduplication/pairs.html", "people/deduplication/pair.html"
PAIRS = DuplicateCandidate.objects.select_related("one", "other")
STATES = {
    "waiting": DuplicateCandidate.OPEN,
    "unsure": (DuplicateCandidate.State.UNSURE,),
    "same": (DuplicateCandidate.State.SAME,),
}


@require_safe
def list_pairs(request):
    """Only pairs of which one may open both files; the likeliest first."""
    require_permission(request, "person.work")
    which = request.GET.get("which", "waiting")
    found = PAIRS.accessible_to(request.user, to="decide").filter(state__in=STATES.get(which, ()))
    found = found.not_merged()
    if which == "waiting":
        found = found.unread_by(request.user)
    rows = paginate(found, request, "-likelihood", "-pk", size=20)
    people = [person for pair in rows for person in (pair.one, pair.other)]
    log.log_list(request.user, "likelypair.listed", people)
    return render_page(request, PAIRS_PAGE, {"rows": rows, "which": which})


@discreet_mode.shows_full_names
@require_safe
def show_pair(request, ref):
    """Who reads a pair opens two files: both remember it."""
    pair = get_permitted_or_404(request, PAIRS, to="see", ref=ref)
    get_permitted_or_404(request, Person, to="see", pk=pair.other_id)
    return _pair_page(request, pair, PairForm())


@discreet_mode.shows_full_names
@require_POST
def decide_pair(request, ref):
    pair = get_permitted_or_404(request, PAIRS, to="decide", ref=ref)
    form = PairForm(request.POST)
    if not form.is_valid():
        return _pair_page(request, pair, form)
    pair.decide(by=request.user, **form.cleaned_data)
    here = reverse("people:duplicate", args=[pair.ref])
    # Who says “the same” is led on to joining; nothing is joined by that word alone.
    then = here if pair.is_same else reverse("people:duplicates")
    return action_done(request, next_url=then, message=_decision_message(pair))


def _pair_page(request, pair, form):
    context = {"pair": pair, "pair_presenter": PairPresenter(pair, request.user), "form": form}
    return render_page(request, PAIR_PAGE, context, status=422 if form.is_bound else 200)


def _decision_message(pair: DuplicateCandidate) -> str:
    if pair.state == DuplicateCandidate.State.SECOND:
        return _("Kept. A second colleague reads this pair too.")
    if pair.state == DuplicateCandidate.State.DISAGREED:
        return _("Kept. You and a colleague disagree: a third reader decides.")
    return _("What you decided is kept.")


# Runs, for the data officer: no names.

RUNS_PAGE = "people/deduplication/runs.html"


@require_safe
def list_runs(request):
    require_permission(request, "register.compare")
    runs = list(
        DeduplicationRun.objects.accessible_to(request.user).select_related("asked_by")[:10]
    )
    latest = runs[0] if runs else None
    work = Job.objects.about(latest.ref).first() if latest and not latest.done_at else None
    context = {"runs": runs, "latest": latest, "work": work}
    context["missing"] = (
        "" if optional_dependencies.is_installed() else optional_dependencies.installation_hint()
    )
    if "progress" in request.GET:
        return render_page(request, RUNS_PAGE, context, part="progress")
    return render(request, RUNS_PAGE, context | {"figures": DeduplicationStatistics()})


@require_POST
def start_run(request):
    require_permission(request, "register.compare")
    optional_dependencies.require_installed()
    run = DeduplicationRun.ask(by=request.user)
    run_deduplication.asked(by=request.user).enqueue(str(run.ref))
    return action_done(
        request, next_url=reverse("people:deduplication"), message=_("Deduplication started.")
    )


@require_POST
def stop_run(request, ref):
    run = get_permitted_or_404(request, DeduplicationRun, to="stop", ref=ref)
    run.stop(by=request.user)
    said = _("It is stopped. What was found stays.")
    return action_done(request, next_url=reverse("people:deduplication"), message=said)
