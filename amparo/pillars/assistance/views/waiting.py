"""Waiting for me: what only a supervisor can answer, the oldest question first."""

from uuid import UUID

from django.db.models import Q
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
from amparo.foundation.core.worklists import waiting_lines, waiting_rows_of
from amparo.foundation.fieldwork.worklists import waiting_rows
from amparo.foundation.people.models import ConsentException
from amparo.foundation.protection.models import CapacityAssessment, RiskAssessment
from amparo.ui import formats
from amparo.ui.pagination import paginate, up_to
from amparo.ui.responses import action_done, render_page
from amparo.ui.tags.formats import result_count

from ..asked import asked_about, asked_about_all
from ..assessment.presenters import ShownFlag, clocks_of
from ..assessment.worklists import flags_for, unconfirmed_needs
from ..caseload import also_held
from ..forms.lists import DecideForm
from ..helping import what_waits
from ..load import Load, loads_of, members_of, teams_of
from ..models import (
    Approval,
    BreakGlass,
    Case,
    HelpRequest,
    Referral,
    SafetyAlert,
    Transfer,
)
from ..undertakings import headlines_of, watched_by_programme
from .today import greeting

WAITING, DECIDE = "assistance/lists/waiting.html", "assistance/lists/decide.html"
TEAM = "assistance/lists/waiting_team.html"
MOST, PAGE, SHOWN, URGENT, LOADS = 100, 3, 10, 3, 12


@require_safe
def waiting(request):
    require_permission(request, "case.approve")
    user = request.user
    day = localtime(now()).date()
    mine = approvals_for(user)
    rows = paginate(mine, request, "at", "pk", size=PAGE)
    oldest = mine.first() if rows.earlier else next(iter(rows), None)
    owner = _ref(request, "owner")
    lists = {
        "asked": mine,
        "exceptions": exceptions_for(user),
        "overrides": overrides_for(user),
        "emergencies": emergencies_for(user),
        "transfers": transfers_for(user),
        "flags": flags_for(user, owner=owner),
        "alerts": alerts_for(user),
        "help": late_help_for(user),
        "referrals": referrals_for(user),
    }
    counted = count_groups(
        user, lists={name: up_to(each, MOST) for name, each in lists.items()},
        help=what_waits(user), field=waiting_rows(user), unmet=unconfirmed_needs(user),
        waiting=waiting_rows_of(user),
        capacity={"drafts": up_to(CapacityAssessment.objects.to_confirm(user), MOST)},
    )  # fmt: skip
    counts = counted["lists"]
    # What nobody waits for is not looked for.
    shown = {name: list(lists[name][:SHOWN]) if counts[name] else [] for name in FOLDS}
    flags, alerts = shown["flags"], shown["alerts"]
    cases = cases_beside([*rows, *flags, *alerts], shown["overrides"])
    shown_flags = [ShownFlag(flag, clocks_of(flag)) for flag in flags]
    decisions = sum(counts[name] for name in DECISIONS)
    log.log_list(user, "waiting.listed", {part.case for part in (*rows, *flags, *alerts)})
    return render(
        request,
        WAITING,
        {
            "day": day,
            "greeting": greeting(user.first_name),
            "lede": lede(list(counts.values()), oldest),
            "counts": counts,
            "decisions": decisions,
            "decisions_shown": result_count(decisions, MOST) if decisions else "",
            "urgent_alerts": alerts[:URGENT],
            "urgent_flags": shown_flags[: URGENT - len(alerts[:URGENT])],
            "urgent": counts["alerts"] + counts["flags"],
            "asked": asked_about_all(rows),
            "rows": rows,
            "exceptions": shown["exceptions"],
            "overrides": [
                (each, cases[each.case_ref])
                for each in shown["overrides"]
                if each.case_ref in cases
            ],
            "flags": shown_flags,
            "are_of_one": bool(owner),
            "alerts": alerts,
            "emergencies": shown["emergencies"],
            "transfers": shown["transfers"],
            "late_help": shown["help"],
            "help": counted["help"],
            "unmet": counted["unmet"],
            "waiting_lines": waiting_lines(counted["waiting"]),
            "capacity_drafts": counted["capacity"]["drafts"],
            "field": {"all": sum(counted["field"].values())},
            "referrals": shown["referrals"],
        },
    )


@require_safe
def waiting_team(request):
    """The lower part of the first page, fetched after it: what costs more to count."""
    require_permission(request, "case.approve")
    loads = loads_for(request.user, localtime(now()).date())
    context = {
        "programmes": programmes_of(request.user),
        "loads": loads,
        "loads_scale": max((max(each.open, each.limit) for each in loads), default=1),
        "headlines": headlines_of(request.user),
    }
    return render_page(request, TEAM, context, part="team")


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
        request, Approval.objects.filter(case=case).select_related("by"), to="decide", ref=approval
    )
    asked.case = case
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        approved = form.cleaned_data["answer"] == "approve"
        asked.decide(by=request.user, approved=approved, note=form.cleaned_data["note"])
        said = _("Approved.") if approved else _("Sent back with your note.")
        return action_done(request, next_url=reverse("assistance:waiting"), message=said)
    context = {"about": asked_about(asked), "form": form, "case": case}
    return render_page(
        request, DECIDE, context, part="decide", status=422 if form.is_bound else 200
    )


def approvals_for(user):
    """Questions that this person may answer: never their own."""
    asked = Approval.objects.accessible_to(user, to="decide").waiting().exclude(by=user)
    return asked.select_related("by")


def exceptions_for(user):
    """People registered without consent, whom a second person has not looked at yet."""
    asked = (
        ConsentException.objects.accessible_to(user, to="approve").waiting().exclude(asked_by=user)
    )
    return asked.select_related("person", "asked_by").order_by("review_due", "pk")


def overrides_for(user):
    decided = RiskAssessment.objects.accessible_to(user, to="approve").waiting().exclude(by=user)
    return decided.select_related("by").order_by("decided_at", "pk")


def emergencies_for(user):
    """Files opened in an emergency, which nobody has looked at again; the oldest first."""
    opened = BreakGlass.objects.waiting().accessible_to(user, to="review").exclude(by=user)
    return opened.select_related("case", "by").order_by("review_due", "pk")


def transfers_for(user):
    """Cases that another office offers, which this person may take over; the oldest first."""
    offered = Transfer.objects.waiting().accessible_to(user, to="answer")
    return offered.select_related("from_team__office", "to_team").order_by("sent_at", "pk")


def referrals_for(user):
    """Referrals that nobody answered in time, in cases that this person answers for."""
    late = Referral.objects.overdue().accessible_to(user, to="watch")
    return late.select_related("organization", "case").order_by("answer_due", "pk")


def alerts_for(user):
    """Danger that nobody has answered yet, in cases that this person answers for."""
    held = also_held(user.grantees("case.approve"), of="case")
    alerts = SafetyAlert.objects.unresolved().filter(held)
    return alerts.select_related("by").order_by("at", "pk")


def late_help_for(user):
    """Requests from the public pages that nobody answered in time; danger first."""
    if "help.receive" not in user.permissions:
        return HelpRequest.objects.none()
    late = HelpRequest.objects.overdue().heeded().filter(case=None).by_urgency()
    return late.accessible_to(user).select_related("place", "owner")


def cases_beside(parts, decided) -> dict[UUID, Case]:
    """Gives each part its case: fetched for the few that are shown, not joined to all that wait.
    Returns these cases, and those in which something was decided, by their refs. One query.
    """
    keys, refs = {part.case_id for part in parts}, {each.case_ref for each in decided}
    if not keys and not refs:
        return {}
    found = list(Case.objects.filter(Q(pk__in=keys) | Q(ref__in=refs)).with_subject())
    by_key = {case.pk: case for case in found}
    for part in parts:
        part.case = by_key[part.case_id]
    return {case.ref: case for case in found}


DECISIONS = ("asked", "exceptions", "overrides", "emergencies", "transfers")
FOLDS = (*DECISIONS[1:], "flags", "alerts", "help", "referrals")


def programmes_of(user) -> list[dict]:
    """What waits in each programme, and how many it is together."""
    return [
        {
            "code": programme.value, "name": programme.label, "figures": figures,
            "count": sum(figure.count for figure in figures),
            "is_late": any(figure.is_late for figure in figures),
        }
        for programme, figures in watched_by_programme(user)
    ]  # fmt: skip


def loads_for(user, day) -> list[Load]:
    """How much each caseworker of the teams carries, the fullest first; none without the verb."""
    if "team.see" not in user.permissions:
        return []
    members = members_of(teams_of(user))[:LOADS]
    loads = loads_of(members, by=user, today=day)
    return sorted(loads, key=lambda load: (-load.open, load.worker.name))


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
