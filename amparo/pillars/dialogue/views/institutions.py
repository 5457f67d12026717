"""The desk of an institution for its own people, and its commitments for those who follow up."""

from django.db.models import Count, F, Q
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import Organization
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.links.extension_points import DeskFigure, institution_panels
from amparo.ui.pagination import capped_count

from ..models import Commitment, ProgressReport, ReportLink
from ..progress_reports import Quarter, commitments_to_report
from ..queries import SOON, for_list

MOST = 30


@require_safe
def desk(request):
    """What an institution committed to, what waits for its answer, and what it needs to know."""
    require_permission(request, "commitment.report")
    organization = Organization.objects.filter(pk__in=request.user.partner_organizations).first()
    today = localdate()
    quarter = Quarter.of(today)
    to_report = commitments_to_report(organization, quarter) if organization else []
    borne = Commitment.objects.accessible_to(request.user).open()
    rows = list(for_list(borne).order_by(F("deadline").asc(nulls_last=True), "pk")[:MOST])
    log.log_list(request.user, "commitment.listed", rows)
    panels = [panel for make in institution_panels if organization
              and (panel := make(request.user, organization))]  # fmt: skip
    # Of all of them, also of those that the list leaves out.
    counted = borne.aggregate(
        due=Count("pk", filter=Q(pk__in=borne.due_until(today + SOON).values("pk"))),
        late=Count("pk", filter=Q(pk__in=borne.delayed(today).values("pk"))),
    )
    due, late = counted["due"], counted["late"]
    own = DeskFigure(
        due, _("Commitments due in 30 days"), "#commitments",
        ngettext("%(count)s late", "%(count)s late", late) % {"count": late} if late else "",
        "behind" if late else "",
    )  # fmt: skip
    context = {
        "organization": organization, "today": today, "quarter": quarter,
        "figures": [*(each for panel in panels if panel.is_first for each in panel.figures), own,
                    *(each for panel in panels if not panel.is_first for each in panel.figures)],
        "rows": [(each, each.is_delayed(today), each.state_label(today)) for each in rows],
        "panels": panels,
        "unreported": sum(1 for each in to_report if not each.is_reported),
        "is_reported": bool(to_report) and all(each.is_reported for each in to_report),
    }  # fmt: skip
    return render(request, "dialogue/desk.html", context)


@require_safe
def show(request, ref):
    """The commitments of one institution, its reports, and the link by which it reports."""
    require_permission(request, "commitment.see")
    organization = get_permitted_or_404(request, Organization, to="see", ref=ref)
    today = localdate()
    borne = Commitment.objects.accessible_to(request.user).borne_by(organization)
    rows = list(for_list(borne).order_by("-year", "-serial")[:MOST])
    reports = ProgressReport.objects.accessible_to(request.user).filter(organization=organization)
    reports = reports.select_related("by", "link").prefetch_related("lines__commitment")
    links = ReportLink.objects.accessible_to(request.user).filter(organization=organization)
    context = {
        "organization": organization, "count": capped_count(borne),
        "rows": [(each, each.is_delayed(today), each.state_label(today)) for each in rows],
        "reports": list(reports[:10]),
        "links": list(links[:5]),
        "may_keep": "commitment.keep" in request.user.permissions,
    }  # fmt: skip
    return render(request, "dialogue/institution.html", context)
