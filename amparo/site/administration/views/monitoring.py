"""Views: audit log, reasons for bulk reading, background jobs. None says what is in a file."""

from datetime import timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.audit import events
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import AuditBlock, AuditEntry, BulkReadJustification, Job
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done, render_page, safe_next_url

from ..forms import AuditLogFilterForm, BulkReadingReasonForm

AUDIT_LOG_TEMPLATE = "site/administration/audit_log.html"
ENTRIES_PER_PAGE = 50


@require_safe
def audit_log(request):
    require_permission(request, "ledger.see")
    form = AuditLogFilterForm(request.GET)
    lines = form.filter_entries(
        AuditEntry.objects.accessible_to(request.user).select_related("by")
    )
    pages = paginate(lines, request, "-pk", size=ENTRIES_PER_PAGE)
    context = {
        "form": form,
        "pages": pages,
        "lines": [
            (
                line,
                events.event_label(line.content.event),
                events.record_label(line.content.record_type),
            )
            for line in pages
        ],
        "newest": AuditBlock.objects.accessible_to(request.user).order_by("number").last(),
    }
    return render(request, AUDIT_LOG_TEMPLATE, context)


# Bulk reading: many files within an hour.

REASON_TEMPLATE, BULK_READING_TEMPLATE = (
    "site/administration/bulk_reading/reason.html",
    "site/administration/bulk_reading/show.html",
)


@require_http_methods(["GET", "HEAD", "POST"])
def explain_bulk_reading(request):
    there = _previous_url(request)
    form = BulkReadingReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        BulkReadJustification.explain(
            by=request.user, reason=given["reason"], explanation=given["explanation"]
        )
        said = _("Access lasts an hour. Your supervisor has been notified.")
        return action_done(request, next_url=there, message=said)
    office = request.user.office
    context = {"form": form, "there": there, "most": office.hourly_read_limit if office else 0}
    return render(request, REASON_TEMPLATE, context, status=422 if form.is_bound else 200)


@require_safe
def bulk_reading(request, ref):
    readings = BulkReadJustification.objects.select_related("by", "office")
    return render(
        request,
        BULK_READING_TEMPLATE,
        {"reading": get_permitted_or_404(request, readings, to="see", ref=ref)},
    )


def _previous_url(request) -> str:
    return safe_next_url(request.POST.get("next") or request.GET.get("next") or "")


# Background jobs.

JOBS_TEMPLATE = "site/administration/jobs.html"
JOBS_SHOWN = 20
# What was due so long ago and lies there still: nobody works.
LATE_AFTER = timedelta(minutes=1)


@require_safe
def jobs(request):
    require_permission(request, "job.see")
    jobs = Job.objects.accessible_to(request.user).select_related("asked_by")
    waiting = jobs.waiting().order_by("run_at", "pk")
    running = jobs.running().order_by("pk")
    context = {
        "dead": jobs.dead().order_by("-ended_at")[:100],
        "running": running[:JOBS_SHOWN],
        "waiting": waiting[:JOBS_SHOWN],
        "more_waiting": max(0, waiting.count() - JOBS_SHOWN),
        "finished": jobs.done().order_by("-ended_at")[:JOBS_SHOWN],
        "nobody_works": not running and waiting.filter(run_at__lt=now() - LATE_AFTER).exists(),
    }
    return render_page(request, JOBS_TEMPLATE, context, part="work")


@require_POST
def retry_job(request, ref):
    job = get_permitted_or_404(request, Job, to="retry", ref=ref)
    job.retry(by=request.user)
    return action_done(request, next_url=reverse("jobs"), message=_("Task restarted."))


@require_POST
def drop_job(request, ref):
    job = get_permitted_or_404(request, Job, to="retry", ref=ref)
    job.drop(by=request.user)
    return action_done(request, next_url=reverse("jobs"), message=_("Left unchanged."))
