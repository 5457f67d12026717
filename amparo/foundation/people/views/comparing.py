"""The register compared with itself, as the data officer keeps it: how far, how well, no names."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.trust.access import must, open_record
from amparo.foundation.trust.models import Job
from amparo.ui.respond import done, page

from ..comparing import extra
from ..comparing.figures import Figures
from ..comparing.running import compare
from ..models import Comparison

INDEX = "people/comparing/index.html"


@require_safe
def index(request):
    must(request, "register.compare")
    runs = list(Comparison.objects.open_to(request.user).select_related("asked_by")[:10])
    latest = runs[0] if runs else None
    work = Job.objects.about(latest.ref).first() if latest and not latest.done_at else None
    context = {"runs": runs, "latest": latest, "work": work}
    context["missing"] = "" if extra.is_installed() else extra.missing()
    if "progress" in request.GET:
        return page(request, INDEX, context, part="progress")
    return render(request, INDEX, context | {"figures": Figures()})


@require_POST
def begin(request):
    must(request, "register.compare")
    extra.require()
    run = Comparison.ask(by=request.user)
    compare.asked(by=request.user).enqueue(str(run.ref))
    return done(request, then=reverse("people:comparing"), said=_("It has begun."))


@require_POST
def stop(request, ref):
    run = open_record(request, Comparison, to="stop", ref=ref)
    run.stop(by=request.user)
    said = _("It is stopped. What was found stays.")
    return done(request, then=reverse("people:comparing"), said=said)
