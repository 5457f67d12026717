"""Work in the background, as those who keep the house see it: never what a file says."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Job
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui.responses import action_done, render_page

INDEX = "site/jobs.html"
SHOWN = 20
# What was due so long ago and lies there still: nobody works.
TOO_LONG = timedelta(minutes=1)


@require_safe
def index(request):
    require_permission(request, "job.see")
    jobs = Job.objects.open_to(request.user).select_related("asked_by")
    waiting = jobs.waiting().order_by("run_at", "pk")
    running = jobs.running().order_by("pk")
    context = {
        "dead": jobs.dead().order_by("-ended_at")[:100],
        "running": running[:SHOWN],
        "waiting": waiting[:SHOWN],
        "more_waiting": max(0, waiting.count() - SHOWN),
        "finished": jobs.done().order_by("-ended_at")[:SHOWN],
        "nobody_works": not running and waiting.filter(run_at__lt=now() - TOO_LONG).exists(),
    }
    return render_page(request, INDEX, context, part="work")


@require_POST
def retry(request, ref):
    job = get_permitted_or_404(request, Job, to="retry", ref=ref)
    job.retry(by=request.user)
    return action_done(request, then=reverse("jobs"), said=_("It is tried again."))


@require_POST
def drop(request, ref):
    job = get_permitted_or_404(request, Job, to="retry", ref=ref)
    job.drop(by=request.user)
    return action_done(request, then=reverse("jobs"), said=_("It is left as it is."))
