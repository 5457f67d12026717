"""The first conversation: what cannot wait, what to look at, and what to do first."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.trust.access import open_record, verbs_on
from amparo.foundation.trust.clock import now
from amparo.ui.respond import done

from ..forms.screenings import GoingOnForm, UrgentForm
from ..models import Screening
from ..subjects import called
from .stepping import ASKS, open_case, sent, step, tried

SHOW = "assistance/steps/screening.html"


@require_http_methods(ASKS)
def new(request, ref):
    case = open_case(request, ref)
    form = UrgentForm(request.POST or None, office=case.office)
    if sent(request, form):
        stops = "stop" in request.POST
        held = tried(
            form, Screening.hold, case, by=request.user, to_be_continued=stops, **form.cleaned_data
        )
        if held:
            return _lead(request, "screening" if stops else "screening-more", held)
    return step(
        request, case, form, fields="screening_urgent", title=_("Urgent needs"),
        lede=_("First what cannot wait. Every question may stay without an answer."),
        yes=_("Save and go on"), may_stop=True, stage=1, next=_("what to look at"),
    )  # fmt: skip


@require_http_methods(ASKS)
def more(request, ref, screening):
    case = open_case(request, ref)
    held = open_record(request, Screening, to="work", ref=screening, case=case)
    held.case = case
    if "stop" in request.POST:  # nothing is asked of somebody who wishes to stop
        return _stop(request, held)
    form = GoingOnForm(request.POST or None)
    if sent(request, form):
        held.go_on(by=request.user, **form.cleaned_data)
        return _lead(request, "screening", held)
    return step(
        request, case, form, fields="screening_more", title=_("What to look at"),
        lede=_("Nothing here decides anything: it says what a person should look at with care."),
        yes=_("Save and go on"), may_stop=True, stage=2, next=_("what to do first"),
    )  # fmt: skip


def _stop(request, held: Screening) -> HttpResponse:
    """What was said so far is kept, as far as it can be read."""
    form = GoingOnForm(request.POST)
    form.is_valid()
    said = {
        name: form.cleaned_data[name] for name in form.changed_data if name in form.cleaned_data
    }
    said.pop("goes_on", None)
    held.go_on(by=request.user, to_be_continued=True, **said)
    return _lead(request, "screening", held)


@require_safe
def show(request, ref, screening):
    case = open_case(request, ref, to="see")
    held = open_record(
        request, Screening.objects.select_related("by"), to="see", ref=screening, case=case
    )
    held.case = case
    triage = held.triage
    clocks = [(clock, clock.hours_left(now())) for clock in triage.countdowns]
    context = {
        "case": case, "called": called(case), "screening": held, "triage": triage,
        "clocks": clocks, "coming": case.tasks.pending().order_by("due_on", "pk").first(),
        "may": verbs_on(case, request.user),
        "told": [each for each in case.supervisors() if each != held.by],
    }  # fmt: skip
    return render(request, SHOW, context)


@require_safe
def last(request, ref):
    """The latest conversation of this case, else the first one to hold."""
    case = open_case(request, ref, to="see")
    held = case.screenings.order_by("pk").last()
    if held is None:
        return redirect("assistance:screening-new", case.ref)
    return redirect("assistance:screening", case.ref, held.ref)


def _lead(request, route: str, held: Screening) -> HttpResponse:
    then = reverse(f"assistance:{route}", args=[held.case.ref, held.ref])
    return done(request, then=then, said=_("Saved."))
