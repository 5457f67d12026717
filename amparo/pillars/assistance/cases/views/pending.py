"""Waiting for me: what only a supervisor can answer, the oldest question first."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.database.counts import count_groups
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui import formats
from amparo.ui.pagination import paginate, up_to
from amparo.ui.responses import action_done, render_page
from amparo.ui.tags.formats import result_count

from ..approval_context import read_question, read_questions
from ..dashboards import (
    Dashboard,
    ShownPart,
    attach_cases,
    queues_of,
    urgent_queues,
)
from ..extension_points import DashboardPlace, PendingPanel, PendingQueue, pending_queues
from ..forms.decisions import ApprovalDecisionForm
from ..models import ApprovalRequest, Case
from .today import greeting

WAITING, DECIDE = "cases/lists/pending.html", "cases/lists/decide.html"
TEAM = "cases/lists/pending_team.html"
MOST, PAGE, SHOWN, URGENT = 100, 3, 10, 3


@require_safe
def waiting(request):
    require_permission(request, "case.approve")
    user, owner = request.user, _ref(request, "owner")
    approvals = approvals_for(user)
    rows = paginate(approvals, request, "at", "pk", size=PAGE)
    oldest = approvals.first() if rows.earlier else next(iter(rows), None)
    lists = {"asked": approvals}
    lists |= {name: queue.get_rows(user, owner) for name, queue in pending_queues.items()}
    dashboard = Dashboard(user, DashboardPlace.PENDING_URGENT, DashboardPlace.PENDING_LINES)
    counted = count_groups(
        lists={name: up_to(each, MOST) for name, each in lists.items()}, **dashboard.rows()
    )
    counts = counted["lists"]
    # What nobody waits for is not looked for.
    found = {
        queue: list(lists[name][:SHOWN]) if counts[name] else []
        for name, queue in pending_queues.items()
    }
    named = [record for queue, records in found.items() if queue.names_case for record in records]
    attach_cases([*rows, *named])
    items = {queue.name: _items(queue, records) for queue, records in found.items()}
    decisions = counts["asked"] + sum(
        counts[queue.name] for queue in queues_of(PendingPanel.DECISIONS)
    )
    log.log_list(user, "waiting.listed", {each.case for each in (*rows, *named) if each.case})
    more = {"are_of_one": bool(owner)}
    return render(
        request,
        WAITING,
        {
            "day": localtime(now()).date(),
            "greeting": greeting(user.first_name),
            "lede": lede(list(counts.values()), oldest),
            "decisions": decisions,
            "decisions_shown": result_count(decisions, MOST) if decisions else "",
            "urgent": sum(counts[queue.name] for queue in urgent_queues()),
            "urgent_items": _urgent_items(items),
            "asked": read_questions(rows),
            "rows": rows,
            "decision_queues": _shown_queues(PendingPanel.DECISIONS, items, counts, more),
            "alert_queues": _shown_queues(PendingPanel.ALERTS, items, counts, more),
            "sections": dashboard.show(counted),
        },
    )


def _items(queue: PendingQueue, records: list[Any]) -> list[Any]:
    """What a queue shows of its records; where they name a case, of those that have one."""
    known = [each for each in records if not queue.names_case or each.case]
    return queue.get_items(known)


def _urgent_items(items: Mapping[str, list[Any]]) -> list[ShownPart]:
    """The first of the urgent queues, one after the other."""
    found = [
        ShownPart(queue.urgent_template, {"item": item})
        for queue in urgent_queues()
        for item in items[queue.name][:URGENT]
    ]
    return found[:URGENT]


def _shown_queues(
    panel: PendingPanel,
    items: Mapping[str, list[Any]],
    counts: Mapping[str, int],
    more: dict[str, Any],
) -> list[ShownPart]:
    return [
        ShownPart(
            queue.template, {"items": items[queue.name], "count": counts[queue.name], **more}
        )
        for queue in queues_of(panel)
        if items[queue.name]
    ]


@require_safe
def waiting_team(request):
    """The lower part of the first page, fetched after it: what costs more to count."""
    require_permission(request, "case.approve")
    dashboard = Dashboard(request.user, DashboardPlace.TEAM)
    counts = count_groups(**dashboard.rows())
    return render_page(request, TEAM, {"sections": dashboard.show(counts)}, part="team")


def _ref(request, name: str) -> str:
    """What the address asks for, if it could be a ref; a nonsense is as good as nothing."""
    try:
        return str(UUID(request.GET.get(name, "")))
    except ValueError:
        return ""


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request, ref, approval):
    """One question read on its own: approve it, or send it back and say what is missing."""
    case = get_permitted_or_404(request, Case, to="approve", ref=ref)
    asked = get_permitted_or_404(
        request,
        ApprovalRequest.objects.filter(case=case).select_related("by"),
        to="decide",
        ref=approval,
    )
    asked.case = case
    form = ApprovalDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        approved = form.cleaned_data["answer"] == "approve"
        asked.decide(by=request.user, approved=approved, note=form.cleaned_data["note"])
        said = _("Approved.") if approved else _("Sent back with your note.")
        return action_done(request, next_url=reverse("cases:waiting"), message=said)
    context = {"about": read_question(asked), "form": form, "case": case}
    return render_page(
        request, DECIDE, context, part="decide", status=422 if form.is_bound else 200
    )


def approvals_for(user):
    """Questions that this person may answer: never their own."""
    asked = ApprovalRequest.objects.accessible_to(user, to="decide").waiting().exclude(by=user)
    return asked.select_related("by")


def lede(counts: list[int], oldest) -> str:
    count = sum(counts)
    if not count:
        return _("Nothing waits for your answer.")
    text = ngettext("%(count)s decision.", "%(count)s decisions.", count) % {"count": count}
    if max(counts) > MOST:
        text = _("More than %(count)s decisions.") % {"count": MOST}
    if oldest is None:
        return text
    return _("%(decisions)s The oldest has waited %(time)s.") % {
        "decisions": text,
        "time": formats.ago(oldest.at),
    }
