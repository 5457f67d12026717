"""Referrals of all cases that one may see: those that go on, and where they end."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import Organization
from amparo.foundation.core.permissions.rules import require_permission
from amparo.foundation.directory.search import types_in_group
from amparo.pillars.assistance.cases.display_names import listed_name
from amparo.ui.pagination import capped_count, paginate

from ..forms.referrals import ReferralFilterForm, ReferralStatisticsForm
from ..funnel import funnel_of
from ..models import Referral
from ..statistics import FUNNEL_STAGES, build_table, stage_filter

LIST, OUTCOMES = (f"referrals/{name}.html" for name in ("list", "outcomes"))
WITH = ("organization", "service", "case__person", "case__family__head", "case__community")
CAP = 1000


@require_safe
def index(request):
    require_permission(request, "case.see")
    form = ReferralFilterForm(request.GET)
    rows = _sifted(request, form)
    pages = paginate(rows.select_related(*WITH, "case__institution"), request, "answer_due", "pk")
    log.log_list(request.user, "referrals.listed", [each.case for each in pages])
    named = _organization(form)
    context = {
        "form": form, "pages": pages, "count": capped_count(rows, CAP), "cap": CAP, "named": named,
        "lines": [(each, listed_name(each.case)) for each in pages],
        "may_count": "referral.count" in request.user.permissions,
        "is_sifted": any(request.GET.get(name) for name in form.fields),
    }  # fmt: skip
    return render(request, LIST, context)


def _sifted(request, form: ReferralFilterForm):
    rows = Referral.objects.accessible_to(request.user).filter(stage_filter(form.stage))
    if form.said("whose") == "mine":
        rows = rows.filter(case__owner=request.user)
    if kind := form.said("kind"):
        rows = rows.filter(service_type__in=types_in_group(kind) if "." not in kind else [kind])
    if organization := form.said("organization"):
        rows = rows.filter(organization__ref=organization)
    return rows


def _organization(form: ReferralFilterForm) -> Organization | None:
    asked = form.said("organization")
    return Organization.objects.filter(ref=asked).first() if asked else None


@require_safe
def ends(request):
    """Where referrals die: by organization or by kind of help, and each number opens its list."""
    require_permission(request, "referral.count")
    form = ReferralStatisticsForm(request.GET)
    lines = build_table(request.user, form.counted_by, form.days)
    is_exact = "case.approve" in request.user.permissions
    context = {
        "form": form, "is_exact": is_exact, "stages": FUNNEL_STAGES.values(),
        "funnel": funnel_of(lines, is_exact=is_exact),
        "lines": [(line, _list_urls(line, form.counted_by) if is_exact else {}) for line in lines],
        "title": _("Referral outcomes"),
    }  # fmt: skip
    return render(request, OUTCOMES, context)


def _list_urls(line, by: str) -> dict[str, str]:
    """The list behind each number."""
    url, what = reverse("referrals:referrals"), "organization" if by == "organization" else "kind"
    return {
        stage: f"{url}?{urlencode({what: line.key, 'state': stage})}" for stage in FUNNEL_STAGES
    }
